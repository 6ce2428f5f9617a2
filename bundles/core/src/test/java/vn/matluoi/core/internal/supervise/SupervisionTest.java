package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.core.internal.testing.PlainVault;

/** What happens to sources while all of them are compared with the database. */
class SupervisionTest {

    private final Hub hub = new Hub(new PlainVault());

    private void reconcileWhile(Runnable change) {
        hub.store.afterListing = change;
        hub.timer.advance(Supervision.RECONCILED_EVERY.plus(Duration.ofMinutes(1)));
    }

    @Test
    void aSourceAddedMeanwhileIsSupervised() {
        reconcileWhile(() -> hub.enter("nvr", "right", Map.of()));

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.device.opened).hasValue(1);
    }

    @Test
    void aSourceRemovedMeanwhileIsNotSupervisedAgain() {
        hub.add("nvr", "right");
        reconcileWhile(() -> {
            hub.store.remove(new SourceId("nvr"), "test");
            hub.supervision.changed(new SourceId("nvr"));
        });

        assertThat(hub.supervision.find(new SourceId("nvr"))).isEmpty();
    }

    @Test
    void aPasswordChangedMeanwhileIsNotSetBack() {
        hub.add("nvr", "right");
        reconcileWhile(() -> {
            hub.device.password = "new";
            hub.enter("nvr", "new", Map.of());
        });

        assertThat(hub.device.secrets).containsExactly("right", "new");
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void whatNobodyToldIsFoundAtTheNextComparison() {
        hub.add("gone", "right");
        hub.store.remove(new SourceId("gone"), "test");
        reconcileWhile(() -> {});

        assertThat(hub.supervision.find(new SourceId("gone"))).isEmpty();
    }
}
