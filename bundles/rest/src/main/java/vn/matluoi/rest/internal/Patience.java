package vn.matluoi.rest.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How loudly a failure that comes again and again is told: at first shortly, once more when it lasts, then quietly. */
final class Patience {

    /** What comes at the hub's own start is over by then. */
    static final Duration LASTS = Duration.ofSeconds(30);

    private final LongSupplier nanos;
    private long first;
    private boolean failed;
    private boolean warned;

    /** @param nanos a clock as {@link System#nanoTime} */
    Patience(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How to tell a failure. */
    enum Tone {
        SHORTLY,
        LOUDLY,
        QUIETLY
    }

    /** It failed once more. */
    Tone failed() {
        var now = nanos.getAsLong();
        if (!failed) {
            failed = true;
            first = now;
            return Tone.SHORTLY;
        }
        if (!warned && now - first >= LASTS.toNanos()) {
            warned = true;
            return Tone.LOUDLY;
        }
        return Tone.QUIETLY;
    }
}
