package vn.matluoi.api.http;

import java.util.Objects;
import java.util.Optional;

/**
 * A request to a device.
 *
 * @param method {@code GET, PUT, POST, DELETE}
 * @param path path and query in their encoded form, beginning with a slash; no line breaks
 * @param contentType of the body; empty if there is none
 * @param body bytes to send
 * @param maxBytes largest answer to accept
 */
public record DeviceRequest(String method, String path, Optional<String> contentType, byte[] body, int maxBytes) {

    /** Largest answer unless said otherwise: 4 MiB. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    public DeviceRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("a path begins with a slash and has no blanks or line breaks");
        }
    }

    public static DeviceRequest get(String path) {
        return new DeviceRequest("GET", path, Optional.empty(), new byte[0], MAX_BYTES);
    }

    public static DeviceRequest put(String path, String contentType, byte[] body) {
        return new DeviceRequest("PUT", path, Optional.of(contentType), body, MAX_BYTES);
    }

    public static DeviceRequest post(String path, String contentType, byte[] body) {
        return new DeviceRequest("POST", path, Optional.of(contentType), body, MAX_BYTES);
    }
}
