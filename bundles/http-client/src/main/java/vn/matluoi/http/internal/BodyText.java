package vn.matluoi.http.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Optional;

/** Bytes as text, the way devices mean it: their declared character set is wrong more often than UTF-8 is. */
final class BodyText {

    private BodyText() {}

    /** @return the text if the bytes are valid in that character set */
    static Optional<String> strictly(byte[] bytes, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** @return UTF-8 if it is valid UTF-8, else as the content type says, else ISO-8859-1 */
    static String read(byte[] bytes, String contentType) {
        return strictly(bytes, StandardCharsets.UTF_8)
                .or(() -> charset(contentType).flatMap(c -> strictly(bytes, c)))
                .orElseGet(() -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Optional<Charset> charset(String contentType) {
        int at = contentType.toLowerCase(Locale.ROOT).indexOf("charset=");
        if (at < 0) {
            return Optional.empty();
        }
        var name = contentType.substring(at + 8).split("[;,\\s]", 2)[0].replace("\"", "");
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }
}
