package vn.matluoi.simulators.rtsp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A clip as recorders of the family hand recordings out: 64 bytes that begin with {@code IMKH}, then an MPEG program
 * stream (ISO 13818-1) with one H.264 stream. The clip begins anew with each recording and is repeated as often as needed.
 */
public final class ProgramStream {

    private static final int HEADER = 64;
    private static final int MOST_OF_A_PACKET = 60_000;
    private static final int TICKS = 90_000 / Clip.FRAME_RATE;
    /** Says that stream E0 is H.264 (type 1B). */
    private static final byte[] MAP = {
        0,
        0,
        1,
        (byte) 0xbc,
        0,
        14,
        (byte) 0xe1,
        (byte) 0xff,
        0,
        0,
        0,
        4,
        0x1b,
        (byte) 0xe0,
        0,
        0,
        0x74,
        0x4c,
        0x1d,
        0x22
    };

    private final byte[][] units;
    private final long[] sizes; // of the first n units

    public ProgramStream(Clip clip) {
        units = new byte[clip.frames()][];
        sizes = new long[units.length + 1];
        for (int i = 0; i < units.length; i++) {
            units[i] = bytes(clip.unit(i));
            int packets = (units[i].length + MOST_OF_A_PACKET - 1) / MOST_OF_A_PACKET;
            sizes[i + 1] = sizes[i] + 14 + units[i].length + 14 + 9L * (packets - 1);
        }
    }

    /** The bytes that a recording of so many frames has. */
    public long size(long frames) {
        return HEADER + MAP.length + frames / units.length * sizes[units.length] + sizes[(int) (frames % units.length)];
    }

    /** Writes a recording of so many frames. */
    public void write(long frames, OutputStream out) throws IOException {
        byte[] header = new byte[HEADER];
        System.arraycopy("IMKH".getBytes(StandardCharsets.US_ASCII), 0, header, 0, 4);
        out.write(header);
        for (long frame = 0; frame < frames; frame++) {
            ByteArrayOutputStream pack = new ByteArrayOutputStream();
            pack(frame * TICKS, pack);
            if (frame == 0) {
                pack.writeBytes(MAP);
            }
            packets(frame * TICKS, units[(int) (frame % units.length)], pack);
            pack.writeTo(out);
        }
    }

    private static void pack(long time, ByteArrayOutputStream out) {
        long base = time & 0x1_ffff_ffffL;
        out.writeBytes(new byte[] {0, 0, 1, (byte) 0xba});
        out.write((int) (0x44 | base >> 27 & 0x38 | base >> 28 & 3));
        out.write((int) (base >> 20));
        out.write((int) (base >> 12 & 0xf8 | 4 | base >> 13 & 3));
        out.write((int) (base >> 5));
        out.write((int) (base << 3 & 0xf8 | 4));
        out.writeBytes(new byte[] {1, 1, (byte) 0x89, (byte) 0xc3, (byte) 0xf8});
    }

    private static void packets(long time, byte[] unit, ByteArrayOutputStream out) {
        for (int at = 0; at < unit.length; at += MOST_OF_A_PACKET) {
            int length = Math.min(MOST_OF_A_PACKET, unit.length - at);
            int head = at == 0 ? 8 : 3;
            out.writeBytes(new byte[] {0, 0, 1, (byte) 0xe0});
            out.write(length + head >> 8);
            out.write(length + head);
            out.write(0x80);
            out.write(at == 0 ? 0x80 : 0);
            out.write(head - 3);
            if (at == 0) {
                out.write((int) (0x21 | time >> 29 & 0x0e));
                out.write((int) (time >> 22));
                out.write((int) (time >> 14 | 1));
                out.write((int) (time >> 7));
                out.write((int) (time << 1 | 1));
            }
            out.write(unit, at, length);
        }
    }

    /** The byte stream of a frame (H.264 annex B), put together again from its packets, without the mark. */
    private static byte[] bytes(AccessUnit unit) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] from = unit.template();
        for (int packet : unit.packets()) {
            int start = packet + 16;
            int end = packet + 4 + ((from[packet + 2] & 0xff) << 8 | from[packet + 3] & 0xff);
            if (start == unit.markAt()) {
                continue;
            }
            boolean fragment = (from[start] & 0x1f) == 28;
            if (!fragment || (from[start + 1] & 0x80) != 0) {
                out.writeBytes(new byte[] {0, 0, 0, 1});
            }
            if (fragment && (from[start + 1] & 0x80) != 0) {
                out.write(from[start] & 0xe0 | from[start + 1] & 0x1f);
            }
            int body = fragment ? start + 2 : start;
            out.write(from, body, end - body);
        }
        return out.toByteArray();
    }
}
