package vn.matluoi.core.internal.events;

import vn.matluoi.core.internal.work.Moment;

/** How many events one device may tell: so many at once after a pause, and so many each second for long. Not for several threads. */
final class Allowance {

    static final int AT_ONCE = 500;
    static final int PER_SECOND = 50;

    private double left = AT_ONCE;
    private Moment counted;

    Allowance(Moment now) {
        this.counted = now;
    }

    /** @return whether one more would not be allowed; nothing is counted */
    boolean isSpent(Moment now) {
        var seconds = now.since(counted).toNanos() / 1e9;
        left = Math.min(AT_ONCE, left + seconds * PER_SECOND);
        counted = now;
        return left < 1;
    }

    /** @return whether one more is allowed; it is counted then */
    boolean takes(Moment now) {
        if (isSpent(now)) {
            return false;
        }
        left--;
        return true;
    }
}
