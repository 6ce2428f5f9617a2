package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DayTimesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private Instant now = at("2026-11-29T10:00");

    private final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneId.of("UTC");
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };

    private double chance;

    private final DayTimes times = new DayTimes(List.of(LocalTime.of(14, 0), LocalTime.of(2, 0)), clock, () -> chance);

    /** In Vietnam. */
    private static Instant at(String local) {
        return LocalDateTime.parse(local).atZone(ZoneId.of("Asia/Ho_Chi_Minh")).toInstant();
    }

    private Instant next(Duration wait) {
        return now.plus(wait).minus(SECOND);
    }

    @Test
    void aRouteThatIsNewWaitsForTheNextOfItsTimes() {
        assertThat(next(times.first(Optional.empty()))).isEqualTo(at("2026-11-29T14:00"));
        assertThat(times.done()).isEqualTo(now);
    }

    @Test
    void runsAtEachOfItsTimesDayAfterDay() {
        times.first(Optional.empty());
        for (var time : List.of("2026-11-29T14:00", "2026-11-30T02:00", "2026-11-30T14:00", "2026-12-01T02:00")) {
            assertThat(next(times.after(0))).isEqualTo(at(time));
            now = at(time).plusSeconds(1);
            times.ran(now);
            now = now.plusSeconds(90);
        }
    }

    @Test
    void whatWasMissedWhileTheHubWasDownIsRunOnceAtOnce() {
        assertThat(times.first(Optional.of(at("2026-11-20T14:01")))).isEqualTo(SECOND);
        times.ran(now);
        assertThat(next(times.after(0))).isEqualTo(at("2026-11-29T14:00"));
    }

    @Test
    void whatWasDoneBeforeARestartIsNotDoneAgain() {
        assertThat(next(times.first(Optional.of(at("2026-11-29T02:03"))))).isEqualTo(at("2026-11-29T14:00"));
    }

    @Test
    void comesUpToFiveMinutesLateSoThatRoutesDoNotMeet() {
        chance = 1;
        assertThat(next(times.first(Optional.empty()))).isEqualTo(at("2026-11-29T14:05"));
    }

    @Test
    void aRunThatOutlastsTheNextTimeIsFollowedByOne() {
        times.first(Optional.empty());
        times.ran(at("2026-11-29T13:59"));
        now = at("2026-11-29T14:30");
        assertThat(times.after(0)).isEqualTo(SECOND);
    }

    @Test
    void aRunThatFailedIsTriedAgainSoonAndThenHourlyButNoLaterThanTheNextTime() {
        chance = 0.5;
        times.first(Optional.of(at("2026-11-29T02:01")));
        assertThat(times.after(1)).isEqualTo(Duration.ofMinutes(5));
        assertThat(times.after(2)).isEqualTo(Duration.ofMinutes(10));
        assertThat(times.after(9)).isEqualTo(Duration.ofHours(1));
        now = at("2026-11-29T13:50");
        assertThat(times.after(9)).isLessThan(Duration.ofMinutes(14));
        assertThat(times.done()).as("nothing was done").isEqualTo(at("2026-11-29T02:01"));
    }

    @Test
    void aClockThatWasPutBackMakesItWaitADayAtMost() {
        now = Instant.EPOCH;
        assertThat(times.first(Optional.of(at("2026-11-29T02:01")))).isLessThan(Duration.ofDays(1));
    }
}
