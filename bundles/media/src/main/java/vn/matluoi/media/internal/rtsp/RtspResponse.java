package vn.matluoi.media.internal.rtsp;

import java.util.Objects;

/**
 * An answer.
 *
 * @param status RTSP status code, 100 to 599
 * @param reason the words after the code
 * @param headers its headers
 * @param body the body; empty if there is none
 */
public record RtspResponse(int status, String reason, RtspHeaders headers, String body) implements RtspMessage {

    public RtspResponse {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(headers, "headers");
        Objects.requireNonNull(body, "body");
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("a status code is 100 to 599, not: " + status);
        }
    }

    /** @return an answer without a body */
    public static RtspResponse of(int status, String reason) {
        return new RtspResponse(status, reason, RtspHeaders.none(), "");
    }

    /** @return this answer with one more header */
    public RtspResponse with(String name, String value) {
        return new RtspResponse(status, reason, headers.with(name, value), body);
    }

    /** @return this answer with another body */
    public RtspResponse withBody(String type, String text) {
        return new RtspResponse(status, reason, headers.with("Content-Type", type), text);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public byte[] encode() {
        return RtspMessage.wire("RTSP/1.0 " + status + " " + reason, headers, body);
    }
}
