package vn.matluoi.core.internal.work;

import java.time.Duration;

/**
 * A line, hub-wide, for what would else begin all at once: after a power cut recorders come back together, and go on one after
 * another. Nobody is held in it: who takes a place is told how long to wait. Any thread.
 */
public final class Turns {

    private final Timer timer;
    private final Duration apart;
    private Moment next; // guarded by this

    /** @param apart time between two places */
    public Turns(Timer timer, Duration apart) {
        this.timer = timer;
        this.apart = apart;
        this.next = timer.now();
    }

    /** Takes a place in the line. @return how long to wait for it */
    public synchronized Duration take() {
        var now = timer.now();
        var mine = next.isBefore(now) ? now : next;
        next = mine.plus(apart);
        return mine.since(now);
    }
}
