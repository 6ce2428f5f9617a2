package vn.matluoi.driver.testkit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The device's side of HTTP Digest: MD5 with {@code qop=auth}, as recorders of the last ten years have it. A nonce
 * count that goes back makes the nonce stale, so that a replayed request is seen.
 */
final class DigestDoor {

    private static final Pattern FIELD = Pattern.compile("(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");
    private static final String REALM = "DEVICE";

    private final String user;
    private final String secret;
    private final Map<String, Integer> nonces = new HashMap<>(); // one serving thread

    DigestDoor(String user, String secret) {
        this.user = user;
        this.secret = secret;
    }

    enum Verdict {
        RIGHT,
        WRONG,
        STALE,
        UNSIGNED
    }

    String challenge(boolean stale) {
        var nonce = UUID.randomUUID().toString().replace("-", "");
        nonces.put(nonce, 0);
        return "Digest qop=\"auth\", realm=\"%s\", nonce=\"%s\", stale=\"%s\""
                .formatted(REALM, nonce, stale ? "TRUE" : "FALSE");
    }

    Verdict check(String method, String path, String authorization) {
        var header = Optional.ofNullable(authorization).orElse("");
        if (!header.startsWith("Digest ")) {
            return header.isEmpty() ? Verdict.UNSIGNED : Verdict.WRONG;
        }
        var fields = new HashMap<String, String>();
        var matcher = FIELD.matcher(header);
        while (matcher.find()) {
            var value = Optional.ofNullable(matcher.group(2)).map(q -> q.replaceAll("\\\\(.)", "$1"));
            fields.put(matcher.group(1), value.orElse(matcher.group(3)));
        }
        var nonce = fields.getOrDefault("nonce", "");
        var nc = fields.getOrDefault("nc", "0");
        var expected = md5(md5(user + ":" + REALM + ":" + secret) + ":" + nonce + ":" + nc + ":" + fields.get("cnonce")
                + ":auth:" + md5(method + ":" + path));
        if (!user.equals(fields.get("username")) || !expected.equals(fields.get("response"))) {
            return Verdict.WRONG;
        }
        int count = Integer.parseInt(nc, 16);
        if (!path.equals(fields.get("uri")) || !nonces.containsKey(nonce) || count <= nonces.get(nonce)) {
            return Verdict.STALE;
        }
        nonces.put(nonce, count);
        return Verdict.RIGHT;
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has MD5", e);
        }
    }
}
