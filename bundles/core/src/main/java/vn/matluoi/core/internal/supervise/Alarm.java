package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.time.Instant;
import vn.matluoi.core.internal.work.Timer;

/** When a source is to be looked at next: one call at a time. Any thread. */
final class Alarm {

    private final Timer timer;
    private final Runnable call;
    private Timer.Pending pending = () -> {}; // guarded by this, as below
    private Instant due = Instant.MAX;
    private boolean closed;

    Alarm(Timer timer, Runnable call) {
        this.timer = timer;
        this.call = call;
    }

    /** Calls after that time, unless it is to call sooner anyway. */
    synchronized void set(Duration delay) {
        var at = timer.instant().plus(delay);
        if (closed || !at.isBefore(due)) {
            return;
        }
        pending.cancel();
        due = at;
        pending = timer.after(delay, this::ring);
    }

    private void ring() {
        synchronized (this) {
            if (closed) {
                return;
            }
            due = Instant.MAX;
        }
        call.run();
    }

    /** Calls no more. */
    synchronized void close() {
        closed = true;
        pending.cancel();
    }
}
