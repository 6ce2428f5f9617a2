package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/** Finds out in which encoding a text file is, by its bytes. */
final class Encodings {

    /** Vietnamese Windows before Unicode: tones are marks of their own. */
    static final Charset WINDOWS_1258 = Charset.forName("windows-1258");

    private static final int HEAD = 1 << 16;
    /** A UTF-8 character has at most four bytes: only the last may be cut. */
    private static final int LAST = 4;

    private Encodings() {}

    /**
     * What was found.
     *
     * @param charset to decode with
     * @param mark bytes of the byte order mark to skip
     * @param certain whether the bytes leave no doubt
     */
    record Encoding(Charset charset, int mark, boolean certain) {}

    /** @throws SheetFault if it is no text, or text in UTF-8 that ends within a character */
    static Encoding of(Spool spool) throws SheetFault {
        var head = spool.head(HEAD);
        if (starts(head, 0xEF, 0xBB, 0xBF)) {
            return new Encoding(StandardCharsets.UTF_8, 3, true);
        }
        if (starts(head, 0xFF, 0xFE)) {
            return new Encoding(StandardCharsets.UTF_16LE, 2, true);
        }
        if (starts(head, 0xFE, 0xFF)) {
            return new Encoding(StandardCharsets.UTF_16BE, 2, true);
        }
        var even = zeros(head, 0);
        var odd = zeros(head, 1);
        if (even + odd > 0) {
            if (odd > head.length / 8 && even == 0) {
                return new Encoding(StandardCharsets.UTF_16LE, 0, true);
            }
            if (even > head.length / 8 && odd == 0) {
                return new Encoding(StandardCharsets.UTF_16BE, 0, true);
            }
            throw Faults.notASheet("");
        }
        if (controls(head) > head.length / 50) {
            throw Faults.notASheet("");
        }
        return isUtf8(spool) ? new Encoding(StandardCharsets.UTF_8, 0, true) : new Encoding(WINDOWS_1258, 0, false);
    }

    /** @throws SheetFault if only the last character is cut */
    private static boolean isUtf8(Spool spool) throws SheetFault {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try (var in = Files.newInputStream(spool.file());
                var reader = new InputStreamReader(in, decoder)) {
            var buffer = new char[1 << 14];
            var left = reader.read(buffer);
            while (left >= 0) {
                left = reader.read(buffer);
            }
            return true;
        } catch (CharacterCodingException e) {
            if (cutAtTheEnd(spool)) {
                throw Faults.truncated();
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether the file is UTF-8 up to an unfinished last character of several bytes */
    private static boolean cutAtTheEnd(Spool spool) {
        try (var in = Files.newInputStream(spool.file())) {
            var all = in.readAllBytes();
            for (var cut = 1; cut < LAST && cut < all.length; cut++) {
                if ((all[all.length - cut] & 0xC0) == 0xC0) {
                    return StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .decode(java.nio.ByteBuffer.wrap(all, 0, all.length - cut))
                            != null;
                }
            }
            return false;
        } catch (CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean starts(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (var i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static int zeros(byte[] head, int parity) {
        var count = 0;
        for (var i = parity; i < head.length; i += 2) {
            count += head[i] == 0 ? 1 : 0;
        }
        return count;
    }

    private static int controls(byte[] head) {
        var count = 0;
        for (var b : head) {
            count += b >= 0 && b < ' ' && b != '\t' && b != '\n' && b != '\r' ? 1 : 0;
        }
        return count;
    }
}
