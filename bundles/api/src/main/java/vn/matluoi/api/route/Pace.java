package vn.matluoi.api.route;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long to wait for the next run: the route's period, twice as long after each run that failed, up to an hour or the period if that
 * is longer; a tenth more or less.
 */
final class Pace implements Rhythm {

    static final Duration LONGEST = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 20;
    private static final double JITTER = 0.1;

    private final Duration every;
    private final Duration most;
    private final DoubleSupplier chance;

    /** @param chance from 0 up to 1 */
    Pace(Duration every, DoubleSupplier chance) {
        this.every = every;
        this.most = every.compareTo(LONGEST) > 0 ? every : LONGEST;
        this.chance = chance;
    }

    @Override
    public Duration after(int failures) {
        var pause = every.multipliedBy(1L << Math.max(0, Math.min(failures, MOST_DOUBLINGS)));
        var capped = pause.compareTo(most) > 0 ? most : pause;
        return Duration.ofMillis(Math.round(capped.toMillis() * (1 - JITTER + 2 * JITTER * chance.getAsDouble())));
    }
}
