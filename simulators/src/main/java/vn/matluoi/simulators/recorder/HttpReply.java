package vn.matluoi.simulators.recorder;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An HTTP answer, and how it is to reach the client.
 *
 * @param headers whole header lines besides {@code Content-Type}, {@code Content-Length} and {@code Connection}
 * @param manner how it is sent
 * @param feed makes the body of {@link Manner#FED} as it is sent
 */
public record HttpReply(
        int status, String reason, String contentType, List<String> headers, byte[] body, Manner manner, Feed feed) {

    /** How an answer is sent. */
    public enum Manner {
        WHOLE,
        /** Less than its head promises. */
        SHORT,
        SLOWLY,
        NEVER,
        CUT,
        RESET,
        ENDLESSLY,
        /** The body is made while it is sent; the connection ends with it. */
        FED
    }

    /** Makes a body. */
    public interface Feed {

        /** Its bytes; -1 if it ends with the connection. */
        default long length() {
            return -1;
        }

        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private static final Feed NOTHING = out -> {};

    /** @param length -1 if it ends with the connection */
    public static HttpReply fed(String contentType, long length, Feed feed) {
        Feed sized = new Feed() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public void write(OutputStream out) throws IOException, InterruptedException {
                feed.write(out);
            }
        };
        return new HttpReply(200, "OK", contentType, List.of(), new byte[0], Manner.FED, sized);
    }

    static HttpReply xml(int status, String reason, String xml) {
        return of(status, reason, "application/xml; charset=\"UTF-8\"", xml.getBytes(StandardCharsets.UTF_8));
    }

    static HttpReply html(int status, String reason, String html) {
        return of(status, reason, "text/html", html.getBytes(StandardCharsets.UTF_8));
    }

    public static HttpReply of(int status, String reason, String contentType, byte[] body) {
        return new HttpReply(status, reason, contentType, List.of(), body, Manner.WHOLE, NOTHING);
    }

    public HttpReply with(List<String> newHeaders) {
        return new HttpReply(status, reason, contentType, newHeaders, body, manner, feed);
    }

    public HttpReply sent(Manner newManner) {
        return new HttpReply(status, reason, contentType, headers, body, newManner, feed);
    }
}
