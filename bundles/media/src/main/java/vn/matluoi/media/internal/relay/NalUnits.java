package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;

/**
 * Tells what an RTP payload begins with, without taking it apart: RFC 6184 (H.264) and RFC 7798 (H.265), single
 * units, aggregates and fragments.
 */
final class NalUnits {

    /** The middle of a unit, or nothing known. */
    static final int CONTINUED = 0;

    /** Stands before a picture: delimiter, parameter set, supplemental information. */
    static final int PREFIX = 1;

    /** Begins a part of a picture that needs others. */
    static final int PICTURE = 2;

    /** Begins a part of a picture from which decoding can start. */
    static final int KEY = 3;

    private NalUnits() {}

    /** @return what an H.264 payload of {@code length} bytes at {@code at} begins */
    static int h264(ByteBuf in, int at, int length) {
        if (length < 2) {
            return CONTINUED;
        }
        var type = in.getByte(at) & 31;
        if (type == 28 || type == 29) {
            var head = in.getByte(at + 1);
            return (head & 0x80) == 0 ? CONTINUED : h264(head & 31);
        }
        if (type != 24) {
            return h264(type);
        }
        var most = CONTINUED;
        for (var p = at + 1; at + length - p > 2; p += 2 + in.getUnsignedShort(p)) {
            most = Math.max(most, h264(in.getByte(p + 2) & 31));
        }
        return most;
    }

    private static int h264(int type) {
        if (type == 5) {
            return KEY;
        }
        if (type >= 1 && type <= 4) {
            return PICTURE;
        }
        return type >= 6 && type <= 15 ? PREFIX : CONTINUED;
    }

    /** @return what an H.265 payload of {@code length} bytes at {@code at} begins */
    static int h265(ByteBuf in, int at, int length) {
        if (length < 3) {
            return CONTINUED;
        }
        var type = in.getByte(at) >> 1 & 63;
        if (type == 49) {
            var head = in.getByte(at + 2);
            return (head & 0x80) == 0 ? CONTINUED : h265(head & 63);
        }
        if (type != 48) {
            return h265(type);
        }
        var most = CONTINUED;
        for (var p = at + 2; at + length - p > 3; p += 2 + in.getUnsignedShort(p)) {
            most = Math.max(most, h265(in.getByte(p + 2) >> 1 & 63));
        }
        return most;
    }

    private static int h265(int type) {
        if (type >= 16 && type <= 23) {
            return KEY;
        }
        if (type < 16) {
            return PICTURE;
        }
        return type >= 32 && type <= 40 ? PREFIX : CONTINUED;
    }
}
