package vn.matluoi.forward.internal;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/** How long to wait after each failure in a row: twice as long each time, up to half a minute, a fifth more or less. */
final class Backoff {

    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private static final Duration FIRST = Duration.ofMillis(500);

    private final DoubleSupplier random;
    private Duration next = FIRST;

    /** @param random 0 to 1 */
    Backoff(DoubleSupplier random) {
        this.random = random;
    }

    Duration failed() {
        var now = next;
        next = min(next.multipliedBy(2), LONGEST);
        return Duration.ofMillis(Math.round(now.toMillis() * (0.8 + 0.4 * random.getAsDouble())));
    }

    /** @param asked how long the receiver asks to be left alone */
    Duration failed(Duration asked) {
        var own = failed();
        return asked.compareTo(own) > 0 ? min(asked, LONGEST_ASKED) : own;
    }

    void worked() {
        next = FIRST;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
