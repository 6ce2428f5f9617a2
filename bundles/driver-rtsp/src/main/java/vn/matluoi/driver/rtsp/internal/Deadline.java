package vn.matluoi.driver.rtsp.internal;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Until when a call may go on, however often a byte comes.
 *
 * @param at end, on the clock's scale
 * @param nanos a clock that never jumps, in nanoseconds
 */
record Deadline(long at, LongSupplier nanos) {

    static Deadline in(Duration time, LongSupplier nanos) {
        return new Deadline(nanos.getAsLong() + time.toNanos(), nanos);
    }

    /**
     * @return at least 1
     * @throws SocketTimeoutException if it has passed
     */
    int millisLeft() throws SocketTimeoutException {
        var left = at - nanos.getAsLong();
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.max(1, left / 1_000_000));
    }
}
