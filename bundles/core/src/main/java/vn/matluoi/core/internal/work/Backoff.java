package vn.matluoi.core.internal.work;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling from 1 s to 5 min, each wait drawn between half of itself and the
 * whole, so that devices which failed together do not come back together.
 */
public final class Backoff {

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofMinutes(5);

    private final RandomGenerator random;

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** @param failures how many tries failed in a row, at least 1 */
    public Duration after(int failures) {
        return after(failures, LONGEST);
    }

    /** @param atMost a bound of its own; more than 5 min is 5 min */
    public Duration after(int failures, Duration atMost) {
        var doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, 9));
        var longest = shorter(doubled, shorter(atMost, LONGEST));
        return Duration.ofMillis((long) (longest.toMillis() * (0.5 + random.nextDouble() / 2)));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    /** @return an interval up to a tenth shorter or longer, so that sources of one interval spread out */
    public Duration around(Duration interval) {
        return Duration.ofMillis((long) (interval.toMillis() * (0.9 + random.nextDouble() / 5)));
    }

    /** @return anything from nothing to the whole */
    public Duration upTo(Duration whole) {
        return Duration.ofMillis((long) (whole.toMillis() * random.nextDouble()));
    }
}
