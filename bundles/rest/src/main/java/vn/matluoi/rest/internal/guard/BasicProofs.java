package vn.matluoi.rest.internal.guard;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Spares a program that sends HTTP Basic with each request the slow check of its password each time: what was proved
 * once stands for a session, which ends as every session does and at once when the account changes. Only an HMAC of what
 * was sent is kept, under a key that dies with the process. Any thread.
 */
final class BasicProofs {

    private static final int MOST = 1_000;

    private final SecretKeySpec key;
    /** Guarded by {@code this}; the one longest unused goes first. */
    private final Map<String, String> sessions = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    BasicProofs() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    synchronized Optional<String> session(String sent) {
        return Optional.ofNullable(sessions.get(mark(sent)));
    }

    synchronized void keep(String sent, String session) {
        sessions.put(mark(sent), session);
    }

    private String mark(String sent) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return Base64.getEncoder().encodeToString(mac.doFinal(sent.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException missing) {
            throw new IllegalStateException("every Java has HMAC-SHA-256", missing);
        }
    }
}
