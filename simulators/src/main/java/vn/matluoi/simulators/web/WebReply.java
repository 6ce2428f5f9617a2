package vn.matluoi.simulators.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * An HTTP answer, and how it is to reach the client.
 *
 * @param headers whole header lines besides {@code Content-Type}, {@code Content-Length} and {@code Connection}
 * @param manner how it is sent
 */
public record WebReply(
        int status, String reason, String contentType, List<String> headers, byte[] body, Manner manner) {

    /** How an answer is sent. */
    public enum Manner {
        WHOLE,
        /** One byte a second. */
        SLOWLY,
        /** Nothing, and the connection stays. */
        NEVER,
        /** Half of the body, then the end of the connection. */
        CUT,
        /** The connection is reset. */
        RESET
    }

    public static WebReply of(int status, String contentType, byte[] body) {
        return new WebReply(status, reason(status), contentType, List.of(), body, Manner.WHOLE);
    }

    public static WebReply text(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the web server of such a device says itself. */
    public static WebReply page(int status) {
        return text(
                status,
                "text/html",
                "<!DOCTYPE html>\r\n<html><head><title>" + status + ' ' + reason(status)
                        + "</title></head>\r\n<body><h1>" + status + ' ' + reason(status)
                        + "</h1></body>\r\n</html>\r\n");
    }

    public WebReply with(List<String> newHeaders) {
        return new WebReply(status, reason, contentType, newHeaders, body, manner);
    }

    public WebReply sent(Manner newManner) {
        return new WebReply(status, reason, contentType, headers, body, newManner);
    }

    /** Head and body as they are sent. */
    byte[] bytes(boolean withBody, boolean keep) {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + ' ' + reason + "\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        head.append("Content-Type: ").append(contentType).append("\r\nContent-Length: ");
        head.append(body.length).append("\r\nConnection: ");
        head.append(keep ? "keep-alive" : "close").append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + body.length);
        all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        if (withBody) {
            all.write(body, 0, manner == Manner.CUT ? body.length / 2 : body.length);
        }
        return all.toByteArray();
    }

    private static String reason(int status) {
        return switch (status) {
            case 200 -> "OK";
            case 302 -> "Found";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 503 -> "Service Unavailable";
            default -> "Internal Server Error";
        };
    }
}
