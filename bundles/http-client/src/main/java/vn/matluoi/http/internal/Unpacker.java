package vn.matluoi.http.internal;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import vn.matluoi.api.driver.DeviceException.Garbled;

/**
 * Unpacks a body that came packed though nobody asked for it. Bombs are stopped while unpacking, at the size limit or
 * at {@value #RATIO} times the packed size.
 */
final class Unpacker {

    /** Largest growth believed. */
    static final int RATIO = 100;

    private Unpacker() {}

    /**
     * @param encoding value of Content-Encoding; empty for none
     * @throws Garbled if the encoding is unknown, the data is broken, or it is too large
     */
    static byte[] unpack(byte[] packed, String encoding, int limit, String where) throws Garbled {
        return switch (encoding.trim().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> packed;
            case "gzip", "x-gzip" -> inflate(packed, gzipHeader(packed), true, limit, where);
            case "deflate" -> inflate(packed, 0, !zlib(packed), limit, where);
            default -> throw Failures.unreadable("Content-Encoding " + encoding, null);
        };
    }

    /** Some write raw deflate, some the zlib form of RFC 1950. */
    private static boolean zlib(byte[] packed) {
        return packed.length >= 2
                && (packed[0] & 0x0f) == 8
                && (((packed[0] & 0xff) << 8) | (packed[1] & 0xff)) % 31 == 0;
    }

    private static byte[] inflate(byte[] packed, int from, boolean raw, int limit, String where) throws Garbled {
        var inflater = new Inflater(raw);
        try {
            inflater.setInput(packed, from, packed.length - from);
            var out = new ByteArrayOutputStream(Math.min(limit, packed.length * 4 + 64));
            var piece = new byte[8192];
            long allowed = Math.min(limit, Math.max(8192L, (long) packed.length * RATIO));
            while (!inflater.finished()) {
                int got = inflater.inflate(piece);
                if (out.size() + got > allowed) {
                    throw Failures.tooLarge(where, allowed);
                }
                out.write(piece, 0, got);
                if (got == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw Failures.unreadable("packed data cut off", null);
                }
            }
            var bytes = out.toByteArray();
            if (from > 0) {
                checkGzip(packed, packed.length - inflater.getRemaining(), bytes);
            }
            return bytes;
        } catch (DataFormatException e) {
            throw Failures.unreadable("packed data broken", e);
        } finally {
            inflater.end();
        }
    }

    /** RFC 1952 section 2.3. */
    private static int gzipHeader(byte[] b) throws Garbled {
        if (b.length < 18 || (b[0] & 0xff) != 0x1f || (b[1] & 0xff) != 0x8b || b[2] != 8) {
            throw Failures.unreadable("not gzip though it says so", null);
        }
        int flags = b[3];
        int at = 10;
        if ((flags & 4) != 0) {
            at += 2 + (b[at] & 0xff) + ((b[at + 1] & 0xff) << 8);
        }
        for (int flag = 8; flag <= 16; flag <<= 1) { // name, then comment, each ended by a zero
            if ((flags & flag) != 0) {
                while (at < b.length && b[at] != 0) {
                    at++;
                }
                at++;
            }
        }
        if ((flags & 2) != 0) {
            at += 2;
        }
        if (at >= b.length) {
            throw Failures.unreadable("gzip header cut off", null);
        }
        return at;
    }

    private static void checkGzip(byte[] packed, int trailer, byte[] bytes) throws Garbled {
        var crc = new CRC32();
        crc.update(bytes);
        long said = 0;
        for (int i = 0; i < 4 && trailer + i < packed.length; i++) {
            said |= (packed[trailer + i] & 0xffL) << (8 * i);
        }
        if (said != crc.getValue()) {
            throw Failures.unreadable("gzip check sum wrong", null);
        }
    }
}
