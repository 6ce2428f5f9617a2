package vn.matluoi.rest.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private final AtomicLong now = new AtomicLong();
    private final RateLimit limit = new RateLimit(10, 20, request -> false, now::get);

    @Test
    void letsABurstThroughAndThenTheRate() {
        assertThat(through("192.0.2.1", 30)).isEqualTo(20);
        assertThat(through("192.0.2.2", 5)).isEqualTo(5);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(through("192.0.2.1", 30)).isEqualTo(10);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(through("192.0.2.1", 30)).isEqualTo(20);
    }

    private int through(String address, int requests) {
        var through = new AtomicInteger();
        for (var i = 0; i < requests; i++) {
            if (limit.takes(address)) {
                through.incrementAndGet();
            }
        }
        return through.get();
    }
}
