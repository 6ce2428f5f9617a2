package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.core.internal.testing.PlainVault;

/** Sources that end while something is under way with their devices. */
class EndedSupervisorTest {

    private static final SourceId NVR = new SourceId("nvr");

    private final Hub hub = new Hub(new PlainVault());
    private final Queue<Runnable> pool = new ArrayDeque<>();

    @BeforeEach
    void workLater() throws Exception {
        hub.supervision.stop();
        hub.supervision = hub.start(pool::add, 4);
    }

    private void workAll() {
        hub.timer.settle();
        while (!pool.isEmpty()) {
            pool.remove().run();
            hub.timer.settle();
        }
    }

    private void remove() {
        hub.store.remove(NVR, "test");
        hub.supervision.changed(NVR);
    }

    @Test
    void aSessionOpenedWhileTheSourceIsRemovedIsClosed() {
        hub.enter("nvr", "right", Map.of());
        hub.device.whileAsked = () -> {
            hub.device.whileAsked = () -> {};
            remove();
        };
        workAll();

        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.device.closed).hasValue(1);
        assertThat(hub.device.asked).as("nothing is sent any more").hasValue(0);
    }

    @Test
    void whatWaitsForARemovedSourceIsNotDoneAnyMore() {
        hub.enter("nvr", "right", Map.of());
        workAll();
        var asked = hub.device.asked.get();
        var supervisor = hub.supervisor("nvr");
        var waiting = supervisor.ask(DeviceSession::channels);
        var sync = supervisor.sync();
        var test = supervisor.test((driver, target, failed) -> "climbed");
        hub.timer.advance(java.time.Duration.ofMinutes(1)); // a round waits too
        remove();
        workAll();

        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.device.closed).hasValue(1);
        assertThat(hub.device.asked).hasValue(asked);
        for (var answer : new java.util.concurrent.CompletableFuture<?>[] {waiting, sync, test}) {
            var failure = new AtomicReference<Throwable>();
            answer.whenComplete((value, thrown) -> failure.set(thrown));
            assertThat(failure.get()).isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                    .isEqualTo(Causes.REMOVED));
        }
        assertThat(hub.catalogue.stateOf("nvr", "1").cause()).contains(Causes.REMOVED);
    }

    @Test
    void aPlugInThatFailsAtClosingHoldsUpNobodyElse() throws Exception {
        hub.enter("nvr-1", "right", Map.of());
        hub.enter("nvr-2", "right", Map.of());
        workAll();
        hub.device.bugAtClosing = new IllegalStateException("a plug-in's bug");
        hub.shelf.add(hub.shelf.find("fake").orElseThrow()); // replaced: every session begins anew
        workAll();

        assertThat(hub.device.closed).hasValue(2);
        assertThat(hub.state("nvr-1").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.state("nvr-2").kind()).isEqualTo(Kind.ONLINE);
        hub.supervision.stop();
        assertThat(hub.device.closed).hasValue(4);
    }
}
