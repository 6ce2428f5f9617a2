package vn.matluoi.media.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** The digest log-in of a {@link SimulatedCamera}, by one nonce for all. */
record SimulatedLogIn(String algorithm, boolean qop) {

    /** @return what a request without a log-in is answered */
    String demand() {
        return "Digest realm=\"cam 127.0.0.2\", nonce=\"5f3a\""
                + (qop ? ", qop=\"auth\", opaque=\"abc\"" : "")
                + ("MD5".equals(algorithm) ? "" : ", algorithm=" + algorithm);
    }

    /** @return whether the request shows that it knows the password */
    boolean isRight(Map<String, String> request, String password) {
        var given = request.getOrDefault("Authorization", "");
        var who = hash(SimulatedCamera.USER + ":cam 127.0.0.2:" + password);
        var what = hash(request.get("method") + ":" + request.get("uri"));
        var middle = qop ? "5f3a:" + field(given, "nc") + ":" + field(given, "cnonce") + ":auth" : "5f3a";
        return field(given, "response").equals(hash(who + ":" + middle + ":" + what))
                && field(given, "uri").equals(request.get("uri"));
    }

    private static String field(String text, String name) {
        var found = Pattern.compile("[ ,]" + name + "=\"?([^\",]*)").matcher(text);
        return found.find() ? found.group(1) : "";
    }

    private String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
