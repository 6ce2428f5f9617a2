package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;
import vn.matluoi.core.internal.work.Lanes;

/** What is asked of a device while its driver is replaced. */
class HandoverTest {

    private static final DeviceWork<byte[]> PICTURE = session ->
            session.facet(new ChannelId("1"), Snapshots.class).orElseThrow().take();

    private final Hub hub = new Hub(new PlainVault());
    private final FakeDevice next = new FakeDevice();

    @BeforeEach
    void isServed() {
        hub.add("nvr", "right");
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    private void goes() {
        hub.shelf.remove(hub.device);
    }

    private void comes() {
        hub.shelf.add(new Serving("fake", new Version("1.0.1"), next, List.of()));
    }

    private CompletableFuture<byte[]> picture() {
        return hub.supervisor("nvr").ask(PICTURE);
    }

    @Test
    void waitsForTheNextDriverAndComesBeforeItsFirstLook() {
        goes();
        var asked = picture();
        var beside = hub.supervisor("nvr").askBeside(PICTURE);
        assertThat(asked).isNotDone();
        assertThat(beside).isNotDone();
        comes();
        assertThat(asked).isCompleted();
        assertThat(beside).isCompleted();
        assertThat(next.pictures).hasValue(2);
        assertThat(next.asked).as("looks at the channels").hasValue(0);
        hub.timer.settle();
        assertThat(next.asked).hasPositiveValue();
        assertThat(next.opened).hasValue(1);
    }

    @Test
    void whatWasUnderWayIsAskedOnceMore() {
        hub.device.whileAsked = () -> {
            hub.device.whileAsked = () -> {};
            goes();
            hub.device.failOnce = FakeDevice.UNREACHABLE; // its connection was closed
        };
        var asked = picture();
        assertThat(asked).isNotDone();
        comes();
        assertThat(asked).isCompleted();
        assertThat(next.pictures).hasValue(1);
    }

    @Test
    void anOrderThatMayHaveBeenHeardIsNotGivenTwice() {
        hub.device.whileAsked = () -> {
            hub.device.whileAsked = () -> {};
            goes();
            hub.device.failOnce = FakeDevice.UNREACHABLE;
        };
        var ordered = hub.supervisor("nvr").askBeside(PICTURE);
        comes();
        assertThat(ordered).isCompletedExceptionally();
        assertThat(next.pictures).hasValue(0);
    }

    @Test
    void theCamerasStayAsTheyAreMeanwhile() {
        var written = hub.catalogue.observations.size();
        goes();
        hub.timer.advance(Handover.LONGEST.dividedBy(2));
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        comes();
        hub.timer.settle();
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.catalogue.observations).hasSize(written);
    }

    @Test
    void aDriverThatIsGoneForGoodIsSoonSaidToBeMissing() {
        goes();
        var asked = picture();
        hub.timer.advance(Handover.LONGEST);
        assertThatThrownBy(asked::get)
                .isInstanceOf(ExecutionException.class)
                .cause()
                .hasFieldOrPropertyWithValue("rule", Causes.DRIVER);
        assertThat(hub.state("nvr").cause()).contains(Causes.DRIVER);
        assertThat(picture()).as("from then on at once").isCompletedExceptionally();
        comes();
        hub.timer.settle();
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void asManyWaitAsInALane() {
        goes();
        for (var i = 0; i < 64; i++) {
            assertThat(picture()).isNotDone();
        }
        assertThat(picture()).isCompletedExceptionally();
    }

    @Test
    void nobodyWaitsForASourceThatIsRemoved() throws Exception {
        goes();
        var asked = picture();
        hub.supervision.stop();
        assertThat(asked).isCompletedExceptionally();
    }

    @Test
    void anOrderThatHangsInADriverIsNotGivenToTheNextOne() throws Exception {
        var pool = Executors.newCachedThreadPool();
        var free = new CountDownLatch(1);
        try {
            hub.restartOn(pool);
            await().until(() -> {
                hub.timer.advance(Duration.ofSeconds(1));
                return hub.supervision
                        .find(new SourceId("nvr"))
                        .filter(nvr -> nvr.state().kind() == Kind.ONLINE)
                        .isPresent();
            });
            var hangs = new CountDownLatch(1);
            hub.device.whileAsked = () -> {
                hub.device.whileAsked = () -> {};
                hangs.countDown();
                FakeDevice.awaitAsABadDriverDoes(free);
            };
            var ordered = hub.supervisor("nvr").askBeside(PICTURE);
            hangs.await();
            hub.timer.advance(Duration.ofSeconds(89));
            goes();
            hub.timer.advance(Duration.ofSeconds(1));
            assertThat(ordered).as("does not wait for the next one").isCompletedExceptionally();
            assertThatThrownBy(ordered::get).cause().isInstanceOf(Lanes.Stuck.class);
            comes();
            assertThat(next.pictures).hasValue(0);
        } finally {
            free.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void whatFailsLateSaysNothingOfTheSessionAfterIt() {
        hub.device.whileAsked = () -> {
            hub.device.whileAsked = () -> {};
            hub.enter("nvr", "right", Map.of("watch", "2m")); // settings changed: logs in anew
            hub.timer.settle();
            assertThat(hub.device.opened).hasValue(2);
            hub.device.failOnce = FakeDevice.UNREACHABLE;
        };
        assertThat(hub.supervisor("nvr").askBeside(PICTURE)).isCompletedExceptionally();
        assertThat(hub.device.closed).as("the former session only").hasValue(1);
    }
}
