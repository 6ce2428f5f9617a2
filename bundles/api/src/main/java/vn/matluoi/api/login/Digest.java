package vn.matluoi.api.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Signs requests against one nonce. Source: RFC 7616 section 3.4, RFC 2069 where the device names no {@code qop}.
 * Knows {@code MD5, SHA} (old firmware's word for SHA-1), {@code SHA-256, SHA-512-256} and their {@code -sess} forms;
 * no algorithm means MD5. Safe for any thread.
 */
public final class Digest {

    private final Challenge challenge;
    private final String hash;
    private final boolean session;
    private final boolean auth;
    private final String cnonce;
    private int count; // guarded by this

    private Digest(Challenge challenge, String hash, boolean session, boolean auth, String cnonce) {
        this.challenge = challenge;
        this.hash = hash;
        this.session = session;
        this.auth = auth;
        this.cnonce = cnonce;
    }

    /**
     * @param cnonce the client's own random word, hex
     * @return the strongest digest of the challenges that is known here and can be answered in a header; empty if there
     *     is none
     */
    public static Optional<Digest> strongest(List<Challenge> challenges, String cnonce) {
        Optional<Digest> best = Optional.empty();
        int rank = -1;
        for (var challenge : challenges) {
            var digest = challenge.isDigest() ? of(challenge, cnonce) : Optional.<Digest>empty();
            if (digest.isPresent() && digest.get().rank() > rank) {
                best = digest;
                rank = digest.get().rank();
            }
        }
        return best;
    }

    private static Optional<Digest> of(Challenge challenge, String cnonce) {
        var algorithm = challenge
                .get("algorithm")
                .filter(a -> !a.isBlank())
                .orElse("MD5")
                .toUpperCase(Locale.ROOT);
        boolean session = algorithm.endsWith("-SESS");
        var base = session ? algorithm.substring(0, algorithm.length() - 5) : algorithm;
        var hash =
                switch (base) {
                    case "MD5" -> "MD5";
                    case "SHA", "SHA-1" -> "SHA-1";
                    case "SHA-256" -> "SHA-256";
                    case "SHA-512-256" -> "SHA-512/256";
                    default -> "";
                };
        var qop = challenge.get("qop").filter(q -> !q.isBlank());
        boolean auth = qop.isPresent()
                && List.of(qop.get().toLowerCase(Locale.ROOT).split("[,\\s]+")).contains("auth");
        if (hash.isEmpty() || qop.isPresent() && !auth || !challenge.isOneLine()) {
            return Optional.empty();
        }
        return Optional.of(new Digest(challenge, hash, session, auth, cnonce));
    }

    private int rank() {
        return List.of("MD5", "SHA-1", "SHA-256", "SHA-512/256").indexOf(hash);
    }

    /**
     * @param path path and query exactly as they are sent
     * @return the value of the {@code Authorization} header
     */
    public synchronized String sign(String method, String path, String user, String secret) {
        var nonce = challenge.parameters().get("nonce");
        var realm = challenge.get("realm").orElse("");
        var nc = "%08x".formatted(++count);
        var a1 = hex(user + ":" + realm + ":" + secret);
        if (session) {
            a1 = hex(a1 + ":" + nonce + ":" + cnonce);
        }
        var a2 = hex(method + ":" + path);
        var response = auth
                ? hex(a1 + ":" + nonce + ":" + nc + ":" + cnonce + ":auth:" + a2)
                : hex(a1 + ":" + nonce + ":" + a2);
        var header = new StringBuilder("Digest username=")
                .append(quoted(user))
                .append(", realm=")
                .append(quoted(realm))
                .append(", nonce=")
                .append(quoted(nonce))
                .append(", uri=")
                .append(quoted(path));
        challenge.get("algorithm").filter(a -> !a.isBlank()).ifPresent(a -> header.append(", algorithm=")
                .append(a));
        if (auth) {
            header.append(", qop=auth, nc=").append(nc);
        }
        if (auth || session) {
            header.append(", cnonce=\"").append(cnonce).append('"');
        }
        header.append(", response=\"").append(response).append('"');
        challenge.get("opaque").ifPresent(o -> header.append(", opaque=").append(quoted(o)));
        return header.toString();
    }

    private String hex(String text) {
        try {
            var bytes = MessageDigest.getInstance(hash).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has " + hash, e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
