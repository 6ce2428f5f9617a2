package vn.matluoi.api.http;

import java.time.Duration;
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
 * @param patience how much longer than usual the device may keep its answer back: zero but for a long poll (ONVIF
 *     {@code PullMessages}). A request with patience takes none of the device's places for ordinary calls
 */
public record DeviceRequest(
        String method, String path, Optional<String> contentType, byte[] body, int maxBytes, Duration patience) {

    /** Largest answer unless said otherwise: 4 MiB. */
    public static final int MAX_BYTES = 4 * 1024 * 1024;

    /** Longest patience: two minutes. */
    public static final Duration MAX_PATIENCE = Duration.ofMinutes(2);

    public DeviceRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        if (!path.startsWith("/") || path.chars().anyMatch(c -> c <= ' ' || c == 127)) {
            throw new IllegalArgumentException("a path begins with a slash and has no blanks or line breaks");
        }
        if (patience.isNegative() || patience.compareTo(MAX_PATIENCE) > 0) {
            throw new IllegalArgumentException("patience is zero to two minutes");
        }
    }

    public DeviceRequest(String method, String path, Optional<String> contentType, byte[] body, int maxBytes) {
        this(method, path, contentType, body, maxBytes, Duration.ZERO);
    }

    /** @return the same for a device that keeps its answer back for up to {@code longer} */
    public DeviceRequest waiting(Duration longer) {
        return new DeviceRequest(method, path, contentType, body, maxBytes, longer);
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
