package vn.matluoi.simulators.fault;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Little that unfolds into much: what a hostile device or sheet is made of. */
public final class Bomb {

    /** What all of them unfold into: 10 GiB. */
    public static final long UNFOLDED = 10L << 30;

    private static final int BLOCK = 1 << 20;

    private Bomb() {}

    /** @return RFC 1951: zeros for ever, as far as {@link #UNFOLDED}; about 10 MiB */
    public static byte[] deflated() {
        return deflated(new byte[0], new byte[BLOCK], UNFOLDED);
    }

    /** @return RFC 1951: the head, then the block again and again until all is that large */
    public static byte[] deflated(byte[] head, byte[] block, long large) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] packed = new byte[64 * 1024 + head.length + block.length];
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        deflater.setInput(head);
        all.write(packed, 0, deflater.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH));
        deflater.setInput(block);
        int one = deflater.deflate(packed, 0, packed.length, Deflater.FULL_FLUSH); // stands alone: can be repeated
        for (long made = head.length; made < large; made += block.length) {
            all.write(packed, 0, one);
        }
        deflater.finish();
        all.write(packed, 0, deflater.deflate(packed));
        deflater.end();
        return all.toByteArray();
    }

    /** @return RFC 1952; about 10 MiB */
    public static byte[] gzipped() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
        all.writeBytes(deflated());
        all.writeBytes(new byte[8]); // no reader gets as far as the sum
        return all.toByteArray();
    }

    /** @return RFC 1950; about 10 MiB */
    public static byte[] zlibbed() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {0x78, (byte) 0xda});
        all.writeBytes(deflated());
        all.writeBytes(new byte[4]);
        return all.toByteArray();
    }

    /** @return {@link #gzipped} packed once more: some 30 KiB */
    public static byte[] gzippedTwice() {
        byte[] once = gzipped();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(once);
        deflater.finish();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
        byte[] packed = new byte[64 * 1024];
        while (!deflater.finished()) {
            all.write(packed, 0, deflater.deflate(packed));
        }
        deflater.end();
        CRC32 sum = new CRC32();
        sum.update(once);
        for (long value : new long[] {sum.getValue(), once.length}) {
            for (int shift = 0; shift < 32; shift += 8) {
                all.write((int) (value >> shift));
            }
        }
        return all.toByteArray();
    }

    /**
     * Content of a ZIP file's entry.
     *
     * @param deflated RFC 1951
     * @param size what the entry says it unpacks to
     * @param sum CRC-32
     */
    public record Packed(byte[] deflated, long size, long sum) {

        /** Honest content. */
        public static Packed of(byte[] whole) {
            CRC32 sum = new CRC32();
            sum.update(whole);
            Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
            deflater.setInput(whole);
            deflater.finish();
            byte[] packed = new byte[whole.length + 1024];
            int length = deflater.deflate(packed);
            deflater.end();
            return new Packed(Arrays.copyOf(packed, length), whole.length, sum.getValue());
        }
    }

    /** @return a ZIP file of one entry */
    public static byte[] zip(String name, byte[] deflated, long size) {
        return zip(Map.of(name, new Packed(deflated, size, 0)));
    }

    /** @return a ZIP file with these entries, whatever they say of themselves */
    public static byte[] zip(Map<String, Packed> entries) {
        int most = 22;
        for (Map.Entry<String, Packed> entry : entries.entrySet()) {
            most += entry.getValue().deflated().length + 2 * entry.getKey().length() + 30 + 46;
        }
        ByteBuffer all = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer directory = ByteBuffer.allocate(most).order(ByteOrder.LITTLE_ENDIAN);
        entries.forEach((name, packed) -> {
            byte[] path = name.getBytes(StandardCharsets.US_ASCII);
            directory.putInt(0x02014b50).putShort((short) 20);
            about(directory, packed)
                    .putShort((short) path.length)
                    .put(new byte[12])
                    .putInt(all.position())
                    .put(path);
            all.putInt(0x04034b50);
            about(all, packed)
                    .putShort((short) path.length)
                    .putShort((short) 0)
                    .put(path)
                    .put(packed.deflated());
        });
        int from = all.position();
        directory.flip();
        all.put(directory);
        all.putInt(0x06054b50).putInt(0).putShort((short) entries.size()).putShort((short) entries.size());
        all.putInt(directory.limit()).putInt(from).putShort((short) 0);
        return Arrays.copyOf(all.array(), all.position());
    }

    private static ByteBuffer about(ByteBuffer all, Packed packed) {
        all.putShort((short) 20)
                .putShort((short) 0)
                .putShort((short) 8)
                .putInt(0)
                .putInt((int) packed.sum());
        return all.putInt(packed.deflated().length).putInt((int) Math.min(packed.size(), 0xfffffffeL));
    }

    /** @return XML whose one word is 10^10 words once its entities are replaced */
    public static byte[] laughs(String root) {
        StringBuilder xml =
                new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE " + root + " [\n<!ENTITY a0 \"ha\">\n");
        for (int i = 1; i <= 10; i++) {
            xml.append("<!ENTITY a%d \"%s\">\n"
                    .formatted(i, "&a%d;".formatted(i - 1).repeat(10)));
        }
        return xml.append("]>\n<%1$s><model>&a10;</model></%1$s>".formatted(root))
                .toString()
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** @return XML that asks its reader, in three ways, to fetch something from there */
    public static byte[] fetching(String root, String address) {
        return """
            <?xml version="1.0"?>
            <!DOCTYPE %1$s PUBLIC "-//x" "%2$s/dtd" [
            <!ENTITY %% outside SYSTEM "%2$s/parameter">
            %%outside;
            <!ENTITY inside SYSTEM "%2$s/entity">
            ]>
            <%1$s><model>&inside;</model></%1$s>
            """
                .formatted(root, address)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
