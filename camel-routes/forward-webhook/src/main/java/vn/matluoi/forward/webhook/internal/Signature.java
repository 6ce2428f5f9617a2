package vn.matluoi.forward.webhook.internal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs messages as Standard Webhooks 1.0.0 has it: HMAC-SHA256 over {@code id.timestamp.body}. With two keys, of which one is about
 * to go, a message bears two signatures.
 */
final class Signature {

    /** Fewer bytes make no key. */
    static final int LEAST_KEY = 24;

    private static final String PREFIX = "whsec_";
    private static final int MOST_KEYS = 2;
    private static final String ALGORITHM = "HmacSHA256";

    private final List<byte[]> keys;

    private Signature(List<byte[]> keys) {
        this.keys = keys;
    }

    /**
     * @param text what the key's file holds: one or two lines, each {@code whsec_} and the key in Base64, or the key itself
     * @return empty if that is no key of 24 bytes or more
     */
    static Optional<Signature> with(String text) {
        var keys = new ArrayList<byte[]>();
        for (var line : text.strip().lines().map(String::strip).toList()) {
            var key = key(line);
            if (key.isEmpty() || key.get().length < LEAST_KEY) {
                return Optional.empty();
            }
            keys.add(key.get());
        }
        return keys.isEmpty() || keys.size() > MOST_KEYS ? Optional.empty() : Optional.of(new Signature(keys));
    }

    private static Optional<byte[]> key(String line) {
        if (!line.startsWith(PREFIX)) {
            return Optional.of(line.getBytes(StandardCharsets.UTF_8));
        }
        try {
            return Optional.of(Base64.getDecoder().decode(line.substring(PREFIX.length())));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** @return the headers of a message */
    Map<String, String> headers(String id, Instant now, byte[] body) {
        var timestamp = String.valueOf(now.getEpochSecond());
        var head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "webhook-id",
                id,
                "webhook-timestamp",
                timestamp,
                "webhook-signature",
                keys.stream().map(key -> "v1," + mac(key, head, body)).collect(Collectors.joining(" ")));
    }

    private static String mac(byte[] key, byte[] head, byte[] body) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update(head);
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HMAC-SHA256", e);
        }
    }
}
