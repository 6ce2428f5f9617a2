package vn.matluoi.simulators.recorder;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * How far a recorder's clock is from the truth.
 *
 * @param seconds ahead; negative: behind
 * @param year what it takes the year to be; 0 for the right one
 */
record WrongClock(long seconds, int year) {

    static final WrongClock RIGHT = new WrongClock(0, 0);

    /** Viet Nam keeps UTC+7 all year. */
    private static final ZoneOffset VIETNAM = ZoneOffset.ofHours(7);

    OffsetDateTime now(java.time.Clock clock) {
        OffsetDateTime time =
                clock.instant().atOffset(VIETNAM).plusSeconds(seconds).withNano(0);
        return year == 0 ? time : time.withYear(year);
    }
}
