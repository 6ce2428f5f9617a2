package vn.matluoi.simulators.rtsp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The mark every simulated frame carries, so that a viewer at the far end of any relay can count what was lost and how
 * long it took: a supplemental enhancement NAL unit (ITU-T H.264 §7.3.2.3, Annex D.1.7 {@code user_data_unregistered})
 * of 52 bytes with the sending time and the frame number as hexadecimal text, which never needs emulation prevention.
 *
 * @param sentNanos {@link System#nanoTime()} of the sender; comparable between programs of one machine only
 * @param frame number of the frame, rising by one every frame period of the camera whether it was sent or not
 */
public record Mark(long sentNanos, long frame) {

    /** Bytes of the whole NAL unit. */
    public static final int LENGTH = 52;

    private static final byte[] UUID = "matluoi-sim-mark".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int TIME_AT = 3 + 16;
    private static final int FRAME_AT = TIME_AT + 16;

    /** A NAL unit with time and number zero, to be filled by {@link #write}. */
    static byte[] blank() {
        byte[] nal = new byte[LENGTH];
        nal[0] = 6;
        nal[1] = 5;
        nal[2] = 48;
        System.arraycopy(UUID, 0, nal, 3, UUID.length);
        for (int i = TIME_AT; i < LENGTH - 1; i++) {
            nal[i] = '0';
        }
        nal[LENGTH - 1] = (byte) 0x80;
        return nal;
    }

    /** Fills the blank NAL unit that starts at {@code at}. */
    static void write(ByteBuffer buffer, int at, long sentNanos, long frame) {
        writeHex(buffer, at + TIME_AT, sentNanos);
        writeHex(buffer, at + FRAME_AT, frame);
    }

    /**
     * Reads the NAL unit of {@code length} bytes at {@code at}.
     *
     * @return the mark, or null if this NAL unit is none; called once a packet, so no Optional is made
     */
    static Mark read(ByteBuffer buffer, int at, int length) {
        if (length < LENGTH - 1 || (buffer.get(at) & 0x1f) != 6) {
            return null;
        }
        for (int i = 0; i < UUID.length; i++) {
            if (buffer.get(at + 3 + i) != UUID[i]) {
                return null;
            }
        }
        return new Mark(readHex(buffer, at + TIME_AT), readHex(buffer, at + FRAME_AT));
    }

    private static void writeHex(ByteBuffer buffer, int at, long value) {
        for (int i = 0; i < 16; i++) {
            buffer.put(at + i, HEX[(int) (value >>> (60 - 4 * i)) & 15]);
        }
    }

    private static long readHex(ByteBuffer buffer, int at) {
        long value = 0;
        for (int i = 0; i < 16; i++) {
            value = value << 4 | Character.digit(buffer.get(at + i), 16);
        }
        return value;
    }
}
