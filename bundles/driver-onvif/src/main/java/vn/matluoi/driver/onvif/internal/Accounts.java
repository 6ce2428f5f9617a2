package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.Target;

/**
 * What is known of accounts that log in by WS-UsernameToken, which the HTTP client does not see: a rejected one is sent nowhere
 * for a minute, and one session proves it while others wait. That keeps sessions opened at the same time from locking the
 * device; beyond it the hub's own breaker keeps the source stopped until a person acts. Safe for any thread.
 */
final class Accounts {

    private static final Duration REJECTED_FOR = Duration.ofSeconds(60);

    /** The one used longest ago goes first. About 300 bytes each. */
    private static final int REMEMBERED = 20_000;

    private final LongSupplier nanos;
    private final byte[] salt = new byte[16];

    private final Map<Key, Account> accounts = new LinkedHashMap<>(16, 0.75f, true) { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Account> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private record Key(SourceId source, String where, String user, String secretHash) {}

    /** @param nanos a clock that never jumps, in nanoseconds */
    Accounts(LongSupplier nanos) {
        this.nanos = nanos;
        new SecureRandom().nextBytes(salt);
    }

    synchronized Account of(Target target) {
        var key = new Key(target.id(), target.address().toString(), target.user(), hash(target.secret()));
        return accounts.computeIfAbsent(key, k -> new Account());
    }

    private String hash(String secret) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            return HexFormat.of().formatHex(sha.digest(secret.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /** One account of one source. */
    final class Account {

        /** Held by the one that proves the account. */
        private final ReentrantLock proving = new ReentrantLock();

        private volatile Optional<Rejected> rejected = Optional.empty();

        private record Rejected(long until, Refused why) {}

        /** @throws Busy if another has proved it for longer than {@code patience} */
        void lock(Duration patience) throws Busy {
            try {
                if (!proving.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw Words.full("log-in");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Words.full("log-in");
            }
        }

        void unlock() {
            proving.unlock();
        }

        /** @throws Refused if it was rejected a short while ago */
        void check() throws Refused {
            var known = rejected.filter(r -> nanos.getAsLong() - r.until < 0);
            if (known.isPresent()) {
                throw known.get().why;
            }
        }

        void reject(Refused why) {
            rejected = Optional.of(new Rejected(nanos.getAsLong() + REJECTED_FOR.toNanos(), why));
        }
    }
}
