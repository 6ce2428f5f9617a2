package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.core.internal.supervise.Hub;

/** No change to a source without its record, and no record that says more than was done. */
class RecordedChangesTest {

    private static final SourceId NVR = new SourceId("nvr");

    private final Desk desk = new Desk();

    /** What a person may do to the sources of a desk. */
    private record Change(String action, String id) {

        void make(ManagedSources sources) {
            var settings = Hub.settings(id, Map.of("watch.seconds", "60"));
            switch (action) {
                case "source.create" -> sources.add(Desk.LAN, settings, secret(), Optional.empty());
                case "source.update" -> sources.update(Desk.LAN, settings, secret(), Optional.empty());
                default -> sources.remove(Desk.LAN, settings.id());
            }
        }

        private static Optional<char[]> secret() {
            return Optional.of("another".toCharArray());
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("source.create", "nvr-2"),
                new Change("source.update", "nvr"),
                new Change("source.remove", "nvr"));
    }

    private void oneSourceIsThere() {
        desk.sources.add(Desk.LAN, Hub.settings("nvr", Map.of()), Optional.empty(), Optional.empty());
        desk.audit.records.clear();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatCannotBeStoredIsRecordedAsFailed(Change change) {
        oneSourceIsThere();
        desk.hub.store.readOnly = true;

        assertThatExceptionOfType(HubException.class).isThrownBy(() -> change.make(desk.sources));

        assertThat(desk.audit.outcomes()).containsExactly(change.action() + " DONE", change.action() + " FAILED");
        assertThat(desk.audit.records.get(1).details()).containsEntry("because", "database.read-only");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatCannotBeRecordedIsNotDone(Change change) {
        oneSourceIsThere();
        var before = desk.hub.store.all();
        desk.audit.away = true;

        assertThatExceptionOfType(HubException.class).isThrownBy(() -> change.make(desk.sources));

        assertThat(desk.hub.store.all()).isEqualTo(before);
        assertThat(desk.hub.supervision.find(NVR)).isPresent();
    }
}
