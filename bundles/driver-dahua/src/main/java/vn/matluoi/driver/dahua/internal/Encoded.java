package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Words in the form they have in a path (RFC 3986 §2): a digest signs exactly what is sent. */
final class Encoded {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static final DateTimeFormatter WALL = DateTimeFormatter.ofPattern("yyyy-MM-dd'%20'HH:mm:ss");

    private Encoded() {}

    /** {@code 2026-04-29%2010:00:00}. */
    static String wall(LocalDateTime time) {
        return time.format(WALL);
    }

    static String path(String path) {
        return encoded(path, UNRESERVED + "/");
    }

    static String value(String value) {
        return encoded(value, UNRESERVED);
    }

    private static String encoded(String text, String kept) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(UTF_8)) {
            if (b > 0 && kept.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append("%%%02X".formatted(b & 0xff));
            }
        }
        return encoded.toString();
    }
}
