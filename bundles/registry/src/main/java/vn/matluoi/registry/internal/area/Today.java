package vn.matluoi.registry.internal.area;

import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Which day it is in Việt Nam, where rules of law count days: the latest seen since this began. A clock that is set back
 * gives nobody a right in a unit that is no more, and takes none away in one that came since. Any thread.
 */
public final class Today {

    private static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    private final InstantSource clock;
    private final AtomicReference<LocalDate> latest;

    public Today(InstantSource clock) {
        this.clock = clock;
        this.latest = new AtomicReference<>(read());
    }

    public LocalDate get() {
        return latest.accumulateAndGet(read(), (before, now) -> now.isAfter(before) ? now : before);
    }

    private LocalDate read() {
        return LocalDate.ofInstant(clock.instant(), ZONE);
    }
}
