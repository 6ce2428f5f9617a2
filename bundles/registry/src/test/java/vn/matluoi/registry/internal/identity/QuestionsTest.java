package vn.matluoi.registry.internal.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.api.registry.Identity.Standing;

class QuestionsTest extends IdentityFixture {

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
    void whatAnotherAgencyCallsByTheSameCodeAndNameIsAskedAbout() {
        commit(sheet("commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng chợ")));

        var report = commit(sheet(
                "police",
                row(1, CameraField.CODE, "LA-01", CameraField.NAME, "cong cho"),
                row(2, CameraField.CODE, "LA-02", CameraField.NAME, "Cổng chợ")));

        assertThat(outcomes(report)).containsExactly(Outcome.DOUBTFUL, Outcome.CREATED);
        assertThat(open()).singleElement().satisfies(question -> {
            assertThat(question.candidate()).isEqualTo(FIRST);
            assertThat(question.signs()).extracting(Identity.Sign::name).containsExactlyInAnyOrder("code", "name");
        });
        assertThat(hub.identity.same(Scope.all(), open().get(0).id(), "lan", "rest"))
                .isEqualTo(FIRST);
        assertThat(outcomes(commit(sheet("police", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "cong cho")))))
                .containsExactly(Outcome.UNCHANGED);
    }

    @Test
    void aCodeThatTwoAgenciesUseIsNoReasonToAskIfAnythingSpeaksAgainst() {
        commit(sheet(
                "commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng", CameraField.SERIAL, "SN12345")));

        var report = commit(sheet(
                "police",
                row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Sân"),
                row(2, CameraField.CODE, "la-01", CameraField.NAME, "Cổng", CameraField.AREA, TAN_AN.value()),
                row(3, CameraField.CODE, "LA 01", CameraField.NAME, "Cổng", CameraField.SERIAL, "SN67890")));

        assertThat(report.rows()).noneMatch(row -> row.outcome() == Outcome.DOUBTFUL);
        assertThat(open()).isEmpty();
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
}
