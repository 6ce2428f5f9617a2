package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import vn.matluoi.core.internal.work.Moment;
import vn.matluoi.core.internal.work.Timer;
import vn.matluoi.core.internal.work.Turns;

/**
 * When a source is to be looked at next: one call at a time. While its device is missed the call comes after a place in the
 * hub-wide line, as each such look logs in. Any thread.
 */
final class Alarm {

    /**
     * Eighty log-ins a second, less than a hundred with those that a subscription opens: what a switch or a fibre brings back
     * at once reaches the network as a rise, not as a blow.
     */
    static final Duration SOUGHT_APART = Duration.ofNanos(12_500_000);

    private static final Duration HURRIED_EVERY = Duration.ofSeconds(5);

    private final Timer timer;
    private final Turns seeking;
    private final BooleanSupplier missed;
    private final Runnable call;
    private Timer.Pending pending = () -> {}; // guarded by this, as below
    private Optional<Moment> due = Optional.empty();
    private Optional<Moment> hurried = Optional.empty();
    private Optional<Moment> place = Optional.empty(); // in the line
    private boolean closed;

    /** @param missed whether the device did not answer when it was looked at last */
    Alarm(Timer timer, Turns seeking, BooleanSupplier missed, Runnable call) {
        this.timer = timer;
        this.seeking = seeking;
        this.missed = missed;
        this.call = call;
    }

    /** Calls after that time, unless it is to call sooner anyway. */
    synchronized void set(Duration delay) {
        var at = timer.now().plus(delay);
        if (closed || due.filter(sooner -> !at.isBefore(sooner)).isPresent()) {
            return;
        }
        pending.cancel();
        due = Optional.of(at);
        pending = timer.after(delay, this::ring);
    }

    /** Calls now, since someone waits for it; but many who wait are one. */
    synchronized void hurry() {
        var now = timer.now();
        if (hurried.filter(last -> now.since(last).compareTo(HURRIED_EVERY) < 0).isPresent()) {
            return;
        }
        hurried = Optional.of(now);
        set(Duration.ZERO);
    }

    private void ring() {
        synchronized (this) {
            if (closed) {
                return;
            }
            due = Optional.empty();
            if (standsInLine()) {
                return;
            }
            place = Optional.empty();
        }
        call.run();
    }

    /** Who calls meanwhile keeps the place there is; a device that is not missed any more, as its settings changed, has none. */
    private boolean standsInLine() {
        if (!missed.getAsBoolean()) {
            return false;
        }
        var now = timer.now();
        var mine = place.orElseGet(() -> now.plus(seeking.take()));
        if (!now.isBefore(mine)) {
            return false;
        }
        place = Optional.of(mine);
        due = place;
        pending = timer.after(mine.since(now), this::ring);
        return true;
    }

    /** Calls no more. */
    synchronized void close() {
        closed = true;
        pending.cancel();
    }
}
