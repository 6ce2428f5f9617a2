package vn.matluoi.api.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

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
 * @param headers further headers by name; none of those the client sets itself, and no secret that a log-in is for
 */
public record DeviceRequest(
        String method,
        String path,
        Optional<String> contentType,
        byte[] body,
        int maxBytes,
        Duration patience,
        Map<String, String> headers) {

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,60}");
    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]{0,4000}");
    private static final Set<String> OF_THE_CLIENT = Set.of(
            "accept",
            "authorization",
            "connection",
            "content-length",
            "content-type",
            "host",
            "transfer-encoding",
            "user-agent");

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
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches()
                    || OF_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))
                    || !VALUE.matcher(value).matches()) {
                throw new IllegalArgumentException("no header of a request: " + name);
            }
        });
    }

    public DeviceRequest(
            String method, String path, Optional<String> contentType, byte[] body, int maxBytes, Duration patience) {
        this(method, path, contentType, body, maxBytes, patience, Map.of());
    }

    public DeviceRequest(String method, String path, Optional<String> contentType, byte[] body, int maxBytes) {
        this(method, path, contentType, body, maxBytes, Duration.ZERO);
    }

    /** @return the same for a device that keeps its answer back for up to {@code longer} */
    public DeviceRequest waiting(Duration longer) {
        return new DeviceRequest(method, path, contentType, body, maxBytes, longer, headers);
    }

    /** @return the same with these headers and no others beside the client's own */
    public DeviceRequest with(Map<String, String> wanted) {
        return new DeviceRequest(method, path, contentType, body, maxBytes, patience, wanted);
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
