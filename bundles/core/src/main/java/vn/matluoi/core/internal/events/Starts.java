package vn.matluoi.core.internal.events;

import java.time.Duration;
import vn.matluoi.core.internal.work.Moment;
import vn.matluoi.core.internal.work.Timer;

/**
 * When the next subscription may begin, hub-wide: recorders that come back together after a power cut are subscribed to
 * one after another. Any thread.
 */
final class Starts {

    /** Ten a second: five hundred recorders within a minute. */
    static final Duration APART = Duration.ofMillis(100);

    private final Timer timer;
    private Moment next; // guarded by this

    Starts(Timer timer) {
        this.timer = timer;
        this.next = timer.now();
    }

    /** Takes a place in the line. @return how long to wait for it */
    synchronized Duration take() {
        var now = timer.now();
        var mine = next.isBefore(now) ? now : next;
        next = mine.plus(APART);
        return mine.since(now);
    }
}
