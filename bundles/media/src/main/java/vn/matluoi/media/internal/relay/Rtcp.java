package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;

/**
 * Makes a device's RTCP fit to be shown: its sender reports stay, for they tie the tracks together; everything else
 * (names, reasons, private packets) is overwritten where it stands, since a canonical name often is {@code user@address}
 * (RFC 3550 §6.5.1), and a goodbye would end the viewer's stream although the hub opens the camera's again.
 */
final class Rtcp {

    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int DESCRIPTION = 202;
    private static final int APPLICATION = 204;
    private static final int NAME = 0x68756220;

    private Rtcp() {}

    /** @param at where the compound begins, {@code length} bytes; same length afterwards */
    static void scrub(ByteBuf in, int at, int length, RtpTrack track, long nanos) {
        var p = at;
        var end = at + length;
        while (end - p >= 4) {
            var size = (in.getUnsignedShort(p + 2) + 1) * 4;
            if ((in.getByte(p) & 0xc0) != 0x80 || size > end - p) {
                break;
            }
            scrubOne(in, p, size, track, nanos);
            p += size;
        }
        in.setZero(p, end - p);
    }

    private static void scrubOne(ByteBuf in, int at, int size, RtpTrack track, long nanos) {
        var type = in.getUnsignedByte(at + 1);
        in.setByte(at, 0x80);
        if (type == SENDER_REPORT && size >= 28) {
            track.reported(in, at, nanos);
            in.setZero(at + 28, size - 28);
        } else if (size >= 12) {
            in.setByte(at + 1, APPLICATION);
            in.setInt(at + 4, track.source());
            in.setInt(at + 8, NAME);
            in.setZero(at + 12, size - 12);
        } else if (size == 8) {
            in.setByte(at + 1, RECEIVER_REPORT);
            in.setInt(at + 4, track.source());
        } else {
            in.setByte(at + 1, DESCRIPTION);
        }
    }
}
