package vn.matluoi.registry.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Cameras.Observation;
import vn.matluoi.api.registry.Changes.Change;
import vn.matluoi.registry.internal.support.Hub;

class MergeAndSplitTest extends IdentityFixture {

    private static final CameraId THIRD = CameraId.of("80", 3);

    @Test
    void mergingKeepsBothIdsAndAllThatWasSaid() {
        twoCameras();

        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");

        assertThat(cameras()).isEqualTo(1);
        assertThat(camera(SECOND)).isEqualTo(camera(FIRST));
        assertThat(camera(FIRST).values())
                .containsEntry(CameraField.NAME, "Cổng")
                .containsEntry(CameraField.MODEL, "DS-2CD");
        assertThat(camera(FIRST).channel()).as("the device carries it").contains("1");
        assertThat(hub.cameras.values(Scope.all(), SECOND))
                .extracting(value -> value.layer() + " " + value.field() + " " + value.effective())
                .contains("AGENCY NAME true", "DEVICE NAME false", "DEVICE MODEL true");
        assertThat(hub.identity.aliases(FIRST)).containsExactly(SECOND);
        assertThat(hub.identity.merged()).containsOnly(Map.entry(SECOND, FIRST));
        assertThat(last().kind()).isEqualTo("camera.merged");
        assertThat(last().subject()).isEqualTo(FIRST.value());
        assertThat(last().fields()).containsEntry("other", SECOND.value()).containsEntry("model", "DS-2CD");
        assertThat(history(SECOND))
                .as("told of both ids: who knew either hears of it")
                .containsExactly("camera.merged", "camera.merged", "camera.created", "camera.created");
    }

    @Test
    void theSourcesOfBothGoOnSpeaking() {
        twoCameras();
        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");

        assertThat(outcomes(commit(recorder("IPC 1", "DS-NEW")))).containsExactly(Outcome.UPDATED);
        assertThat(outcomes(commit(sheet("commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng sau")))))
                .containsExactly(Outcome.UPDATED);
        hub.cameras.observe(List.of(new Observation(SECOND, online())));

