package vn.matluoi.source.rest.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.route.Unusable;

/**
 * In which character set an answer is. JSON begins with an ASCII character: by it UTF-16 is known. What is valid UTF-8 is UTF-8, whatever
 * is declared: text in another set is not valid by chance, and a wrong declaration is common. All else is in what the content type declares.
 */
final class Letters {

    private static final Pattern DECLARED = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s\";,]+)");
    private static final int LONGEST_NAME = 40;
    private static final int PIECE = 1 << 13;

    private Letters() {}

    /**
     * @return the answer's text in UTF-8; what does not begin as JSON does may be returned as it is
     * @throws Unusable if its bytes are not in the set that is declared, and not in UTF-8 either
     */
    static byte[] utf8(DeviceReply reply) throws Unusable {
        var bytes = reply.bytes();
        var utf16 = utf16(bytes);
        if (utf16.isEmpty() && wrongAt(bytes, StandardCharsets.UTF_8) < 0) {
            return bytes;
        }
        var declared = declared(reply);
        var charset = utf16.or(() -> declared.flatMap(Letters::known));
        if (charset.isPresent() && wrongAt(bytes, charset.get()) < 0) {
            var text = Normalizer.normalize(new String(bytes, charset.get()), Normalizer.Form.NFC);
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (utf16.isEmpty() && !beginsAsJson(bytes)) {
            return bytes;
        }
        var at = 1 + wrongAt(bytes, charset.orElse(StandardCharsets.UTF_8));
        throw wrong(charset.map(Charset::name).or(() -> declared), at);
    }

    private static Unusable wrong(Optional<String> charset, int at) {
        if (charset.isEmpty()) {
            return Unusable.because(
                    "rest.charset",
                    "câu trả lời không phải UTF-8 (từ byte %d) và Content-Type không khai bảng mã (charset); hệ thống ấy cần gửi UTF-8 hoặc khai đúng bảng mã"
                            .formatted(at),
                    "the answer is not UTF-8 (from byte %d on), and its Content-Type declares no charset; that system has to send UTF-8 or declare its charset"
                            .formatted(at));
        }
        var name = DeviceWords.clean(charset.get(), LONGEST_NAME);
        return Unusable.because(
                "rest.charset",
                "câu trả lời không đọc được theo bảng mã %s (từ byte %d), cũng không phải UTF-8; hệ thống ấy cần gửi UTF-8 hoặc khai đúng charset trong Content-Type"
                        .formatted(name, at),
                "the answer cannot be read as %s (from byte %d on), and is not UTF-8; that system has to send UTF-8 or declare the right charset in its Content-Type"
                        .formatted(name, at));
    }

    private static Optional<Charset> utf16(byte[] bytes) {
        if (bytes.length < 2) {
            return Optional.empty();
        }
        var first = bytes[0] & 0xFF;
        var second = bytes[1] & 0xFF;
        if (first == 0xFE && second == 0xFF || first == 0 && second != 0) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return first == 0xFF && second == 0xFE || first != 0 && second == 0
                ? Optional.of(StandardCharsets.UTF_16LE)
                : Optional.empty();
    }

    private static Optional<String> declared(DeviceReply reply) {
        return reply.header("content-type")
                .map(DECLARED::matcher)
                .filter(found -> found.find())
                .map(found -> found.group(1));
    }

    private static Optional<Charset> known(String name) {
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /** @return the first byte that is no part of a character in that set, from 0; -1 if all are */
    private static int wrongAt(byte[] bytes, Charset charset) {
        var decoder = charset.newDecoder(); // reports what is wrong
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(PIECE);
        for (var result = decoder.decode(in, out, true); ; result = decoder.decode(in, out, true)) {
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }

    private static boolean beginsAsJson(byte[] bytes) {
        for (var one : bytes) {
            if (one != ' ' && one != '\t' && one != '\r' && one != '\n') {
                return one == '[' || one == '{';
            }
        }
        return false;
    }
}
