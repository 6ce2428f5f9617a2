package vn.matluoi.api.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/**
 * How an agency's program signs what it delivers by itself, after Standard Webhooks: {@code webhook-signature} is HMAC-SHA256 of
 * {@code id.timestamp.body} by its API key, whose text is used as it is, not older than five minutes. The key comes with the
 * delivery and is kept nowhere, so each surface that takes deliveries can verify one. Any thread.
 *
 * @param id the header {@link #ID}, the same for a delivery that is sent again; null if it is missing
 * @param timestamp the header {@link #TIMESTAMP}, seconds since 1970; null if it is missing
 * @param signatures the header {@link #SIGNATURE}: {@code v1,BASE64}, several with blanks between
 */
public record DeliverySignature(String id, String timestamp, String signatures) {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    private static final Duration WINDOW = Duration.ofMinutes(5);
    private static final int LONGEST_ID = 200;
    private static final int MOST_SIGNATURES = 10;
    private static final int BUFFER = 8192;
    private static final String BEARER = "Bearer ";

    public DeliverySignature {
        Objects.requireNonNull(signatures, "signatures");
    }

    /** @return what the headers say, each null where it is missing; empty if the delivery is not signed */
    public static Optional<DeliverySignature> of(String id, String timestamp, String signatures) {
        return Optional.ofNullable(signatures).map(given -> new DeliverySignature(id, timestamp, given));
    }

    /**
     * @param authorization the header by which the delivery's sender was let in: its API key is the secret
     * @param body the bytes that are signed; read to their end, and not closed
     * @throws HubException {@code UNAUTHENTICATED} if it was not signed so, or too long ago
     * @throws IOException of the body's
     */
    public void verify(String authorization, InputStream body, Instant now) throws IOException {
        var secret = key(String.valueOf(authorization));
        if (id == null || id.isBlank() || id.length() > LONGEST_ID) {
            throw refused(
                    "webhook.id",
                    "thiếu tiêu đề webhook-id, hoặc dài hơn 200 ký tự",
                    "the header webhook-id is missing, or longer than 200 characters");
        }
        if (!isNow(now)) {
            throw refused(
                    "webhook.timestamp",
                    "webhook-timestamp lệch quá 5 phút so với đồng hồ của trạm; kiểm tra đồng hồ của hệ thống gửi",
                    "webhook-timestamp is more than 5 minutes off the hub's clock; check the clock of the system that sends");
        }
        var right = hmac(secret, body).getBytes(StandardCharsets.UTF_8);
        var one = Arrays.stream(signatures.strip().split("\\s+"))
                .limit(MOST_SIGNATURES)
                .filter(text -> text.startsWith("v1,"))
                .anyMatch(text -> MessageDigest.isEqual(text.substring(3).getBytes(StandardCharsets.UTF_8), right));
        if (!one) {
            throw refused(
                    "webhook.signature",
                    "chữ ký webhook-signature không khớp nội dung: phải là v1, và Base64 của HMAC-SHA256 trên ID.THỜI-ĐIỂM.NỘI-DUNG bằng chính khóa của nguồn (cả chuỗi mls_…, không giải mã)",
                    "the signature in webhook-signature does not fit the body: it is v1, and the Base64 of HMAC-SHA256 over ID.TIMESTAMP.BODY by the source's key itself (the whole text mls_…, nothing decoded)");
        }
    }

    private static String key(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw refused(
                    "webhook.key",
                    "Chỉ ký được bằng khóa API (Authorization: Bearer)",
                    "Only an API key signs (Authorization: Bearer)");
        }
        return authorization.substring(BEARER.length()).strip();
    }

    private boolean isNow(Instant now) {
        try {
            var then = Instant.ofEpochSecond(
                    Long.parseLong(String.valueOf(timestamp).strip()));
            return Duration.between(then, now).abs().compareTo(WINDOW) <= 0;
        } catch (RuntimeException e) { // no number, or none of a time
            return false;
        }
    }

    private String hmac(String secret, InputStream body) throws IOException {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((id + "." + timestamp.strip() + ".").getBytes(StandardCharsets.UTF_8));
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
