package vn.matluoi.media.internal.rtsp;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** A request or an answer. */
public sealed interface RtspMessage permits RtspRequest, RtspResponse {

    /** Text goes over the wire as UTF-8 (RFC 2326 §4). */
    Charset WIRE = StandardCharsets.UTF_8;

    RtspHeaders headers();

    /** @return the body; empty if there is none */
    String body();

    /** @return the message as it goes over the wire */
    byte[] encode();

    /** Joins a start line, headers and a body. */
    private static byte[] join(String start, RtspHeaders headers, String body) {
        var text = new StringBuilder(256).append(start).append("\r\n");
        headers.lines().forEach(line -> text.append(line.name())
                .append(": ")
                .append(line.value())
                .append("\r\n"));
        if (!body.isEmpty()) {
            text.append("Content-Length: ").append(body.getBytes(WIRE).length).append("\r\n");
        }
        return text.append("\r\n").append(body).toString().getBytes(WIRE);
    }

    /** @return the bytes of a message that starts with this line */
    static byte[] wire(String start, RtspHeaders headers, String body) {
        return join(RtspHeaders.requireOneLine(start), headers, body);
    }
}
