package vn.matluoi.media.internal.rtsp;

import java.util.Objects;

/**
 * A request.
 *
 * @param method {@code DESCRIBE}, {@code SETUP}, …
 * @param uri what it is about; no blank and no control character
 * @param headers its headers, {@code CSeq} among them
 * @param body the body; empty if there is none
 */
public record RtspRequest(String method, String uri, RtspHeaders headers, String body) implements RtspMessage {

    /** @throws IllegalArgumentException if the method or the uri could break the request line */
    public RtspRequest {
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        if (!isToken(method) || !isToken(uri)) {
            throw new IllegalArgumentException("a request line has no room for blanks and control characters");
        }
    }

    public RtspRequest(String method, String uri, RtspHeaders headers) {
        this(method, uri, headers, "");
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    @Override
    public byte[] encode() {
        return RtspMessage.wire(method + " " + uri + " RTSP/1.0", headers, body);
    }

    /** Without the uri and the headers: a ticket or a log-in may stand there. */
    @Override
    public String toString() {
        return method + " request";
    }
}
