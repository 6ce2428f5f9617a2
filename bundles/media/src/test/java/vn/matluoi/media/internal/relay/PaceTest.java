package vn.matluoi.media.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.SelectStrategy;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PaceTest {

    @Test
    void aLoopWithNothingLeftToDoRestsAndThenWaitsForItsSockets() throws Exception {
        var strategy = new Pace(Duration.ofMillis(20)).newSelectStrategy();
        LockSupport.parkNanos(1); // takes a permit that may be left
        var began = System.nanoTime();

        var next = strategy.calculateStrategy(() -> 7, false);

        assertThat(next).isEqualTo(SelectStrategy.SELECT);
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(20_000_000);
    }

    @Test
    void aLoopWithTasksDoesNotRest() throws Exception {
        var strategy = new Pace(Duration.ofDays(1)).newSelectStrategy();

        var next = strategy.calculateStrategy(() -> 7, true);

        assertThat(next).isEqualTo(7);
    }
}
