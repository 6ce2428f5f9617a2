package vn.matluoi.driver.rtsp.internal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import vn.matluoi.api.driver.DeviceException.Garbled;

/** Reads answers from a side that is not trusted: no line, head or body grows past its bound. */
final class AnswerReader {

    static final int LONGEST_LINE = 4_096;
    static final int MOST_HEADERS = 64;
    static final int LONGEST_BODY = 64 * 1_024;

    private static final int MOST_BLANKS = 8;

    private final Wire wire;
    private final byte[] buffer = new byte[4_096];
    private int at;
    private int end;

    AnswerReader(Wire wire) {
        this.wire = wire;
    }

    /**
     * @throws Garbled if it is no RTSP answer, or larger than allowed
     * @throws EOFException if the device closes before it is whole
     */
    RtspAnswer read() throws Garbled, IOException {
        var start = line();
        for (int blanks = 0; start.isEmpty() && blanks < MOST_BLANKS; blanks++) {
            start = line();
        }
        if (!start.matches("RTSP/1\\.\\d [1-5]\\d\\d( .*)?")) {
            throw Words.notRtsp();
        }
        var headers = headers();
        var body = new byte[bodyLength(headers)];
        for (int i = 0; i < body.length; i++) {
            body[i] = next();
        }
        return new RtspAnswer(
                Integer.parseInt(start.substring(9, 12)), start.substring(12).strip(), headers, body);
    }

    private List<RtspAnswer.Header> headers() throws Garbled, IOException {
        var headers = new ArrayList<RtspAnswer.Header>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            if (headers.size() == MOST_HEADERS) {
                throw Words.tooLarge();
            }
            var colon = line.indexOf(':');
            if (line.startsWith(" ") && !headers.isEmpty()) { // continued (RFC 2326 section 4)
                var last = headers.remove(headers.size() - 1);
                headers.add(new RtspAnswer.Header(last.name(), last.value() + " " + line.strip()));
            } else if (colon > 0) { // a line without a name says nothing
                headers.add(new RtspAnswer.Header(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip()));
            }
        }
        return headers;
    }

    private static int bodyLength(List<RtspAnswer.Header> headers) throws Garbled {
        var lengths = headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Content-Length"))
                .map(RtspAnswer.Header::value)
                .distinct()
                .toList();
        if (lengths.isEmpty()) {
            return 0;
        }
        if (lengths.size() > 1 || !lengths.get(0).matches("\\d{1,9}")) {
            throw Words.notRtsp();
        }
        var length = Integer.parseInt(lengths.get(0));
        if (length > LONGEST_BODY) {
            throw Words.tooLarge();
        }
        return length;
    }

    private String line() throws Garbled, IOException {
        var line = new ByteArrayOutputStream();
        for (var b = next(); b != '\n'; b = next()) {
            if (line.size() == LONGEST_LINE) {
                throw Words.tooLarge();
            }
            line.write(b);
        }
        var text = text(line.toByteArray());
        var bare = (text.endsWith("\r") ? text.substring(0, text.length() - 1) : text).replace('\t', ' ');
        if (bare.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw Words.notRtsp();
        }
        return bare;
    }

    private byte next() throws IOException {
        if (at == end) {
            end = wire.read(buffer);
            at = 0;
            if (end < 0) {
                end = 0;
                throw new EOFException("the connection was closed");
            }
        }
        return buffer[at++];
    }

    /** @return UTF-8 if it is valid UTF-8, else ISO-8859-1 */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
