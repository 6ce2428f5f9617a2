package vn.matluoi.api.route;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;

/**
 * Runs at times of the day, each up to five minutes late so that routes of one time do not meet. What was missed while the hub was down,
 * however often, is made up for by one run. One that failed is tried again, sooner first and hourly later, until the next time comes.
 */
final class DayTimes implements Rhythm, Poll.Times {

    static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    static final Duration LATEST = Duration.ofMinutes(5);

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMinutes(5);

    private final NavigableSet<LocalTime> times;
    private final Clock clock;
    private final DoubleSupplier chance;
    private final Pace again;
    private Instant done; // guarded by this

    /**
     * @param times of the day, at least one
     * @param chance from 0 up to 1
     */
    DayTimes(List<LocalTime> times, Clock clock, DoubleSupplier chance) {
        this.times = new TreeSet<>(times);
        this.clock = clock;
        this.chance = chance;
        this.again = new Pace(AGAIN, chance);
        this.done = clock.instant();
    }

    @Override
    public Optional<Poll.Times> times() {
        return Optional.of(this);
    }

    @Override
    public synchronized Duration first(Optional<Instant> before) {
        done = before.orElseGet(clock::instant); // of a route that is new nothing was missed
        return after(0);
    }

    @Override
    public synchronized Instant done() {
        return done;
    }

    @Override
    public synchronized void ran(Instant begun) {
        done = begun;
    }

    @Override
    public synchronized Duration after(int failures) {
        var now = clock.instant();
        if (failures == 0 && !next(done).isAfter(now)) {
            return AT_ONCE;
        }
        // counted from now: a clock that was put back does not make it wait for years
        var due = Duration.between(now, next(now)).plus(late());
        var soon = again.after(failures - 1);
        return failures > 0 && soon.compareTo(due) < 0 ? soon : due;
    }

    private Duration late() {
        return AT_ONCE.plusMillis(Math.round(LATEST.toMillis() * chance.getAsDouble()));
    }

    /** @return the first of the times after that moment */
    private Instant next(Instant moment) {
        var local = moment.atZone(ZONE);
        var later = times.higher(local.toLocalTime());
        return later == null
                ? local.toLocalDate()
                        .plusDays(1)
                        .atTime(times.first())
                        .atZone(ZONE)
                        .toInstant()
                : local.toLocalDate().atTime(later).atZone(ZONE).toInstant();
    }
}
