package vn.matluoi.api.route;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.Imports;

/**
 * Records as they come from a system, until all are there: kept in a file without a name, so that a long list costs no memory and a
 * killed hub leaves nothing. Bounded while it is filled. One thread.
 */
public final class Gathered implements AutoCloseable {

    /** All values together, in UTF-8. */
    public static final long MOST_BYTES = 32L << 20;

    private static final int BUFFER = 1 << 16;
    private static final int NULL = -1;

    private final List<String> first;
    private final List<String> headings = new ArrayList<>();
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private final MessageDigest digest = sha256();
    private final FileChannel file;
    private final DataOutputStream out;
    private int count;
    private int values;
    private long bytes;

    /** @param first headings that come before all others where several mean the same */
    public Gathered(List<String> first) {
        this.first = List.copyOf(first);
        try {
            var path = Files.createTempFile("matluoi-records-", ".spool"); // nobody else may read it
            this.file = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            this.out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER));
        } catch (IOException e) {
            throw full(e);
        }
    }

    /**
     * @param named values by heading; null where the system says that there is none
     * @throws Unusable if that is more than can be taken
     * @throws HubException {@code UNAVAILABLE} if it cannot be kept, as on a full disk
     */
    public void add(Map<String, String> named) throws Unusable {
        count++;
        values += named.size();
        if (count > Imports.Records.MOST || values > Imports.Records.MOST_VALUES) {
            throw tooMuch();
        }
        try {
            out.writeInt(named.size());
            for (var one : named.entrySet()) {
                write(one.getKey(), one.getValue());
            }
        } catch (IOException e) {
            throw full(e);
        }
    }

    private void write(String heading, String value) throws IOException, Unusable {
        var place = places.get(heading);
        if (place == null) {
            place = headings.size();
            if (heading.length() > Imports.Records.LONGEST_HEADING || place >= Imports.Records.MOST_HEADINGS) {
                throw tooMuch();
            }
            places.put(heading, place);
            headings.add(heading);
            hash(heading.getBytes(StandardCharsets.UTF_8));
        }
        var text = value == null ? new byte[0] : value.getBytes(StandardCharsets.UTF_8);
        bytes += text.length;
        if (bytes > MOST_BYTES) {
            throw tooMuch();
        }
        out.writeShort(place);
        out.writeInt(value == null ? NULL : text.length);
        out.write(text);
        hash(ByteBuffer.allocate(8)
                .putInt(place)
                .putInt(value == null ? NULL : text.length)
                .array());
        hash(text);
    }

    private void hash(byte[] more) {
        digest.update(more);
    }

    /** @return how many records there are */
    public int count() {
        return count;
    }

    /** @return hex; the same for the same records, and, as far as anybody knows, for no others. Ends the filling */
    String sha256Hex() {
        digest.update(ByteBuffer.allocate(4).putInt(count).array());
        return HexFormat.of().formatHex(digest.digest());
    }

    /** @return what was gathered; until this is closed */
    public Imports.Records records() {
        try {
            out.flush();
        } catch (IOException e) {
            throw full(e);
        }
        return new Imports.Records(first, Reading::new);
    }

    /** @return that a list is longer than what is taken; for what notices it before the records are made */
    public static Unusable tooMuch() {
        return Unusable.because(
                "agency.too-much",
                "danh sách dài hơn %d camera, có hơn %d trường, tên trường dài hơn %d ký tự, hơn %d giá trị hoặc lớn hơn %d MiB"
                        .formatted(
                                Imports.Records.MOST,
                                Imports.Records.MOST_HEADINGS,
                                Imports.Records.LONGEST_HEADING,
                                Imports.Records.MOST_VALUES,
                                MOST_BYTES >> 20),
                "the list has more than %d cameras, %d members, %d characters in a member's name, %d values or %d MiB"
                        .formatted(
                                Imports.Records.MOST,
                                Imports.Records.MOST_HEADINGS,
                                Imports.Records.LONGEST_HEADING,
                                Imports.Records.MOST_VALUES,
                                MOST_BYTES >> 20));
    }

    private static HubException full(IOException cause) {
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "disk.full",
                new Text(
                        "Không ghi được tệp tạm nên danh sách chưa được nhận. Hãy kiểm tra dung lượng đĩa; lượt sau trạm hỏi lại.",
                        "No temporary file can be written, so the list was not taken in. Check the room on the disk; the hub asks again at the next run."));
        refusal.initCause(cause);
        return refusal;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From the first record to the last. */
    private final class Reading implements Iterator<Map<String, String>> {

        private final DataInputStream in = new DataInputStream(new BufferedInputStream(new FromStart(), BUFFER));
        private int left = count;

        @Override
        public boolean hasNext() {
            return left > 0;
        }

        @Override
        public Map<String, String> next() {
            if (left-- <= 0) {
                throw new NoSuchElementException();
            }
            try {
                var named = new LinkedHashMap<String, String>();
                for (var size = in.readInt(); size > 0; size--) {
                    var heading = headings.get(in.readUnsignedShort());
                    var length = in.readInt();
                    named.put(
                            heading, length == NULL ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8));
                }
                return named;
            } catch (IOException e) {
                throw full(e);
            }
        }
    }

    /** The file from its beginning, whoever else reads it. */
    private final class FromStart extends InputStream {

        private long at;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            var n = file.read(ByteBuffer.wrap(buffer, from, length), at);
            at += Math.max(0, n);
            return n;
        }
    }
}
