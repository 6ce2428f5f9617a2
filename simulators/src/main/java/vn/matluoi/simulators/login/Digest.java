package vn.matluoi.simulators.login;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The arithmetic of RFC 7616 (and of RFC 2069, for answers without {@code qop}), for devices and for viewers. */
public final class Digest {

    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z0-9_-]+)\\s*=\\s*(?:\"([^\"]*)\"|([^\\s,]+))");

    private Digest() {}

    /** A hash function a device offers. */
    public enum Algorithm {
        MD5("MD5", "MD5"),
        SHA_256("SHA-256", "SHA-256");

        private final String token;
        private final String provider;

        Algorithm(String token, String provider) {
            this.token = token;
            this.provider = provider;
        }

        /** As it stands in the header. */
        public String token() {
            return token;
        }

        /**
         * @param token as in a header; null means MD5
         * @throws IllegalArgumentException if it is neither MD5 nor SHA-256
         */
        public static Algorithm of(String token) {
            for (Algorithm algorithm : values()) {
                if (algorithm.token.equalsIgnoreCase(token == null ? "MD5" : token)) {
                    return algorithm;
                }
            }
            throw new IllegalArgumentException("algorithm is MD5 or SHA-256, not: " + token);
        }

        private String hash(String text) {
            try {
                byte[] bytes = MessageDigest.getInstance(provider).digest(text.getBytes(StandardCharsets.UTF_8));
                return HexFormat.of().formatHex(bytes);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has " + provider, e);
            }
        }
    }

    /**
     * The {@code name=value} pairs after the scheme of a {@code WWW-Authenticate} or {@code Authorization} header, names
     * in lower case.
     */
    public static Map<String, String> parameters(String header) {
        Map<String, String> found = new LinkedHashMap<>();
        int space = header.indexOf(' ');
        Matcher matcher = PARAMETER.matcher(space < 0 ? "" : header.substring(space));
        while (matcher.find()) {
            String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
            found.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        return found;
    }

    /**
     * The value of {@code response}.
     *
     * @param answer realm, nonce, uri and, where qop is used, qop, nc and cnonce
     */
    public static String response(
            Algorithm algorithm, String user, String password, String method, Map<String, String> answer) {
        String ha1 = algorithm.hash(user + ":" + answer.get("realm") + ":" + password);
        String ha2 = algorithm.hash(method + ":" + answer.get("uri"));
        String qop = answer.get("qop");
        if (qop == null) {
            return algorithm.hash(ha1 + ":" + answer.get("nonce") + ":" + ha2);
        }
        return algorithm.hash(
                String.join(":", ha1, answer.get("nonce"), answer.get("nc"), answer.get("cnonce"), qop, ha2));
    }

    /**
     * An {@code Authorization} header that answers a challenge.
     *
     * @param challenge a whole {@code WWW-Authenticate} value of the scheme Digest
     * @param count how often this nonce has been used, this time included
     */
    public static String authorization(
            String challenge, String user, String password, String method, String uri, int count, String cnonce) {
        Map<String, String> offered = parameters(challenge);
        Algorithm algorithm = Algorithm.of(offered.get("algorithm"));
        Map<String, String> answer = new LinkedHashMap<>();
        answer.put("username", user);
        answer.put("realm", offered.get("realm"));
        answer.put("nonce", offered.get("nonce"));
        answer.put("uri", uri);
        if (offered.containsKey("qop")) {
            answer.put("qop", "auth");
            answer.put("nc", "%08x".formatted(count));
            answer.put("cnonce", cnonce);
        }
        String response = response(algorithm, user, password, method, answer);
        StringBuilder header = new StringBuilder("Digest ");
        answer.forEach((name, value) -> header.append(name)
                .append(name.equals("qop") || name.equals("nc") ? "=" + value : "=\"" + value + '"')
                .append(", "));
        if (offered.containsKey("algorithm")) {
            header.append("algorithm=").append(algorithm.token()).append(", ");
        }
        return header.append("response=\"").append(response).append('"').toString();
    }
}
