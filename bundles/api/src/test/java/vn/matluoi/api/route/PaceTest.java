package vn.matluoi.api.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static Duration pause(Duration every, int failures) {
        return new Pace(every, () -> 0.5).after(failures);
    }

    @Test
    void aRunThatWentWellIsFollowedByThePeriod() {
        assertThat(pause(Duration.ofSeconds(60), 0)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void aTenthMoreOrLessKeepsRoutesApart() {
        assertThat(new Pace(Duration.ofSeconds(100), () -> 0).after(0)).isEqualTo(Duration.ofSeconds(90));
        assertThat(new Pace(Duration.ofSeconds(100), () -> 1).after(0)).isEqualTo(Duration.ofSeconds(110));
    }

    @Test
    void everyFailureDoublesThePauseUpToAnHour() {
        assertThat(pause(Duration.ofSeconds(60), 1)).isEqualTo(Duration.ofSeconds(120));
        assertThat(pause(Duration.ofSeconds(60), 3)).isEqualTo(Duration.ofSeconds(480));
        assertThat(pause(Duration.ofSeconds(60), 6)).isEqualTo(Duration.ofHours(1));
        assertThat(pause(Duration.ofSeconds(60), Integer.MAX_VALUE)).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void aLongerPeriodStaysWhatItIs() {
        assertThat(pause(Duration.ofDays(7), 40)).isEqualTo(Duration.ofDays(7));
    }
}
