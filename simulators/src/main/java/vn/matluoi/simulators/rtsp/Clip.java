package vn.matluoi.simulators.rtsp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A pre-encoded H.264 picture loop in the byte-stream form of ITU-T H.264 Annex B, cut into frames at its access unit
 * delimiters and packetised as RFC 6184 (single NAL units and FU-A) when it is read. Immutable, shared by all viewers.
 */
public final class Clip {

    /** Frames a second of every clip; the simulators know no other rate. */
    public static final int FRAME_RATE = 25;

    private static final int MAX_PAYLOAD = 1400;
    private static final int RTP_HEADER = 12;
    private static final int INTERLEAVED_HEADER = 4;
    private static final int PAYLOAD_TYPE = 96;

    private final List<AccessUnit> units;
    private final int[] keys;
    private final byte[] sps;
    private final byte[] pps;
    private final int largest;

    private Clip(byte[] bytes, String name) throws IOException {
        List<AccessUnit> read = new ArrayList<>();
        List<byte[]> nals = new ArrayList<>();
        byte[] lastSps = null;
        byte[] lastPps = null;
        for (byte[] nal : nals(bytes)) {
            int type = nal[0] & 0x1f;
            switch (type) {
                case 9 -> {
                    if (!nals.isEmpty()) {
                        read.add(packetise(nals));
                    }
                    nals.clear();
                }
                case 6 -> {} // the encoder's own remarks
                case 7 -> {
                    lastSps = nal;
                    nals.add(nal);
                }
                case 8 -> {
                    lastPps = nal;
                    nals.add(nal);
                }
                default -> nals.add(nal);
            }
        }
        if (!nals.isEmpty()) {
            read.add(packetise(nals));
        }
        if (lastSps == null || lastPps == null || read.isEmpty() || !read.get(0).key()) {
            throw new IOException(name + " is not an H.264 byte stream that starts with SPS, PPS and an IDR picture;"
                    + " encode it with access unit delimiters (x264: aud=1)");
        }
        units = List.copyOf(read);
        sps = lastSps;
        pps = lastPps;
        keys = java.util.stream.IntStream.range(0, units.size())
                .filter(i -> units.get(i).key())
                .toArray();
        largest = units.stream().mapToInt(unit -> unit.template().length).max().orElseThrow();
    }

    /** The clip that comes with the simulators: 640x360, 400 kbit/s, 20 s. */
    public static Clip builtIn() throws IOException {
        try (InputStream in = Clip.class.getResourceAsStream("clip.h264")) {
            if (in == null) {
                throw new IOException("the built-in clip is missing from the jar");
            }
            return new Clip(in.readAllBytes(), "the built-in clip");
        }
    }

    /** A clip from a file, for measurements with other sizes and rates. */
    public static Clip from(Path file) throws IOException {
        return new Clip(Files.readAllBytes(file), file.toString());
    }

    /** Width and height in pixels, as the sequence parameter set says. */
    public Size size() {
        return SequenceParameters.size(sps);
    }

    /** Mean bit rate of the pictures, without RTP headers. */
    public int kilobitsPerSecond() {
        long bytes = units.stream().mapToLong(unit -> unit.template().length).sum();
        return (int) (bytes * 8 * FRAME_RATE / units.size() / 1000);
    }

    int frames() {
        return units.size();
    }

    AccessUnit unit(long index) {
        return units.get((int) (index % units.size()));
    }

    /** The n-th frame (counted round) at which decoding can start. */
    int key(int n) {
        return keys[Math.floorMod(n, keys.length)];
    }

    int largestUnit() {
        return largest;
    }

    /** The value of {@code a=fmtp:96} (RFC 6184 §8.1). */
    String formatParameters() {
        Base64.Encoder base64 = Base64.getEncoder();
        return "profile-level-id=%02X%02X%02X; packetization-mode=1; sprop-parameter-sets=%s,%s"
                .formatted(sps[1], sps[2], sps[3], base64.encodeToString(sps), base64.encodeToString(pps));
    }

    /** Pixels. */
    public record Size(int width, int height) {}

    private static List<byte[]> nals(byte[] bytes) {
        List<byte[]> found = new ArrayList<>();
        int start = -1;
        int i = 0;
        while (i + 2 < bytes.length) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
                add(found, bytes, start, i);
                start = i + 3;
                i += 3;
            } else {
                i++;
            }
        }
        add(found, bytes, start, bytes.length);
        return found;
    }

    private static void add(List<byte[]> found, byte[] bytes, int start, int end) {
        int last = end;
        while (last > start && start >= 0 && bytes[last - 1] == 0) {
            last--;
        }
        if (start >= 0 && last > start) {
            found.add(Arrays.copyOfRange(bytes, start, last));
        }
    }

    private static AccessUnit packetise(List<byte[]> nals) {
        List<byte[]> payloads = new ArrayList<>();
        boolean key = false;
        int markPacket = -1;
        for (byte[] nal : nals) {
            int type = nal[0] & 0x1f;
            key |= type == 5;
            if (markPacket < 0 && (type == 1 || type == 5)) {
                markPacket = payloads.size();
                payloads.add(Mark.blank());
            }
            if (nal.length <= MAX_PAYLOAD) {
                payloads.add(nal);
            } else {
                fragment(nal, type, payloads);
            }
        }
        int total = payloads.stream()
                .mapToInt(p -> INTERLEAVED_HEADER + RTP_HEADER + p.length)
                .sum();
        byte[] template = new byte[total];
        int[] packets = new int[payloads.size()];
        int at = 0;
        int markAt = -1;
        for (int i = 0; i < packets.length; i++) {
            byte[] payload = payloads.get(i);
            int length = RTP_HEADER + payload.length;
            boolean last = i == packets.length - 1;
            packets[i] = at;
            template[at] = '$';
            template[at + 2] = (byte) (length >> 8);
            template[at + 3] = (byte) length;
            template[at + 4] = (byte) 0x80;
            template[at + 5] = (byte) (PAYLOAD_TYPE | (last ? 0x80 : 0));
            if (i == markPacket) {
                markAt = at + INTERLEAVED_HEADER + RTP_HEADER;
            }
            System.arraycopy(payload, 0, template, at + INTERLEAVED_HEADER + RTP_HEADER, payload.length);
            at += INTERLEAVED_HEADER + length;
        }
        return new AccessUnit(template, packets, markAt, key);
    }

    /** FU-A, RFC 6184 §5.8. */
    private static void fragment(byte[] nal, int type, List<byte[]> payloads) {
        int at = 1;
        while (at < nal.length) {
            int length = Math.min(MAX_PAYLOAD - 2, nal.length - at);
            byte[] part = new byte[length + 2];
            part[0] = (byte) (nal[0] & 0x60 | 28);
            part[1] = (byte) type;
            if (at == 1) {
                part[1] |= (byte) 0x80;
            }
            if (at + length == nal.length) {
                part[1] |= 0x40;
            }
            System.arraycopy(nal, at, part, 2, length);
            payloads.add(part);
            at += length;
        }
    }
}
