package vn.matluoi.simulators.recorder;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An HTTP answer, and how it is to reach the client.
 *
 * @param headers whole header lines besides {@code Content-Type}, {@code Content-Length} and {@code Connection}
 * @param manner how it is sent
 */
record HttpReply(int status, String reason, String contentType, List<String> headers, byte[] body, Manner manner) {

    /** How an answer is sent. */
    enum Manner {
        WHOLE,
        SLOWLY,
        NEVER,
        CUT,
        RESET,
        ENDLESSLY
    }

    static HttpReply xml(int status, String reason, String xml) {
        return of(status, reason, "application/xml; charset=\"UTF-8\"", xml.getBytes(StandardCharsets.UTF_8));
    }

    static HttpReply html(int status, String reason, String html) {
        return of(status, reason, "text/html", html.getBytes(StandardCharsets.UTF_8));
    }

    static HttpReply of(int status, String reason, String contentType, byte[] body) {
        return new HttpReply(status, reason, contentType, List.of(), body, Manner.WHOLE);
    }

    HttpReply with(List<String> newHeaders) {
        return new HttpReply(status, reason, contentType, newHeaders, body, manner);
    }

    HttpReply sent(Manner newManner) {
        return new HttpReply(status, reason, contentType, headers, body, newManner);
    }
}
