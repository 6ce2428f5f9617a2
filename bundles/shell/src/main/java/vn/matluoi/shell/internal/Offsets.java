package vn.matluoi.shell.internal;

import java.time.Duration;
import java.util.Locale;

/** How far a clock is off, as tables show it. */
final class Offsets {

    private Offsets() {}

    /** @return with its sign, {@code +} for a clock that is fast */
    static String seconds(Duration offset) {
        return String.format(Locale.ROOT, "%+.1f", offset.toMillis() / 1000.0);
    }
}
