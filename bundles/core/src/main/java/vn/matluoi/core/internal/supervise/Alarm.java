package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.Optional;
import vn.matluoi.core.internal.work.Moment;
import vn.matluoi.core.internal.work.Timer;

/** When a source is to be looked at next: one call at a time. Any thread. */
final class Alarm {

    private static final Duration HURRIED_EVERY = Duration.ofSeconds(5);

    private final Timer timer;
    private final Runnable call;
    private Timer.Pending pending = () -> {}; // guarded by this, as below
    private Optional<Moment> due = Optional.empty();
    private Optional<Moment> hurried = Optional.empty();
    private boolean closed;

    Alarm(Timer timer, Runnable call) {
        this.timer = timer;
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
        }
        call.run();
    }

    /** Calls no more. */
    synchronized void close() {
        closed = true;
        pending.cancel();
    }
}
