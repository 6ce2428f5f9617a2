package vn.matluoi.access.internal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Which one-time passwords are still good: until the moment kept with the account, and no longer than that was away when
 * this process first saw it, {@link LocalAccounts#ONE_TIME} at most. So a clock set back lengthens none; one set forward may
 * end one early. Any thread.
 */
final class OneTimeTerms {

    private final Clock clock;
    private final LongSupplier nanos;
    private final Map<String, Term> terms = new ConcurrentHashMap<>();

    /** @param until on the monotonic clock */
    private record Term(Instant expires, long until) {}

    /** @param nanos a monotonic clock, as {@link System#nanoTime()} */
    OneTimeTerms(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /** To be called as soon as there is such a password: from then on its time is measured. */
    boolean isGood(String username, Instant expires) {
        var now = clock.instant();
        var term = terms.compute(
                username,
                (name, known) -> known != null && known.expires.equals(expires) ? known : begin(now, expires));
        return now.isBefore(expires) && nanos.getAsLong() - term.until < 0;
    }

    private Term begin(Instant now, Instant expires) {
        var left = Duration.between(now, expires);
        var most = left.compareTo(LocalAccounts.ONE_TIME) < 0 ? left : LocalAccounts.ONE_TIME;
        return new Term(expires, nanos.getAsLong() + most.toNanos());
    }

    void forget(String username) {
        terms.remove(username);
    }
}
