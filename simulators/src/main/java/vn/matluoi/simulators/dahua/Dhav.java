package vn.matluoi.simulators.dahua;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * Recorded footage in the family's own form, DHAV: each frame has a head of 24 bytes, its H.264 and a tail that names its
 * length again; after the heads of key frames stand size, coding and rate, as FFmpeg reads them. All footage here is the first four seconds of the built-in clip, so that hours of it stay small.
 */
final class Dhav {

    private static final int HEAD = 24;
    private static final int TAIL = 8;
    /** Tag 80: width and height in units of eight; tag 81: H.264 and frames per second. */
    private static final byte[] PICTURE = {(byte) 0x80, 0, 640 / 8, 360 / 8, (byte) 0x81, 0, 4, Clip.FRAME_RATE};

    private static final byte[] NONE = {};
    private static final int FRAMES = 4 * Clip.FRAME_RATE;

    private final List<byte[]> frames;

    Dhav() {
        try (InputStream in = Clip.class.getResourceAsStream("clip.h264")) {
            frames = split(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Cuts at access unit delimiters (ITU-T H.264 §7.3.2.4). */
    private static List<byte[]> split(byte[] clip) {
        List<byte[]> frames = new ArrayList<>();
        int begin = 0;
        for (int i = 4; i + 4 < clip.length && frames.size() < FRAMES; i++) {
            boolean delimiter =
                    clip[i] == 0 && clip[i + 1] == 0 && clip[i + 2] == 0 && clip[i + 3] == 1 && (clip[i + 4] & 31) == 9;
            if (delimiter) {
                frames.add(Arrays.copyOfRange(clip, begin, i));
                begin = i;
            }
        }
        return frames;
    }

    /** Length of every file. */
    int length() {
        int sum = 0;
        for (int i = 0; i < frames.size(); i++) {
            sum += length(i);
        }
        return sum;
    }

    private int length(int frame) {
        return HEAD + picture(frame).length + frames.get(frame).length + TAIL;
    }

    private static byte[] picture(int frame) {
        return isKey(frame) ? PICTURE : NONE;
    }

    private static boolean isKey(int frame) {
        return frame % Clip.FRAME_RATE == 0;
    }

    byte[] file(int channel, LocalDateTime from) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(length());
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            LocalDateTime at = from.plusSeconds(i / Clip.FRAME_RATE);
            int whole = length(i);
            ByteBuffer bytes = ByteBuffer.allocate(whole).order(ByteOrder.LITTLE_ENDIAN);
            bytes.put("DHAV".getBytes(StandardCharsets.US_ASCII))
                    .put((byte) (isKey(i) ? 0xfd : 0xfc))
                    .put((byte) 0)
                    .put((byte) (channel - 1))
                    .put((byte) 0)
                    .putInt(i)
                    .putInt(whole)
                    .putInt(date(at))
                    .putShort((short) (i * (1000 / Clip.FRAME_RATE)))
                    .put((byte) picture(i).length);
            int sum = 0;
            for (int k = 0; k < HEAD - 1; k++) {
                sum += bytes.get(k);
            }
            bytes.put((byte) sum)
                    .put(picture(i))
                    .put(frame)
                    .put("dhav".getBytes(StandardCharsets.US_ASCII))
                    .putInt(whole);
            file.writeBytes(bytes.array());
        }
        return file.toByteArray();
    }

    private static int date(LocalDateTime at) {
        return at.getYear() - 2000 << 26
                | at.getMonthValue() << 22
                | at.getDayOfMonth() << 17
                | at.getHour() << 12
                | at.getMinute() << 6
                | at.getSecond();
    }
}
