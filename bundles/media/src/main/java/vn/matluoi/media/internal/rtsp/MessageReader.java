package vn.matluoi.media.internal.rtsp;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads messages out of a byte stream from a side that is not trusted. Stateless: a message that is not whole yet is
 * left in the buffer and read again when more has come. Never holds more than {@link #MAX_MESSAGE} bytes of one.
 */
public final class MessageReader {

    /** Longest line, in bytes. */
    public static final int MAX_LINE = 4096;

    /** Most headers of a message. */
    public static final int MAX_HEADERS = 64;

    /** Longest start line and headers together, in bytes. */
    public static final int MAX_HEAD = 32 * 1024;

    /** Longest body, in bytes: a session description. */
    public static final int MAX_BODY = 64 * 1024;

    /** Longest message, in bytes. */
    public static final int MAX_MESSAGE = MAX_HEAD + MAX_BODY;

    private MessageReader() {}

    /**
     * Takes one whole message off the front of the buffer.
     *
     * @return the message; empty, with the buffer as it was, if its end has not come yet
     * @throws MalformedRtsp if it can never become a message
     */
    public static Optional<RtspMessage> read(ByteBuf in) throws MalformedRtsp {
        var lines = new ArrayList<String>();
        var at = in.readerIndex();
        while (true) {
            var end = endOfLine(in, at);
            if (end < 0) {
                return Optional.empty();
            }
            var length = end > at && in.getByte(end - 1) == '\r' ? end - 1 - at : end - at;
            var line = in.toString(at, length, RtspMessage.WIRE);
            at = end + 1;
            if (line.isEmpty() && lines.isEmpty()) {
                in.readerIndex(at); // blank lines before a message are to be skipped (RFC 2326 §4)
                continue;
            }
            if (at - in.readerIndex() > MAX_HEAD) {
                throw new MalformedRtsp("the headers are longer than " + MAX_HEAD + " bytes");
            }
            if (line.isEmpty()) {
                break;
            }
            if (lines.size() > MAX_HEADERS) {
                throw new MalformedRtsp("more than " + MAX_HEADERS + " headers");
            }
            refuseControls(line);
            lines.add(line);
        }
        var headers = headers(lines);
        var length = bodyLength(headers);
        if (in.writerIndex() - at < length) {
            return Optional.empty();
        }
        var message = message(lines.get(0), headers, in.toString(at, length, RtspMessage.WIRE));
        in.readerIndex(at + length);
        return Optional.of(message);
    }

    private static int endOfLine(ByteBuf in, int from) throws MalformedRtsp {
        var reach = Math.min(in.writerIndex(), from + MAX_LINE + 1);
        var end = in.indexOf(from, reach, (byte) '\n');
        if (end < 0 && reach - from > MAX_LINE) {
            throw new MalformedRtsp("a line is longer than " + MAX_LINE + " bytes");
        }
        return end;
    }

    private static void refuseControls(String line) throws MalformedRtsp {
        for (var i = 0; i < line.length(); i++) {
            var c = line.charAt(i);
            if ((c < ' ' && c != '\t') || c == 0x7f) {
                throw new MalformedRtsp("a control character stands in the headers");
            }
        }
    }

    private static RtspHeaders headers(List<String> lines) throws MalformedRtsp {
        var headers = new ArrayList<RtspHeaders.Line>();
        for (var raw : lines.subList(1, lines.size())) {
            var line = raw.replace('\t', ' '); // they mean the same there (RFC 2326 §15.1), and are sent back at times
            if (line.charAt(0) == ' ') {
                if (headers.isEmpty()) {
                    throw new MalformedRtsp("a continued header has no beginning");
                }
                var last = headers.remove(headers.size() - 1);
                headers.add(new RtspHeaders.Line(last.name(), last.value() + " " + line.strip()));
                continue;
            }
            var colon = line.indexOf(':');
            if (colon <= 0) {
                throw new MalformedRtsp("a header has no name");
            }
            headers.add(new RtspHeaders.Line(
                    line.substring(0, colon).strip(), line.substring(colon + 1).strip()));
        }
        return new RtspHeaders(headers);
    }

    private static int bodyLength(RtspHeaders headers) throws MalformedRtsp {
        var lengths = headers.all("Content-Length").stream().distinct().toList();
        if (lengths.isEmpty()) {
            return 0;
        }
        var text = lengths.get(0);
        if (lengths.size() > 1
                || text.isEmpty()
                || text.length() > 9
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedRtsp("Content-Length is not one number");
        }
        var length = Integer.parseInt(text);
        if (length > MAX_BODY) {
            throw new MalformedRtsp("the body is longer than " + MAX_BODY + " bytes");
        }
        return length;
    }

    private static RtspMessage message(String start, RtspHeaders headers, String body) throws MalformedRtsp {
        var words = start.split(" ", 3);
        if (words[0].startsWith("RTSP/1.")) {
            if (words.length < 2 || !words[1].matches("[1-5]\\d\\d")) {
                throw new MalformedRtsp("the status line has no status");
            }
            return new RtspResponse(Integer.parseInt(words[1]), words.length > 2 ? words[2] : "", headers, body);
        }
        if (words.length != 3 || !words[2].matches("RTSP/1\\.\\d") || !words[0].matches("[A-Z_]{1,32}")) {
            throw new MalformedRtsp("the first line is neither a request nor an answer");
        }
        try {
            return new RtspRequest(words[0], words[1], headers, body);
        } catch (IllegalArgumentException e) {
            throw new MalformedRtsp(e.getMessage());
        }
    }
}
