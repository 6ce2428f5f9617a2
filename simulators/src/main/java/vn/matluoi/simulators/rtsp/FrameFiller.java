package vn.matluoi.simulators.rtsp;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** Turns a frame's template into the bytes for one viewer, in one buffer used over and over. For one thread. */
final class FrameFiller {

    private static final long REPORT_EVERY = TimeUnit.SECONDS.toNanos(5);
    private static final int REPORT_BYTES = 32;
    private static final int HEADERS = 16;
    private static final int EXTENSION_BYTES = 16;
    /** Seconds from 1900, where NTP counts from, to 1970. */
    private static final long NTP_EPOCH = 2_208_988_800L;

    private final ByteBuffer out;

    FrameFiller(Clip clip) {
        int packets = 0;
        for (int i = 0; i < clip.frames(); i++) {
            packets = Math.max(packets, clip.unit(i).packets().length);
        }
        out = ByteBuffer.allocateDirect(clip.largestUnit() + REPORT_BYTES + packets * EXTENSION_BYTES);
    }

    /** @return the frame, with an RTCP sender report before it when one is due; good until the next call */
    ByteBuffer fill(Viewer viewer, AccessUnit unit, long nowNanos) {
        out.clear();
        if (nowNanos - viewer.reportNanos > REPORT_EVERY) {
            viewer.reportNanos = nowNanos;
            senderReport(viewer);
        }
        if (viewer.replayEndMillis != 0) {
            return recorded(viewer, unit, nowNanos);
        }
        int start = out.position();
        out.put(unit.template());
        for (int packet : unit.packets()) {
            int at = start + packet;
            out.put(at + 1, (byte) viewer.interleaved);
            out.putShort(at + 6, (short) viewer.sequence++);
            out.putInt(at + 8, viewer.timestamp);
            out.putInt(at + 12, viewer.ssrc);
        }
        Mark.write(out, start + unit.markAt(), nowNanos, viewer.frame);
        viewer.packets += unit.packets().length;
        viewer.octets += unit.template().length - (long) HEADERS * unit.packets().length;
        return out.flip();
    }

    /** Each packet with the header extension that says when the frame was recorded (ONVIF Streaming §6.3). */
    private ByteBuffer recorded(Viewer viewer, AccessUnit unit, long nowNanos) {
        long millis = viewer.replayEndMillis - viewer.left * 1000 / Clip.FRAME_RATE;
        int flags = unit.key() ? 0x80 : 0; // C: decoding can start here
        flags |= viewer.left == 1 ? 0x40 : 0; // E: a gap follows
        byte[] template = unit.template();
        int[] packets = unit.packets();
        for (int i = 0; i < packets.length; i++) {
            int end = i + 1 < packets.length ? packets[i + 1] : template.length;
            int at = out.position();
            out.put(template, packets[i], HEADERS);
            out.put(at + 1, (byte) viewer.interleaved);
            out.putShort(at + 2, (short) (end - packets[i] - 4 + EXTENSION_BYTES));
            out.put(at + 4, (byte) (out.get(at + 4) | 0x10));
            out.putShort(at + 6, (short) viewer.sequence++);
            out.putInt(at + 8, viewer.timestamp).putInt(at + 12, viewer.ssrc);
            out.putShort((short) 0xabac).putShort((short) 3);
            out.putInt((int) (millis / 1000 + NTP_EPOCH)).putInt((int) (long) ((millis % 1000) * 4_294_967.296));
            out.put((byte) flags).put((byte) 0).putShort((short) 0);
            int payload = out.position();
            out.put(template, packets[i] + HEADERS, end - packets[i] - HEADERS);
            if (unit.markAt() >= packets[i] && unit.markAt() < end) {
                Mark.write(out, payload + unit.markAt() - packets[i] - HEADERS, nowNanos, viewer.frame);
            }
        }
        viewer.packets += packets.length;
        viewer.octets += template.length - (long) HEADERS * packets.length;
        return out.flip();
    }

    /** RFC 3550 §6.4.1. */
    private void senderReport(Viewer viewer) {
        long millis = System.currentTimeMillis();
        out.put((byte) '$').put((byte) (viewer.interleaved + 1)).putShort((short) (REPORT_BYTES - 4));
        out.put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(viewer.ssrc);
        out.putInt((int) (millis / 1000 + NTP_EPOCH));
        out.putInt((int) (long) ((millis % 1000) * 4_294_967.296));
        out.putInt(viewer.timestamp).putInt((int) viewer.packets).putInt((int) viewer.octets);
    }
}
