package vn.matluoi.rest.internal.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.health.Readiness;
import vn.matluoi.rest.internal.Services;

@Timeout(60)
class AskedChecksTest {

    private final AtomicLong now = new AtomicLong();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch may = new CountDownLatch(1);

    private AskedChecks asking(HealthCheck check) {
        var services = new Services() {
            @Override
            public <T> List<T> all(Class<T> type) {
                return List.of(type.cast(check));
            }
        };
        return new AskedChecks(services, List.of("rest"), now::get, TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void whoComesWhileAnotherAsksGetsWhatIsKnownAndWaitsForNothing() {
        try (var checks = asking(new SlowCheck())) {
            var first = CompletableFuture.supplyAsync(checks::ask);
            await(asked);
            var meanwhile = checks.ask();
            assertThat(meanwhile.ready()).isFalse();
            assertThat(meanwhile.checks()).extracting(Readiness.Check::name).containsExactly("rest");
            assertThat(meanwhile.checks().get(0).detail().en()).contains("first time");

            may.countDown();
            assertThat(first.join().ready()).isTrue();
            assertThat(checks.ask()).isEqualTo(first.join());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
        }
    }

    private final class SlowCheck implements HealthCheck {

        @Override
        public String name() {
            return "rest";
        }

        @Override
        public Result check() {
            asked.countDown();
            await(may);
            return Result.ok(Text.same("200"));
        }
    }
}
