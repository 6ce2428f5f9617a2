package vn.matluoi.driver.onvif.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * An address as a device tells it, read without trust: blanks and line breaks within it, {@code &amp;} escaped twice, a user
 * name in it, a host between brackets with a zone or no host at all. Its host is only looked at, never followed.
 *
 * @param scheme lower case
 * @param port as said; empty if none is
 * @param path path and query in their encoded form, beginning with a slash
 */
record Told(String scheme, OptionalInt port, String path) {

    private static final int LONGEST = 2048;
    private static final Pattern PARTS =
            Pattern.compile("([A-Za-z][A-Za-z0-9+.-]{1,15})://([^/?#]*)([/?][^#]*)?(?:#.*)?");
    private static final Pattern PORT = Pattern.compile(".*:(\\d{1,5})");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9A-Fa-f]{2}");
    private static final String PLAIN = "-._~!$&'()*+,;=:@/?";

    /** @return empty if it is no address: nothing, {@code None}, or a word */
    static Optional<Told> read(String raw) {
        var bare = raw.replaceAll("\\s", "").replace("&amp;", "&");
        var parts = PARTS.matcher(bare.length() > LONGEST ? "" : bare);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var authority = parts.group(2).substring(parts.group(2).lastIndexOf('@') + 1);
        var digits = PORT.matcher(authority);
        var port = digits.matches() ? valid(digits.group(1)) : OptionalInt.empty();
        var path = Optional.ofNullable(parts.group(3)).orElse("/");
        return Optional.of(new Told(
                parts.group(1).toLowerCase(Locale.ROOT), port, encoded(path.startsWith("/") ? path : "/" + path)));
    }

    static OptionalInt valid(String digits) {
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= 65535 ? OptionalInt.of(port) : OptionalInt.empty();
    }

    /** What may not stand in a path or query is escaped; what is escaped already is left. */
    private static String encoded(String path) {
        var encoded = new StringBuilder(path.length());
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            boolean escape =
                    c == '%' && ESCAPE.matcher(path).region(i, path.length()).lookingAt();
            if (c < 128 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0) || escape) {
                encoded.append((char) c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    encoded.append("%%%02X".formatted(b & 0xff));
                }
            }
            i += Character.charCount(c);
        }
        return encoded.toString();
    }

    boolean web() {
        return scheme.equals("http") || scheme.equals("https");
    }

    /** @return the same place on another host and port, without credentials */
    Optional<URI> at(String scheme, String host, int port) {
        try {
            var bracketed = host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
            return Optional.of(new URI(scheme + "://" + bracketed + ":" + port + path));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