        assertThat(camera(FIRST).values())
                .containsEntry(CameraField.NAME, "Cổng sau")
                .containsEntry(CameraField.MODEL, "DS-NEW");
        assertThat(camera(FIRST).state().kind())
                .as("observed under the former id")
                .isEqualTo(State.Kind.ONLINE);
        assertThat(hub.cameras.ofChannel(new SourceId("recorder"), "1")).contains(camera(FIRST));
    }

    @Test
    void rightsFollowTheAreaWhereTheSurvivorStandsAndUndoingGivesThemBack() {
        commit(sheet(
                "commune",
                row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng", CameraField.AREA, LONG_AN.value())));
        commit(sheet(
                "police", row(1, CameraField.CODE, "CA-1", CameraField.NAME, "Cam", CameraField.AREA, TAN_AN.value())));
        var here = Scope.of(Set.of(LONG_AN));
        var there = Scope.of(Set.of(TAN_AN));
        assertThat(hub.cameras.find(here, FIRST)).isPresent();
        assertThat(hub.cameras.find(there, SECOND)).isPresent();

        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");

        for (var id : List.of(FIRST, SECOND)) {
            assertThat(hub.cameras.find(here, id)).contains(camera(FIRST));
            assertThat(hub.identity.history(here, id, 50, Optional.empty()).items())
                    .isNotEmpty();
            assertThat(hub.cameras.find(there, id)).isEmpty();
        }

        hub.identity.undo(Scope.all(), FIRST, "lan", "rest");

        assertThat(hub.cameras.find(here, FIRST)).isPresent();
        assertThat(hub.cameras.find(there, SECOND)).isPresent();
        assertThat(hub.cameras.find(here, SECOND)).isEmpty();
    }

    @Test
    void undoingAMergeGivesEachItsOwnAgainWithWhatCameMeanwhile() {
        twoCameras();
        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");
        commit(recorder("IPC 1", "DS-NEW"));

        assertThat(hub.identity.undo(Scope.all(), FIRST, "lan", "rest")).isEqualTo(SECOND);

        assertThat(cameras()).isEqualTo(2);
        assertThat(camera(FIRST).values())
                .containsEntry(CameraField.NAME, "Cổng")
                .doesNotContainKey(CameraField.MODEL);
        assertThat(camera(FIRST).channel()).isEmpty();
        assertThat(camera(SECOND).values())
                .containsEntry(CameraField.NAME, "IPC 1")
                .containsEntry(CameraField.MODEL, "DS-NEW");
        assertThat(camera(SECOND).channel()).contains("1");
        assertThat(last().kind()).isEqualTo("camera.split");
        assertThat(outcomes(commit(recorder("IPC 1", "DS-NEW")))).containsExactly(Outcome.UNCHANGED);
        refused("identity.nothing-to-undo", () -> hub.identity.undo(Scope.all(), FIRST, "lan", "rest"));
    }

    @Test
    void twoRowsOfOneSourceThatWereMergedBothStand() {
        commit(sheet("commune", named("LA-01", "Cổng"), named("LA-02", "Cổng phụ")));
        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");

        var report = commit(sheet("commune", named("LA-01", "Cổng A"), named("LA-02", "Cổng B")));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED, Outcome.UPDATED);
        hub.identity.undo(Scope.all(), FIRST, "lan", "rest");
        assertThat(camera(FIRST).values()).containsEntry(CameraField.NAME, "Cổng A");
        assertThat(camera(SECOND).values()).containsEntry(CameraField.NAME, "Cổng B");
    }

    @Test
    void mergesAreUndoneInTheirOrder() {
        twoCameras();
        commit(sheet("police", named("CA-1", "Cam")));
        hub.identity.merge(Scope.all(), SECOND, THIRD, "lan", "rest");
        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");

        assertThat(camera(THIRD).id()).isEqualTo(FIRST);
        assertThat(hub.identity.undo(Scope.all(), FIRST, "lan", "rest")).isEqualTo(SECOND);
        assertThat(camera(THIRD).id()).isEqualTo(SECOND);
        assertThat(hub.identity.undo(Scope.all(), THIRD, "lan", "rest")).isEqualTo(THIRD);
        assertThat(cameras()).isEqualTo(3);
        assertThat(camera(THIRD).values()).containsEntry(CameraField.NAME, "Cam");
    }

    @Test
    void whatWasMergedAlreadyIsNotMergedAgain() {
        twoCameras();
        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");

        refused("identity.one-already", () -> hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest"));
        refused("camera.unknown", () -> hub.identity.merge(Scope.of(Set.of(TAN_AN)), FIRST, SECOND, "lan", "rest"));
    }

    @Test
    void aWrongMatchIsSplitOffAndItsSourceFollows() {
        wrongMatch();

        var made = hub.identity.split(Scope.all(), FIRST, new SourceId("police"), "lan", "rest");

        assertThat(made).isEqualTo(SECOND);
        assertThat(camera(FIRST).values()).containsEntry(CameraField.NAME, "Cổng");
        assertThat(camera(FIRST).values()).doesNotContainKey(CameraField.PURPOSE);
        assertThat(camera(SECOND).values())
                .containsEntry(CameraField.NAME, "Cam 1")
                .containsEntry(CameraField.PURPOSE, "giám sát");
        assertThat(outcomes(commit(police("Cam 1 mới")))).containsExactly(Outcome.UPDATED);
        assertThat(camera(SECOND).values()).containsEntry(CameraField.NAME, "Cam 1 mới");
        assertThat(hub.changes.read(Scope.all(), 0, 100))
                .extracting(Change::kind)
                .contains("camera.split");
    }

    @Test
    void undoingASplitGivesItBackAndTheNewIdStaysAnAlias() {
        wrongMatch();
        hub.identity.split(Scope.all(), FIRST, new SourceId("police"), "lan", "rest");

        assertThat(hub.identity.undo(Scope.all(), FIRST, "lan", "rest")).isEqualTo(SECOND);

        assertThat(cameras()).isEqualTo(1);
        assertThat(camera(SECOND).id()).isEqualTo(FIRST);
        assertThat(camera(FIRST).values()).containsEntry(CameraField.PURPOSE, "giám sát");
        assertThat(outcomes(commit(police("Cam 1")))).containsExactly(Outcome.UNCHANGED);
    }

    @Test
    void theOnlySourceOfACameraCannotBeSplitOff() {
        twoCameras();

        refused(
                "identity.only-source",
                () -> hub.identity.split(Scope.all(), FIRST, new SourceId("commune"), "lan", "rest"));
        refused(
                "identity.source-silent",
                () -> hub.identity.split(Scope.all(), FIRST, new SourceId("police"), "lan", "rest"));
        assertThat(hub.audit.records)
                .extracting(record -> record.action() + " " + record.outcome())
                .containsExactly(
                        "identity.split DONE", "identity.split FAILED", "identity.split DONE", "identity.split FAILED");
    }

    private void twoCameras() {
        commit(sheet("commune", named("LA-01", "Cổng")));
        commit(recorder("IPC 1", "DS-2CD"));
    }

    private static Statement recorder(String name, String model) {
        return statement(
                "recorder",
                Layer.DEVICE,
                false,
                Optional.empty(),
                List.of(channel("1", CameraField.NAME, name, CameraField.MODEL, model)));
    }

    /** Two cameras that were given one serial number. */
    private void wrongMatch() {
        commit(sheet(
                "commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng", CameraField.SERIAL, "SN12345")));
        assertThat(commit(police("Cam 1")).rows().get(0).camera()).contains(FIRST);
    }

    private static Statement police(String name) {
        return sheet(
                "police",
                row(
                        1,
                        CameraField.CODE,
                        "CA-1",
                        CameraField.NAME,
                        name,
                        CameraField.PURPOSE,
                        "giám sát",
                        CameraField.SERIAL,
                        "SN12345"));
    }

    private static Item named(String code, String name) {
        return row(Integer.parseInt(code.substring(code.length() - 1)), CameraField.CODE, code, CameraField.NAME, name);
    }

    private static State online() {
        return new State(State.Kind.ONLINE, Optional.empty(), Hub.NOW, Optional.of(Hub.NOW));
    }

    private List<String> history(CameraId id) {
        return hub.identity.history(Scope.all(), id, 50, Optional.empty()).items().stream()
                .map(Change::kind)
                .toList();
    }

    private Change last() {
        return hub.changes.read(Scope.all(), hub.changes.last() - 1, 1).get(0);
    }
}
