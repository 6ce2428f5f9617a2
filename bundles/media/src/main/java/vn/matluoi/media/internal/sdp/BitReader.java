package vn.matluoi.media.internal.sdp;

import java.util.Arrays;
import vn.matluoi.media.internal.rtsp.MalformedRtsp;

/** Reads a parameter set bit by bit (ITU-T H.264 §7.2, §9.1; H.265 the same). */
final class BitReader {

    private final byte[] bytes;
    private int at;

    /** @param nal a NAL unit from its first byte; emulation prevention bytes are dropped */
    BitReader(byte[] nal) {
        var out = new byte[nal.length];
        var length = 0;
        var zeros = 0;
        for (var b : nal) {
            if (zeros >= 2 && b == 3) {
                zeros = 0;
                continue;
            }
            zeros = b == 0 ? zeros + 1 : 0;
            out[length++] = b;
        }
        this.bytes = Arrays.copyOf(out, length);
    }

    int bit() throws MalformedRtsp {
        if (at >= bytes.length * 8) {
            throw new MalformedRtsp("a parameter set ends early");
        }
        var bit = bytes[at >> 3] >> (7 - (at & 7)) & 1;
        at++;
        return bit;
    }

    boolean flag() throws MalformedRtsp {
        return bit() == 1;
    }

    /** @param count 0 to 32 */
    long bits(int count) throws MalformedRtsp {
        var value = 0L;
        for (var i = 0; i < count; i++) {
            value = value << 1 | bit();
        }
        return value;
    }

    void skip(int count) throws MalformedRtsp {
        for (var i = 0; i < count; i++) {
            bit();
        }
    }

    /** ue(v). */
    long unsigned() throws MalformedRtsp {
        var zeros = 0;
        while (!flag()) {
            zeros++;
            if (zeros > 31) {
                throw new MalformedRtsp("a number in a parameter set is too long");
            }
        }
        return (1L << zeros) - 1 + bits(zeros);
    }

    /** se(v). */
    long signed() throws MalformedRtsp {
        var code = unsigned();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }
}
