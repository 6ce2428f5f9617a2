package vn.matluoi.driver.rtsp.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.Target;

/**
 * Where a source's streams are. Host and port are those of the source, whatever an option or the device says. A path may
 * hold what nobody should read (some cameras take the password there), so it stays out of messages and
 * {@link #toString()}.
 *
 * @param main path and query of the main stream, encoded, from the slash on
 * @param sub the same of the sub stream; empty if the source names none
 */
record Place(String host, int port, String main, Optional<String> sub) {

    /** Option of a source: path of the main stream, or its whole address. */
    static final String PATH = "path";

    /** Option of a source: path of the sub stream, or its whole address. */
    static final String PATH_SUB = "path.sub";

    /** Option of a source: the RTSP port, if it is not the one of its address. */
    static final String PORT = "rtsp.port";

    private static final int USUAL_PORT = 554;
    private static final int LONGEST = 1_024;

    /** @throws Unsupported if an option cannot be used */
    static Place of(Target target) throws Unsupported {
        var address = target.address();
        if ("https".equalsIgnoreCase(address.getScheme())) { // who wrote that expects what RTSP does not give
            throw Words.badOption("address", "rtsp://192.0.2.10:554/live");
        }
        var main = option(target, PATH);
        var sub = option(target, PATH_SUB);
        return new Place(
                address.getHost(),
                port(target),
                main.isPresent() ? path(PATH, main.get()) : path(address),
                sub.isPresent() ? Optional.of(path(PATH_SUB, sub.get())) : Optional.empty());
    }

    private static Optional<String> option(Target target, String key) {
        return Optional.ofNullable(target.options().get(key)).map(String::strip).filter(value -> !value.isEmpty());
    }

    private static int port(Target target) throws Unsupported {
        var said = option(target, PORT);
        if (said.isPresent()) {
            return said.filter(text -> text.matches("\\d{1,5}"))
                    .map(Integer::parseInt)
                    .filter(port -> port >= 1 && port <= 65_535)
                    .orElseThrow(() -> Words.badOption(PORT, "1–65535"));
        }
        var port = target.address().getPort();
        return port < 0 ? USUAL_PORT : port;
    }

    private static String path(String key, String given) throws Unsupported {
        var whole = given.regionMatches(true, 0, "rtsp://", 0, 7);
        var text = whole ? given : "rtsp://host" + (given.startsWith("/") ? "" : "/") + given;
        if (text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw badPath(key);
        }
        try {
            var uri = new URI(text);
            if (uri.getRawAuthority() == null || uri.getRawAuthority().contains("@")) {
                throw Words.badOption(
                        key, "username, secret: không ghi trong địa chỉ / in fields of their own, not in the address");
            }
            if (uri.getRawFragment() != null) {
                throw badPath(key);
            }
            var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
            return path
                    + Optional.ofNullable(uri.getRawQuery()).map("?"::concat).orElse("");
        } catch (URISyntaxException e) { // its message quotes the path
            throw badPath(key);
        }
    }

    private static String path(URI uri) {
        var path = Optional.ofNullable(uri.getRawPath())
                .filter(own -> !own.isEmpty())
                .orElse("/");
        return path + Optional.ofNullable(uri.getRawQuery()).map("?"::concat).orElse("");
    }

    private static Unsupported badPath(String key) {
        return Words.badOption(key, "/live/main, rtsp://192.0.2.10/live?channel=1");
    }

    URI uri(String path) {
        return URI.create("rtsp://" + where() + path);
    }

    /** @return host and port, for messages */
    String where() {
        return host + ":" + port;
    }

    @Override
    public String toString() {
        return where();
    }
}
