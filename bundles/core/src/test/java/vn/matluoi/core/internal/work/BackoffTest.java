package vn.matluoi.core.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(new Random(1));

    @Test
    void doublesFromOneSecondToFiveMinutesWithJitter() {
        assertThat(backoff.after(1)).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(backoff.after(5)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
        for (var failures = 9; failures < 100; failures++) {
            assertThat(backoff.after(failures)).isBetween(Duration.ofSeconds(128), Duration.ofMinutes(5));
        }
        assertThat(backoff.after(Integer.MAX_VALUE)).isLessThanOrEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void spreadsAnIntervalByATenth() {
        var least = Duration.ofSeconds(60);
        var most = Duration.ZERO;
        for (var i = 0; i < 1000; i++) {
            var drawn = backoff.around(Duration.ofSeconds(30));
            least = drawn.compareTo(least) < 0 ? drawn : least;
            most = drawn.compareTo(most) > 0 ? drawn : most;
        }
        assertThat(least).isBetween(Duration.ofSeconds(27), Duration.ofMillis(27_500));
        assertThat(most).isBetween(Duration.ofMillis(32_500), Duration.ofSeconds(33));
    }
}
