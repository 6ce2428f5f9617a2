package vn.matluoi.source.jdbc.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Which passwords were refused where: each is tried once, and once more after a while. Any thread. */
final class Refusals {

    static final Duration WHILE = Duration.ofMinutes(15);

    private final Map<Account, Refusal> refused = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    private record Account(String host, int port, String username) {}

    private record Refusal(byte[] hash, long since) {}

    /** @param nanos a monotonic clock */
    Refusals(LongSupplier nanos) {
        this.nanos = nanos;
    }

    boolean isRefused(JdbcSettings settings, String password) {
        var refusal = refused.get(account(settings));
        return refusal != null
                && Arrays.equals(refusal.hash, hash(password))
                && nanos.getAsLong() - refusal.since < WHILE.toNanos();
    }

    void refused(JdbcSettings settings, String password) {
        refused.put(account(settings), new Refusal(hash(password), nanos.getAsLong()));
    }

    void taken(JdbcSettings settings) {
        refused.remove(account(settings));
    }

    private static Account account(JdbcSettings settings) {
        return new Account(settings.host(), settings.port(), settings.username());
    }

    private static byte[] hash(String password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
