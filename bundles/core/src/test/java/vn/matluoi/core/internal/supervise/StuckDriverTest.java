package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Version;
import vn.matluoi.api.State.Kind;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;
import vn.matluoi.core.internal.work.Lanes;

/** A driver whose calls do not come back, on as many workers as it has sources. */
@Timeout(60)
class StuckDriverTest {

    private final Hub hub = new Hub(new PlainVault());
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void stop() throws Exception {
        release.countDown();
        hub.supervision.stop();
        pool.shutdownNow();
    }

    @Test
    void itsSourcesAreOfflineItIsNamedAndTheOthersAreWatchedOn() throws Exception {
        hub.supervision.stop();
        hub.supervision = hub.start(new Lanes(pool, 2, 64, hub.timer, Duration.ofSeconds(90)));
        var bad = new FakeDevice();
        var hanging = new CountDownLatch(2);
        bad.whileAsked = () -> {
            hanging.countDown();
            release();
        };
        hub.shelf.add(new Serving("bad", new Version("1.0.0"), bad, List.of()));
        hub.enter("bad", "bad-1", "right", Map.of());
        hub.enter("bad", "bad-2", "right", Map.of());
        hub.timer.advance(Supervision.START_WITHIN);
        hanging.await();
        hub.enter("good", "right", Map.of());
        hub.timer.advance(Supervision.START_WITHIN);
        assertThat(hub.device.opened).as("no worker is free").hasValue(0);

        hub.timer.advance(Duration.ofSeconds(90));

        await().until(() -> hub.state("good").kind() == Kind.ONLINE);
        assertThat(hub.shelf.stuckWith("bad")).containsExactly("bad-1", "bad-2");
        await().until(() -> {
            hub.timer.advance(Duration.ofMinutes(1));
            return hub.state("bad-1").kind() == Kind.OFFLINE;
        });
        assertThat(hub.state("bad-1").cause()).contains(Causes.DRIVER_STUCK);
        assertThat(hub.state("good").kind()).isEqualTo(Kind.ONLINE);

        release.countDown(); // its author mended it
        await().until(() -> {
            hub.timer.advance(Duration.ofMinutes(1));
            return hub.state("bad-1").kind() == Kind.ONLINE;
        });
        await().until(() -> hub.shelf.stuckWith("bad").isEmpty());
    }

    @Test
    void aSubscriptionThatComesBackLateIsEnded() throws Exception {
        hub.supervision.stop();
        hub.supervision = hub.start(new Lanes(pool, 2, 64, hub.timer, Duration.ofSeconds(90)));
        hub.device.tells = true;
        var hanging = new CountDownLatch(1);
        hub.device.whileSubscribing = () -> {
            hanging.countDown();
            release();
        };
        hub.enter("nvr", "right", Map.of());
        await().until(() -> {
            hub.timer.advance(Duration.ofMillis(200));
            return hanging.getCount() == 0;
        });
        hub.timer.advance(Duration.ofSeconds(90));
        await().until(() ->
                hub.supervisor("nvr").listening().orElseThrow().cause().isPresent());
        assertThat(hub.device.unsubscribed).hasValue(0);

        release.countDown();
        await().until(() -> hub.device.unsubscribed.get() == 1);
    }

    private void release() {
        while (true) {
            try {
                release.await();
                return;
            } catch (InterruptedException e) {
                // as a bad plug-in does
            }
        }
    }
}
