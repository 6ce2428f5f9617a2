package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport.Counts;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.IntakeReport.RowReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.registry.internal.support.Hub;

/** A statement from its coming to its end: tried, taken once or not at all, kept raw, and complete or partial. */
class IntakeTest extends IntakeFixture {

    @Test
    void takesCamerasOfUnitsThatCameSinceTheDayTheClockWasSetBackTo() {
        var now = new AtomicReference<>(Hub.NOW);
        var intake = new StatementIntake(hub.database, hub.areas, List.of(), now::get);
        now.set(Instant.parse("2016-11-22T03:00:00Z"));

        assertThat(intake.submit(sheet("commune", gate(1)), Mode.COMMIT).counts())
                .isEqualTo(new Counts(1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void keepsEveryRawRow() {
        var report = commit(sheet("commune", gate(1), row(2, CameraField.NAME, "Sai", CameraField.AREA, "99999")));

        assertThat(report.counts().rejected()).isEqualTo(1);
        assertThat(hub.imports.rawRows(Scope.all(), report.importId(), 0, 10))
                .containsExactly(gate(1).raw(), Map.of("Tên camera", "Sai", "Mã xã/phường", "99999"));
        assertThat(hub.imports.find(Scope.all(), report.importId())).contains(report);
    }

    @Test
    void dryRunAndCommitGiveTheSameReport() {
        commit(sheet("commune", gate(1), market(2)));
        var next = sheet(
                "commune",
                gate(1),
                row(2, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ mới"),
                row(3, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ mới nữa"),
                row(4, CameraField.NAME, "Trường học", CameraField.ADDRESS, "Đường 2", CameraField.UNIT, "Trường X"),
                row(5, CameraField.NAME, "Sai", CameraField.AREA, "99999"));

        var dry = hub.intake.submit(next, Mode.DRY_RUN);
        var changes = hub.changes.last();
        var real = commit(next);

        assertThat(changes).as("changes after the dry run").isEqualTo(4);
        assertThat(dry.importId()).isZero();
        assertThat(dry.counts()).isEqualTo(new Counts(5, 1, 0, 1, 3, 0, 0)).isEqualTo(real.counts());
        assertThat(dry.rows()).extracting(RowReport::outcome).containsExactlyElementsOf(outcomes(real));
        assertThat(dry.findings()).extracting(Finding::rule).containsExactly("unit.unknown");
        assertThat(dry.findings()).isEqualTo(real.findings());
        assertThat(hub.imports.find(Scope.all(), real.importId())).contains(real);
        assertThat(dry.rows())
                .extracting(RowReport::findings)
                .containsExactlyElementsOf(
                        real.rows().stream().map(RowReport::findings).toList());
    }

    @Test
    void appliesADeliveryOnce() {
        var delivered = statement("commune", Layer.AGENCY, false, Optional.of("file-1"), List.of(gate(1)));
        var first = commit(delivered);
        commit(sheet("commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Đã đổi")));

        var second = commit(delivered);

        assertThat(second).isEqualTo(first);
        assertThat(camera(1).values()).containsEntry(CameraField.NAME, "Đã đổi");
        assertThat(hub.count("select count(*) from imports")).isEqualTo(2);
    }

    @Test
    void sayingTheSameTwiceChangesNothingAndIsKeptOnce() {
        var first = commit(sheet("commune", gate(1), market(2)));
        var changes = hub.changes.last();

        var second = commit(sheet("commune", gate(1), market(2)));

        assertThat(second.counts()).isEqualTo(new Counts(2, 0, 0, 2, 0, 0, 0));
        assertThat(second.importId()).isEqualTo(first.importId());
        assertThat(hub.changes.last()).isEqualTo(changes);
    }

    @Test
    void aPartialStatementRemovesNothing() {
        commit(sheet("commune", gate(1), market(2)));

        var report = commit(sheet("commune", gate(1)));

        assertThat(report.counts().missing()).isZero();
        assertThat(hub.cameras.list(Scope.all(), CameraQuery.first(10)).total()).isEqualTo(2);
        assertThat(hub.changes.read(Scope.all(), 0, 100))
                .noneMatch(change -> change.kind().equals("camera.missing"));
    }

    @Test
    void aCompleteStatementMarksWhatItNoLongerNamesAndDeletesNothing() {
        commit(complete(gate(1), market(2)));

        var report = commit(complete(gate(1)));
        var again = commit(complete(gate(1)));

        assertThat(report.counts().missing()).isEqualTo(1);
        assertThat(again.counts().missing()).as("told once").isZero();
        assertThat(camera(2).values()).containsEntry(CameraField.CODE, "LA-02");
        assertThat(lastChange().kind()).isEqualTo("camera.missing");
        assertThat(lastChange().subject()).isEqualTo(CameraId.of("80", 2).value());
    }

    @Test
    void aRefusedRowStillNamesItsCamera() {
        commit(complete(gate(1), market(2)));

        var report = commit(complete(gate(1), row(2, CameraField.CODE, "LA-02", CameraField.AREA, "99999")));

        assertThat(report.counts()).isEqualTo(new Counts(2, 0, 0, 1, 1, 0, 0));
    }

    @Test
    void aCameraNamedAgainIsNoLongerMissing() {
        commit(complete(gate(1), market(2)));
        commit(complete(gate(1)));

        var report = commit(complete(gate(1), market(2)));

        assertThat(outcomes(report)).containsExactly(Outcome.UNCHANGED, Outcome.UPDATED);
        assertThat(hub.count("select count(*) from stated where missing_at is not null"))
                .isZero();
    }

    @Test
    void takesNothingOfASheetThatIsUnreadableAsAWhole() {
        commit(complete(gate(1)));
        var broken = new Finding(
                Finding.Severity.ERROR,
                0,
                Optional.empty(),
                Optional.empty(),
                "sheet.truncated",
                new vn.matluoi.api.Text("Tệp bị cắt.", "The file is cut."),
                new vn.matluoi.api.Text("Gửi lại tệp.", "Send it again."),
                List.of());
        var whole = complete(market(2));
        var statement = new Statement(
                whole.source(),
                whole.layer(),
                whole.by(),
                whole.at(),
                true,
                Optional.empty(),
                Optional.empty(),
                whole.label(),
                whole.defaultArea(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(broken),
                whole.items());

        var report = commit(statement);

        assertThat(report.counts()).isEqualTo(new Counts(1, 0, 0, 0, 1, 0, 0));
        assertThat(report.findings()).containsExactly(broken);
        assertThat(hub.imports.find(Scope.all(), report.importId())).contains(report);
        assertThat(hub.imports.rawRows(Scope.all(), report.importId(), 0, 10)).hasSize(1);
    }

    @Test
    void rollsBackWholeOnFailure() throws SQLException {
        commit(sheet("commune", gate(1)));
        var changes = hub.changes.last();
        hub.run("alter table changes add constraint no_more check (seq <= " + changes + ")");
        try {
            // a value that the database refuses is the hub's fault, not the database's turn
            assertThatIllegalStateException().isThrownBy(() -> commit(sheet("commune", market(2))));
        } finally {
            hub.run("alter table changes drop constraint no_more");
        }

        assertThat(hub.changes.last()).isEqualTo(changes);
        assertThat(hub.count("select count(*) from cameras")).isEqualTo(1);
        assertThat(hub.count("select count(*) from imports")).isEqualTo(1);
        assertThat(hub.count("select count(*) from evidence")).isEqualTo(1);
        var next = commit(sheet("commune", market(2)));
        assertThat(next.rows().get(0).camera()).contains(CameraId.of("80", 2));
    }

    @Test
    void refusesAStatementOfAnUnknownSource() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> commit(sheet("nobody", gate(1))))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(HubException.Reason.NOT_FOUND))
                .withMessageContaining("nobody");
    }

    private static Statement complete(Item... rows) {
        return statement("commune", Layer.AGENCY, true, Optional.empty(), List.of(rows));
    }
}
