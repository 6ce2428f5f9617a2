package vn.matluoi.registry.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras.Observation;
import vn.matluoi.api.registry.Changes.Change;
import vn.matluoi.api.registry.Identity.Question;
import vn.matluoi.api.registry.Identity.Standing;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class IdentityDeskTest {

    private static final CameraId FIRST = CameraId.of("80", 1);
    private static final CameraId SECOND = CameraId.of("80", 2);
    private static final CameraId THIRD = CameraId.of("80", 3);

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void threeSources() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        hub.sources.put(source("police", LONG_AN), "test");
        hub.sources.put(source("recorder", TAN_AN), "test");
    }

    // ---- questions

    @Test
    void aSerialFromAnotherAreaIsAskedAndTheRowWaits() {
        doubtful();

        assertThat(open()).singleElement().satisfies(question -> {
            assertThat(question.candidate()).isEqualTo(FIRST);
            assertThat(question.camera()).isEmpty();
            assertThat(question.row().orElseThrow().channel()).contains("7");
            assertThat(question.row().orElseThrow().values()).containsEntry(CameraField.NAME, "IPC");
            assertThat(question.score()).isEqualTo(50);
            assertThat(question.signs()).extracting(sign -> sign.name()).containsExactly("serial", "other-area");
        });
        assertThat(cameras()).isEqualTo(1);
    }

    @Test
    void theSameAnswerTakesTheRowInAndBindsItsSource() {
        doubtful();

        var camera = hub.identity.same(Scope.all(), open().get(0).id(), "lan", "rest");

        assertThat(camera).isEqualTo(FIRST);
        assertThat(camera(FIRST).channel()).contains("7");
        assertThat(camera(FIRST).values()).containsEntry(CameraField.NAME, "Cổng");
        assertThat(open()).isEmpty();
        assertThat(outcomes(commit(device("SN12345")))).containsExactly(Outcome.UNCHANGED);
        assertThat(hub.audit.records)
                .extracting(record -> record.action() + " by " + record.actor())
                .containsExactly("identity.same by lan");
    }

    @Test
    void aDifferentAnswerMakesACameraAndIsNotAskedAgain() {
        doubtful();

        var camera = hub.identity.different(Scope.all(), open().get(0).id(), "lan", "rest");

        assertThat(camera).contains(SECOND);
        assertThat(outcomes(commit(device("SN12345")))).containsExactly(Outcome.UNCHANGED);
        assertThat(outcomes(commit(device("SN12345", CameraField.NOTE, "mới")))).containsExactly(Outcome.UPDATED);
        assertThat(open()).isEmpty();
        assertThat(cameras()).isEqualTo(2);
    }

    @Test
    void rowsOfTwoSourcesThatAreCalledTheSameAreTwoQuestions() {
        hub.sources.put(source("other", TAN_AN), "test");
        commit(sheet(
                "commune",
                row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng", CameraField.SERIAL, "SN12345"),
                row(2, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ", CameraField.SERIAL, "SN67890")));
        commit(device("SN12345"));
        commit(statement(
                "other",
                Layer.DEVICE,
                false,
                Optional.empty(),
                List.of(channel(
                        "7",
                        CameraField.NAME,
                        "IPC",
                        CameraField.SERIAL,
                        "SN67890",
                        CameraField.AREA,
                        TAN_AN.value()))));
        assertThat(open()).hasSize(2);
        var first = open().stream()
                .filter(question -> question.candidate().equals(FIRST))
                .findFirst()
                .orElseThrow();

        hub.identity.same(Scope.all(), first.id(), "lan", "rest");

        assertThat(open()).singleElement().satisfies(question -> assertThat(question.candidate())
                .isEqualTo(SECOND));
    }

    @Test
    void evidenceThatChangesIsAskedAnew() {
        doubtful();
        hub.identity.different(Scope.all(), open().get(0).id(), "lan", "rest");
        commit(sheet(
                "commune",
                row(
                        1,
                        CameraField.CODE,
                        "LA-01",
                        CameraField.NAME,
                        "Cổng",
                        CameraField.SERIAL,
                        "SN12345",
                        CameraField.MAC,
                        "0C:11:22:33:44:55")));
        assertThat(open()).as("only one of the two says a MAC").isEmpty();

        commit(device("SN12345", CameraField.MAC, "0C:11:22:33:44:55"));

        assertThat(open()).singleElement().satisfies(question -> {
            assertThat(question.camera()).contains(SECOND);
            assertThat(question.candidate()).isEqualTo(FIRST);
        });
    }

    @Test
    void theSameRowAgainBringsTheQuestionUpToDate() {
        doubtful();
        commit(device("SN12345", CameraField.MODEL, "DS-2CD"));

        assertThat(open()).singleElement().satisfies(question -> assertThat(
                        question.row().orElseThrow().values())
                .containsEntry(CameraField.MODEL, "DS-2CD"));
    }

    @Test
    void aRowThatSettlesItselfIsAskedNoLonger() {
        doubtful();

        commit(device("SN99999"));

        assertThat(open()).isEmpty();
        assertThat(cameras()).isEqualTo(2);
        assertThat(questions(Standing.CLOSED)).hasSize(1);
    }

    @Test
    void anAnsweredQuestionIsNotAnsweredTwice() {
        doubtful();
        var id = open().get(0).id();
        hub.identity.same(Scope.all(), id, "lan", "rest");

        refused("question.answered", () -> hub.identity.different(Scope.all(), id, "lan", "rest"));
        refused("question.unknown", () -> hub.identity.same(Scope.all(), 99, "lan", "rest"));
        refused("question.unknown", () -> hub.identity.same(Scope.nothing(), id, "lan", "rest"));
    }

    @Test
    void placeholdersAreNoSerialNumbers() {
        for (var nothing : List.of("0000", "N/A", "không rõ", "123456789", "XXXXXX", "00-00-00")) {
            commit(sheet(
                    "commune",
                    row(1, CameraField.CODE, "A" + nothing, CameraField.NAME, "Một", CameraField.SERIAL, nothing)));
            var report = commit(sheet(
                    "police",
                    row(1, CameraField.CODE, "B" + nothing, CameraField.NAME, "Hai", CameraField.SERIAL, nothing)));

            assertThat(outcomes(report)).as(nothing).containsExactly(Outcome.CREATED);
        }
        assertThat(open()).isEmpty();
    }

    @Test
    void twoAgenciesThatNameOnePlaceAndDirectionAreAsked() {
        commit(sheet("commune", placed("LA-01", "Cổng chợ", "10.535000", "90")));

        var same = commit(sheet("police", placed("CA-9", "Cam 9", "10.535010", "95")));
        var turned = commit(sheet("police", placed("CA-8", "Cam 8", "10.535010", "270")));
        var apart = commit(sheet("police", placed("CA-7", "Cổng chợ", "10.536000", "90")));

        assertThat(outcomes(same)).containsExactly(Outcome.DOUBTFUL);
        assertThat(outcomes(turned)).containsExactly(Outcome.CREATED);
        assertThat(outcomes(apart)).containsExactly(Outcome.CREATED);
        assertThat(open()).singleElement().satisfies(question -> assertThat(question.signs())
                .extracting(sign -> sign.name())
                .containsExactly("position", "direction"));
    }

    @Test
    void enoughSmallSignsTogetherAreTheSameCamera() {
        commit(sheet("commune", placed("LA-01", "Cổng chợ", "10.535000", "90")));

        var report = commit(sheet("police", placed("LA-01", "Cổng chợ", "10.535000", "90")));

        assertThat(report.rows().get(0).camera()).contains(FIRST);
        assertThat(camera(FIRST).source()).isEqualTo(new SourceId("commune"));
    }

    @Test
    void whereManyStandAtOnePositionItIsTheBuildings() {
        for (var i = 1; i <= 4; i++) {
            commit(sheet("commune", placed("LA-0" + i, "Lớp " + i, "10.535000", "0")));
        }

        assertThat(outcomes(commit(sheet("police", placed("CA-1", "Cam", "10.535000", "0")))))
                .containsExactly(Outcome.CREATED);
    }

    @Test
    void twoKnownCamerasThatComeToShareASerialAreAskedAndMerged() {
        commit(sheet(
                "commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng", CameraField.SERIAL, "SN12345")));
        commit(sheet("police", row(1, CameraField.CODE, "CA-1", CameraField.NAME, "Cam")));

        var report = commit(sheet(
                "police", row(1, CameraField.CODE, "CA-1", CameraField.NAME, "Cam", CameraField.SERIAL, "SN12345")));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED);
        assertThat(report.rows().get(0).findings()).extracting(Finding::rule).contains("identity.alike");
        var question = open().get(0);
        assertThat(question.camera()).contains(SECOND);
        assertThat(hub.identity.same(Scope.all(), question.id(), "lan", "rest")).isEqualTo(FIRST);
        assertThat(cameras()).isEqualTo(1);
        assertThat(camera(SECOND).id()).isEqualTo(FIRST);
    }

    @Test
    void twoRowsOfOneCameraThatDifferAreBothReturned() {
        commit(sheet("commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng")));

        var report = commit(sheet(
                "commune",
                row(4, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng trước"),
                row(9, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng sau")));

        assertThat(outcomes(report)).containsExactly(Outcome.REJECTED, Outcome.REJECTED);
        assertThat(report.rows())
                .flatExtracting(IntakeReport.RowReport::findings)
                .extracting(finding -> finding.rule() + " " + finding.message().vi())
                .containsExactly(
                        "row.contradicts Dòng này và dòng 9 là một camera nhưng ghi khác nhau: Tên camera.",
                        "row.contradicts Dòng này và dòng 4 là một camera nhưng ghi khác nhau: Tên camera.");
        assertThat(camera(FIRST).values()).containsEntry(CameraField.NAME, "Cổng");
    }

    // ---- merge, split, undo

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

    private void doubtful() {
        commit(sheet(
                "commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng", CameraField.SERIAL, "SN12345")));
        assertThat(outcomes(commit(device("SN12345")))).containsExactly(Outcome.DOUBTFUL);
    }

    private static Statement device(String serial, Object... more) {
        var words = new ArrayList<Object>(
                List.of(CameraField.NAME, "IPC", CameraField.SERIAL, serial, CameraField.AREA, TAN_AN.value()));
        words.addAll(List.of(more));
        return statement("recorder", Layer.DEVICE, false, Optional.empty(), List.of(channel("7", words.toArray())));
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

    private static Item placed(String code, String name, String latitude, String azimuth) {
        return row(
                1,
                CameraField.CODE,
                code,
                CameraField.NAME,
                name,
                CameraField.LATITUDE,
                latitude,
                CameraField.LONGITUDE,
                "106.405000",
                CameraField.AZIMUTH,
                azimuth);
    }

    private static State online() {
        return new State(State.Kind.ONLINE, Optional.empty(), Hub.NOW, Optional.of(Hub.NOW));
    }

    private static void refused(String rule, ThrowingCallable deed) {
        assertThatExceptionOfType(HubException.class).isThrownBy(deed).satisfies(refusal -> assertThat(refusal.rule())
                .isEqualTo(rule));
    }

    private IntakeReport commit(Statement statement) {
        return hub.intake.submit(statement, Mode.COMMIT);
    }

    private Camera camera(CameraId id) {
        return hub.cameras.find(Scope.all(), id).orElseThrow();
    }

    private long cameras() {
        return hub.cameras.list(Scope.all(), CameraQuery.first(10)).total();
    }

    private List<Question> open() {
        return questions(Standing.OPEN);
    }

    private List<Question> questions(Standing standing) {
        return hub.identity
                .questions(Scope.all(), Optional.of(standing), 50, Optional.empty())
                .items();
    }

    private List<String> history(CameraId id) {
        return hub.identity.history(Scope.all(), id, 50, Optional.empty()).items().stream()
                .map(Change::kind)
                .toList();
    }

    private Change last() {
        return hub.changes.read(Scope.all(), hub.changes.last() - 1, 1).get(0);
    }

    private static List<Outcome> outcomes(IntakeReport report) {
        return report.rows().stream().map(IntakeReport.RowReport::outcome).toList();
    }
}
