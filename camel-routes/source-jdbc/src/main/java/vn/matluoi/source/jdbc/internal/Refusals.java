package vn.matluoi.source.jdbc.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import vn.matluoi.api.route.Unusable;

/** Which passwords were refused where: each is tried once, and once more after a while. Any thread. */
final class Refusals {

    static final Duration WHILE = Duration.ofMinutes(15);

    private final Map<Account, Refusal> refused = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    private record Account(String host, int port, String username) {}

    private record Refusal(byte[] hash, long since, Unusable why) {}

    /** @param nanos a monotonic clock */
    Refusals(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return why that password was refused, while it must not be shown again */
    Optional<Unusable> of(JdbcSettings settings, String password) {
        return Optional.ofNullable(refused.get(account(settings)))
                .filter(refusal -> Arrays.equals(refusal.hash, hash(password)))
                .filter(refusal -> nanos.getAsLong() - refusal.since < WHILE.toNanos())
                .map(Refusal::why);
    }

    void refused(JdbcSettings settings, String password, Unusable why) {
        refused.put(account(settings), new Refusal(hash(password), nanos.getAsLong(), why));
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
