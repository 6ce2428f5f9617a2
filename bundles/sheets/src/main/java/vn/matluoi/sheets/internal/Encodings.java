package vn.matluoi.sheets.internal;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.text.Normalizer;
import java.util.Optional;

/** Finds out in which encoding a text file is, by its bytes. */
final class Encodings {

    /** Vietnamese Windows before Unicode: tones are marks of their own. */
    static final Charset WINDOWS_1258 = Charset.forName("windows-1258");

    /** What old letters are written in: to the computer they are Western European. */
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    static final Encoding IN_OLD_LETTERS = new Encoding(WINDOWS_1252, 0, true);

    private static final int HEAD = 1 << 16;

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

    /**
     * @return the old letters that a file which is not Unicode is in
     * @throws SheetFault if it may be in them, or is in part
     */
    static Optional<OldLetters> oldLetters(Spool spool) throws SheetFault {
        var evidence = new Evidence(word ->
                Normalizer.normalize(new String(word.getBytes(WINDOWS_1252), WINDOWS_1258), Normalizer.Form.NFC));
        try (var reader = new InputStreamReader(Files.newInputStream(spool.file()), WINDOWS_1252)) {
            var text = new StringBuilder();
            var piece = new char[HEAD];
            for (var n = reader.read(piece); n >= 0; n = reader.read(piece)) {
                text.append(piece, 0, n);
                var blank = Math.max(text.lastIndexOf(" "), text.lastIndexOf("\n"));
                var end = blank < 0 ? text.length() : blank;
                evidence.look(text.substring(0, end));
                text.delete(0, end);
            }
            evidence.look(text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var doubtful = evidence.mixed()
                .or(() -> evidence.likely().filter(letters -> evidence.decisive(letters) >= Evidence.SUSPICIOUS));
        if (evidence.certain().isEmpty() && doubtful.isPresent()) {
            throw Faults.doubtfulLetters(doubtful.get());
        }
        return evidence.certain();
    }

    /** @throws SheetFault if only the last character is cut */
    private static boolean isUtf8(Spool spool) throws SheetFault {
        var decoder = StandardCharsets.UTF_8.newDecoder();
        try (var channel = Files.newByteChannel(spool.file())) {
            var bytes = ByteBuffer.allocate(1 << 16);
            var letters = CharBuffer.allocate(1 << 16); // never fewer bytes than characters
            while (channel.read(bytes) >= 0) {
                bytes.flip();
                if (decoder.decode(bytes, letters, false).isError()) {
                    return false;
                }
                bytes.compact();
                letters.clear();
            }
            if (bytes.position() > 0) { // it waits for the rest of its last character
                throw Faults.truncated();
            }
            return true;
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
