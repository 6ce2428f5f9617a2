package vn.matluoi.access.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;

class ThrottleTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
    private final Throttle throttle = new Throttle(3, now::get);

    @Test
    void waitsTwiceAsLongEachTime() {
        tryTimes(3);
        for (var seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            now.addAndGet(Duration.ofMillis(seconds * 1000L - 1).toNanos());
            assertThatThrownBy(() -> throttle.begin("lan"))
                    .isInstanceOf(HubException.class)
                    .hasMessageContaining("1 seconds");
            now.addAndGet(Duration.ofMillis(1).toNanos());
            throttle.begin("lan");
        }
    }

    @Test
    void forgetsAfterSuccessAndAfterQuiet() {
        tryTimes(3);
        throttle.forget("lan");
        tryTimes(3);
        now.addAndGet(Duration.ofMinutes(16).toNanos());
        assertThatCode(() -> tryTimes(3)).doesNotThrowAnyException();
    }

    @Test
    void aRightTryDoesNotCount() {
        for (var i = 0; i < 20; i++) {
            throttle.begin("lan");
            throttle.takeBack("lan");
        }
        assertThatCode(() -> throttle.begin("lan")).doesNotThrowAnyException();
    }

    private void tryTimes(int times) {
        for (var i = 0; i < times; i++) {
            throttle.begin("lan");
        }
    }
}
