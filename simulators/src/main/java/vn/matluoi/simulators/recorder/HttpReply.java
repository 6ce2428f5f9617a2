package vn.matluoi.simulators.recorder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP answer, and how it is to reach the client.
 *
 * @param headers whole header lines besides {@code Content-Type}, {@code Content-Length} and {@code Connection}
 * @param manner how it is sent
 * @param live what writes a body without end, in place of {@code body}
 */
public record HttpReply(
        int status,
        String reason,
        String contentType,
        List<String> headers,
        byte[] body,
        Manner manner,
        Optional<Live> live) {

    public HttpReply(int status, String reason, String contentType, List<String> headers, byte[] body, Manner manner) {
        this(status, reason, contentType, headers, body, manner, Optional.empty());
    }

    /** Writes a body until it has no more to say or the client is gone. Called on the connection's thread. */
    @FunctionalInterface
    public interface Live {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    /** How an answer is sent. */
    public enum Manner {
        WHOLE,
        /** Less than its head promises. */
        SHORT,
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

    public static HttpReply of(int status, String reason, String contentType, byte[] body) {
        return new HttpReply(status, reason, contentType, List.of(), body, Manner.WHOLE);
    }

    /** An answer that does not end. */
    public static HttpReply live(String contentType, Live live) {
        return new HttpReply(200, "OK", contentType, List.of(), new byte[0], Manner.WHOLE, Optional.of(live));
    }

    public HttpReply with(List<String> newHeaders) {
        return new HttpReply(status, reason, contentType, newHeaders, body, manner, live);
    }

    public HttpReply sent(Manner newManner) {
        return new HttpReply(status, reason, contentType, headers, body, newManner, live);
    }
}
