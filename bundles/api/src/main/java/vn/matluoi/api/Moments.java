package vn.matluoi.api;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Moments as programs write them (RFC 3339). */
public final class Moments {

    private static final int EARLIEST_YEAR = 1970;
    private static final int LATEST_YEAR = 9998;

    private Moments() {}

    /**
     * @return the moment; empty if it is none, says no time zone, or is of a year that no clock of today says, not even a wrong one: it must
     *     be 1970 to 9998 as it is written
     */
    public static Optional<Instant> read(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text))
                    .filter(moment -> moment.getYear() >= EARLIEST_YEAR && moment.getYear() <= LATEST_YEAR)
                    .map(OffsetDateTime::toInstant);
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }
}
