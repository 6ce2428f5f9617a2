package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.core.internal.testing.PlainVault;

class RegroupedTest {

    private final Hub hub = new Hub(new PlainVault());
    private final List<Changes.Change> made = new ArrayList<>();
    private boolean away;
    private Regrouped regrouped;

    private final Changes changes = new Changes() {

        @Override
        public List<Change> read(Scope scope, long after, int limit) {
            return made.stream()
                    .filter(change -> change.sequence() > after)
                    .limit(limit)
                    .toList();
        }

        @Override
        public long last() {
            if (away) {
                throw new HubException(HubException.Reason.UNAVAILABLE, "database", new Text("đi vắng", "away"));
            }
            return made.size();
        }
    };

    @BeforeEach
    void aRecorderThatWasTakenIn() {
        hub.add("nvr", "right");
        regrouped = new Regrouped(changes, hub.catalogue, hub.supervision);
        hub.timer.advance(Regrouped.ASKED_EVERY);
    }

    private void note(String kind, CameraId subject, Map<String, String> fields) {
        made.add(new Changes.Change(made.size() + 1, Instant.EPOCH, kind, subject.value(), fields, "lan", 0));
    }

    private CameraId split(String channel) {
        var was = hub.catalogue.idOf("nvr", channel);
        var now = hub.catalogue.split("nvr", channel);
        note("camera.split", was, Map.of(Changes.OTHER, now.value()));
        return now;
    }

    @Test
    void aCameraThatWasSplitOffHasItsStateWithoutItsDeviceBeingTakenInAgain() {
        var takenIn = hub.catalogue.statements.size();

        split("1");
        hub.timer.advance(Regrouped.ASKED_EVERY);

        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.catalogue.statements).hasSize(takenIn);
    }

    @Test
    void soManyChangesThatNobodyLooksThroughThemAreToldToAll() {
        split("1");
        var other = hub.catalogue.idOf("nvr", "2");
        for (var change = 0; change < 1_000; change++) {
            note("camera.updated", other, Map.of());
        }
        hub.timer.advance(Regrouped.ASKED_EVERY);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void whatHappensWhileTheDatabaseIsAwayIsLearnedAfterwards() {
        split("1");
        away = true;
        hub.timer.advance(Regrouped.ASKED_EVERY);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.UNKNOWN);
        away = false;
        hub.timer.advance(Regrouped.ASKED_EVERY);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void whenItHasEndedNothingIsAsked() {
        regrouped.stop();
        split("1");
        hub.timer.advance(Regrouped.ASKED_EVERY.multipliedBy(3));
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.UNKNOWN);
    }
}
