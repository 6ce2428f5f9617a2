package vn.matluoi.rest.internal.v1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.servlet.http.HttpServletRequest;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/**
 * Signed deliveries after Standard Webhooks: {@code webhook-signature} is HMAC-SHA256 of {@code id.timestamp.body} by the API key, not older than
 * five minutes.
 */
final class Signature {

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int LONGEST_ID = 200;
    private static final int BUFFER = 8192;

    private Signature() {}

    /**
     * What the headers say.
     *
     * @param id the same for a delivery that is sent again
     * @param timestamp seconds since 1970
     * @param signatures {@code v1,BASE64}, several with blanks between; null if it is not signed
     */
    record Given(String id, String timestamp, String signatures) {

        boolean isThere() {
            return signatures != null;
        }
    }

    /**
     * @param request with which the delivery came: its API key is the secret, and is kept nowhere
     * @param body read to its end
     * @throws HubException {@code UNAUTHENTICATED} if it was not signed so, or too long ago
     * @throws IOException of the body's
     */
    static void verify(Given given, HttpServletRequest request, InputStream body, Instant now) throws IOException {
        var secret = key(request);
        if (given.id() == null || given.id().isBlank() || given.id().length() > LONGEST_ID) {
            throw refused(
                    "webhook.id",
                    "thiếu tiêu đề webhook-id, hoặc dài hơn 200 ký tự",
                    "the header webhook-id is missing, or longer than 200 characters");
        }
        if (!isNow(given.timestamp(), now)) {
            throw refused(
                    "webhook.timestamp",
                    "webhook-timestamp lệch quá 5 phút so với đồng hồ của trạm; kiểm tra đồng hồ của hệ thống gửi",
                    "webhook-timestamp is more than 5 minutes off the hub's clock; check the clock of the system that sends");
        }
        var right = hmac(given, secret, body);
        var one = Arrays.stream(given.signatures().strip().split("\\s+"))
                .limit(10)
                .filter(text -> text.startsWith("v1,"))
                .anyMatch(text -> MessageDigest.isEqual(
                        text.substring(3).getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8)));
        if (!one) {
            throw refused(
                    "webhook.signature",
                    "chữ ký webhook-signature không khớp nội dung",
                    "the signature in webhook-signature does not fit the body");
        }
    }

    private static String key(HttpServletRequest request) {
        var header = String.valueOf(request.getHeader("Authorization"));
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw refused(
                    "webhook.key",
                    "Chỉ ký được bằng khóa API (Authorization: Bearer)",
                    "Only an API key signs (Authorization: Bearer)");
        }
        return header.substring(7).strip();
    }

    private static boolean isNow(String timestamp, Instant now) {
        try {
            var then = Instant.ofEpochSecond(
                    Long.parseLong(String.valueOf(timestamp).strip()));
            return Duration.between(then, now).abs().compareTo(WINDOW) <= 0;
        } catch (RuntimeException e) { // no number, or none of a time
            return false;
        }
    }

    private static String hmac(Given given, String secret, InputStream body) throws IOException {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((given.id() + "." + given.timestamp().strip() + ".").getBytes(StandardCharsets.UTF_8));
            var buffer = new byte[BUFFER];
            for (var n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                mac.update(buffer, 0, n);
            }
            return Base64.getEncoder().encodeToString(mac.doFinal());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static HubException refused(String rule, String vi, String en) {
        return new HubException(Reason.UNAUTHENTICATED, rule, new Text(vi + ".", en + "."));
    }
}
