package vn.matluoi.events.internal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/** A stretch of Việt Nam's time by which the table {@code events_count} counts. */
enum Span {
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS);

    static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    private final ChronoUnit unit;

    Span(ChronoUnit unit) {
        this.unit = unit;
    }

    ZonedDateTime start(Instant moment) {
        return moment.atZone(ZONE).truncatedTo(unit);
    }

    /** @param at in milliseconds since 1970, as what is returned */
    long start(long at) {
        return start(Instant.ofEpochMilli(at)).toInstant().toEpochMilli();
    }
}
