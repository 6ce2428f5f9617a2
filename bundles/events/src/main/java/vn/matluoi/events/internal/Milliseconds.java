package vn.matluoi.events.internal;

import java.time.Instant;

/** Instants as the tables hold them. */
final class Milliseconds {

    private Milliseconds() {}

    /** @return milliseconds since 1970; a device's clock may say anything, and the nearest is kept of what does not fit */
    static long of(Instant instant) {
        try {
            return instant.toEpochMilli();
        } catch (ArithmeticException far) {
            return instant.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
