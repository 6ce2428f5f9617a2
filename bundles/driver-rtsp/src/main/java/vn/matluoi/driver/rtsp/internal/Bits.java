package vn.matluoi.driver.rtsp.internal;

import java.util.Arrays;

/** Reads a parameter set bit by bit (ITU-T H.264 sections 7.2 and 9.1; H.265 the same). */
final class Bits {

    private final byte[] bytes;
    private int at;

    /** @param nal a NAL unit from its first byte; emulation prevention bytes are dropped */
    Bits(byte[] nal) {
        var out = new byte[nal.length];
        int length = 0;
        int zeros = 0;
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

    /** @throws IllegalArgumentException if there is none left, as of everything below */
    boolean flag() {
        if (at >= bytes.length * 8) {
            throw new IllegalArgumentException("a parameter set ends early");
        }
        int bit = bytes[at >> 3] >> (7 - (at & 7)) & 1;
        at++;
        return bit == 1;
    }

    /** @param count 0 to 32 */
    long number(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | (flag() ? 1 : 0);
        }
        return value;
    }

    void skip(int count) {
        for (int i = 0; i < count; i++) {
            flag();
        }
    }

    /** ue(v). */
    long unsigned() {
        int zeros = 0;
        while (!flag()) {
            zeros++;
            if (zeros > 31) {
                throw new IllegalArgumentException("a number in a parameter set is too long");
            }
        }
        return (1L << zeros) - 1 + number(zeros);
    }

    /** se(v). */
    long signed() {
        long code = unsigned();
        return (code & 1) == 1 ? (code + 1) / 2 : -(code / 2);
    }
}
