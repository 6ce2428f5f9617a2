package vn.matluoi.media.internal.rtsp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A device's demand for a digest log-in, and our answers to it (RFC 7616, with the forms of RFC 2069 that old
 * firmware still asks for). Holds the password: lives as long as one connection and never prints itself. One thread
 * at a time.
 */
public final class Digest {

    private final Map<String, String> demand;
    private final String algorithm;
    private final boolean qop;
    private final String user;
    private final String secret;
    private final String clientNonce;
    private int count;

    private Digest(Map<String, String> demand, String user, String secret, String clientNonce) {
        this.demand = demand;
        this.algorithm = demand.getOrDefault("algorithm", "MD5").toUpperCase(Locale.ROOT);
        this.qop = List.of(
                        demand.getOrDefault("qop", "").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .contains("auth");
        this.user = user;
        this.secret = secret;
        this.clientNonce = clientNonce;
    }

    /**
     * Chooses the strongest demand we can answer: SHA-256 before MD5. Basic is never answered, since it would
     * show the password to everyone on the way.
     *
     * @param challenges the values of {@code WWW-Authenticate}
     * @param clientNonce fresh random text for this connection
     * @return the log-in; empty if none of the demands is a digest we know
     */
    public static Optional<Digest> answering(List<String> challenges, String user, String secret, String clientNonce) {
        var known = challenges.stream()
                .filter(text -> text.regionMatches(true, 0, "Digest ", 0, 7))
                .map(text -> new Digest(parameters(text.substring(7)), user, secret, clientNonce))
                .filter(Digest::isAnswerable)
                .toList();
        return known.stream()
                .filter(digest -> digest.algorithm.startsWith("SHA-256"))
                .findFirst()
                .or(() -> known.stream().findFirst());
    }

    private boolean isAnswerable() {
        return demand.containsKey("realm")
                && demand.containsKey("nonce")
                && List.of("MD5", "SHA-256").contains(algorithm)
                && (qop || demand.getOrDefault("qop", "").isBlank());
    }

    /** @return whether the device only wants us to use a newer nonce: the password itself was right */
    public boolean isStale() {
        return "true".equalsIgnoreCase(demand.getOrDefault("stale", "false"));
    }

    /**
     * @return the value of {@code Authorization} for a request
     * @throws IllegalArgumentException if the device put something into its demand that would break the line
     */
    public String authorization(String method, String uri) {
        var realm = demand.get("realm");
        var nonce = demand.get("nonce");
        var who = hash(user + ":" + realm + ":" + secret);
        var what = hash(method + ":" + uri);
        var text = new StringBuilder("Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\""
                .formatted(quoted(user), quoted(realm), quoted(nonce), quoted(uri)));
        if (qop) {
            count++;
            var number = "%08x".formatted(count);
            text.append(", response=\"%s\", qop=auth, nc=%s, cnonce=\"%s\""
                    .formatted(
                            hash(who + ":" + nonce + ":" + number + ":" + clientNonce + ":auth:" + what),
                            number,
                            clientNonce));
        } else {
            text.append(", response=\"%s\"".formatted(hash(who + ":" + nonce + ":" + what)));
        }
        if (demand.containsKey("algorithm")) {
            text.append(", algorithm=").append(algorithm);
        }
        if (demand.containsKey("opaque")) {
            text.append(", opaque=\"").append(quoted(demand.get("opaque"))).append('"');
        }
        return RtspHeaders.requireOneLine(text.toString());
    }

    private String hash(String text) {
        try {
            var digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Takes apart {@code a="b, c", d=e}; a name that comes twice counts once, the first. */
    private static Map<String, String> parameters(String text) {
        var found = new LinkedHashMap<String, String>();
        var at = 0;
        while (at < text.length()) {
            var equals = text.indexOf('=', at);
            if (equals < 0) {
                break;
            }
            var name = text.substring(at, equals).replace(",", "").strip().toLowerCase(Locale.ROOT);
            var value = new StringBuilder();
            at = equals + 1;
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            if (at < text.length() && text.charAt(at) == '"') {
                for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                    if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                        at++;
                    }
                    value.append(text.charAt(at));
                }
                at++;
            } else {
                for (; at < text.length() && text.charAt(at) != ','; at++) {
                    value.append(text.charAt(at));
                }
            }
            found.putIfAbsent(name, value.toString().strip());
        }
        return found;
    }

    @Override
    public String toString() {
        return "a digest log-in";
    }
}
