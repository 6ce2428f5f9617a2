package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;

/** Five hundred sources on eight threads. */
@Timeout(60)
class ThreadsTest {

    private static final int SOURCES = 500;
    private static final int WORKERS = 8;

    private final Hub hub = new Hub(new PlainVault());

    @Test
    void threadsDoNotGrowWithDevices() throws Exception {
        hub.supervision.stop();
        Set<Thread> used = ConcurrentHashMap.newKeySet();
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        hub.device.whileAsked = () -> {
            used.add(Thread.currentThread());
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            atOnce.decrementAndGet();
        };
        var before = Thread.activeCount();
        var pool = Executors.newFixedThreadPool(WORKERS);
        try {
            hub.supervision = hub.start(pool, WORKERS);
            for (var i = 0; i < SOURCES; i++) {
                hub.enter("nvr-" + i, "right", Map.of());
            }
            hub.timer.advance(Supervision.START_WITHIN);
            await().until(() -> meanwhile(() -> hub.device.opened.get() >= SOURCES));
            await().until(() -> meanwhile(() -> hub.catalogue.ofChannelCount() == 3 * SOURCES));

            assertThat(used).hasSizeLessThanOrEqualTo(WORKERS);
            assertThat(most).hasValueLessThanOrEqualTo(WORKERS);
            assertThat(Thread.activeCount() - before).isLessThanOrEqualTo(WORKERS + 2);
            assertThat(hub.timer.pending()).isLessThanOrEqualTo(SOURCES + 1);
        } finally {
            hub.supervision.stop();
            pool.shutdownNow();
        }
    }

    @Test
    void silentDevicesDoNotHoldUpTheOthers() throws Exception {
        hub.supervision.stop();
        var silence = new CountDownLatch(1);
        var silent = new FakeDevice();
        var pool = Executors.newFixedThreadPool(WORKERS);
        try {
            hub.supervision = hub.start(pool, WORKERS);
            hub.shelf.add(new vn.matluoi.core.internal.driver.DriverShelf.Serving(
                    "silent", new org.osgi.framework.Version("1.0.0"), silent, java.util.List.of()));
            silent.failure = FakeDevice.UNREACHABLE;
            for (var i = 0; i < 50; i++) {
                hub.enter("silent", "silent-" + i, "right", Map.of());
            }
            hub.timer.advance(Duration.ofSeconds(2));
            await().until(() -> meanwhile(() -> silent.opened.get() >= 50));
            silent.whileAsked = () -> {
                try {
                    silence.await(); // a device that never answers, until the test ends
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            };
            hub.timer.advance(Duration.ofSeconds(5));
            for (var i = 0; i < 50; i++) {
                hub.enter("nvr-" + i, "right", Map.of());
            }
            hub.timer.advance(Supervision.START_WITHIN);
            await().until(() -> meanwhile(() -> hub.device.opened.get() >= 50));
        } finally {
            silence.countDown();
            hub.supervision.stop();
            pool.shutdownNow();
        }
    }

    /** What a worker puts off until a moment that had passed when it did so comes, too. */
    private boolean meanwhile(BooleanSupplier met) {
        hub.timer.advance(Duration.ofMillis(100));
        return met.getAsBoolean();
    }
}
