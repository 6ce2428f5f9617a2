package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.intake.UndoneImports;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class UndoDeskTest {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void twoCameras() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        commit(sheet("commune", camera(1, "Cổng chính"), camera(2, "Cổng sau")));
    }

    @Test
    void whatWasSaidBeforeHoldsAgain() {
        var before = contents();
        var report = commit(sheet(
                "commune",
                row(1, CameraField.CODE, "C1", CameraField.NAME, "Sai hết", CameraField.SERIAL, "SN-99"),
                row(2, CameraField.CODE, "C2", CameraField.NAME, "")));
        assertThat(contents()).isNotEqualTo(before);

        var undone = undo(report);

        assertThat(undone.standing()).isEqualTo(Standing.UNDONE);
        assertThat(undone.rows()).hasSize(2);
        assertThat(contents()).isEqualTo(before);
        var told = changes(report).stream()
                .filter(change -> change.by().equals("lan"))
                .toList();
        assertThat(told).extracting(Changes.Change::kind).containsOnly("camera.updated");
        assertThat(told).extracting(change -> change.fields().get("name")).contains("Cổng chính");
        assertThat(hub.count("select count(*) from stated_history where stated_value = 'Sai hết' and ended_by = 'lan'"))
                .isEqualTo(1);
        assertThat(hub.audit.records).last().satisfies(record -> {
            assertThat(record.action()).isEqualTo("import.undo");
            assertThat(record.details()).containsEntry("updated", "2");
        });
    }

    @Test
    void whatWasAddedIsMissingAndKeepsItsNumberWhenItComesAgain() {
        var third = camera(3, "Chợ");
        var report = commit(sheet("commune", third));
        var id = report.rows().get(0).camera().orElseThrow();

        undo(report);

        assertThat(missing()).isEqualTo(1);
        assertThat(changes(report)).last().satisfies(change -> {
            assertThat(change.kind()).isEqualTo("camera.missing");
            assertThat(change.subject()).isEqualTo(id.value());
        });
        var again = commit(sheet("commune", third));
        assertThat(again.importId()).isGreaterThan(report.importId());
        assertThat(again.rows().get(0).camera()).contains(id);
        assertThat(missing()).isZero();
    }

    @Test
    void whatWasMarkedMissingIsThereAgain() {
        var report =
                commit(statement("commune", Layer.AGENCY, true, Optional.empty(), List.of(camera(1, "Cổng chính"))));
        assertThat(report.counts().missing()).isEqualTo(1);
        assertThat(missing()).isEqualTo(1);
        undo(report);
        assertThat(missing()).isZero();
    }

    @Test
    void theSameDeliveryMayBeTakenInAnew() {
        var rows = List.of(row(1, CameraField.CODE, "C1", CameraField.NAME, "Mới"));
        var first = commit(statement("commune", Layer.AGENCY, false, Optional.of("giao-1"), rows));
        undo(first);
        var second = commit(statement("commune", Layer.AGENCY, false, Optional.of("giao-1"), rows));
        assertThat(second.importId()).isGreaterThan(first.importId());
        assertThat(second.counts().updated()).isEqualTo(1);
    }

    @Test
    void theNewestIsTakenBackFirstAndThenTheOneBefore() {
        var before = contents();
        var first = commit(sheet("commune", row(1, CameraField.CODE, "C1", CameraField.NAME, "Một")));
        var second = commit(sheet("commune", row(1, CameraField.CODE, "C1", CameraField.NAME, "Hai")));
        refused(first, "import.not-newest");
        undo(second);
        undo(first);
        assertThat(contents()).isEqualTo(before);
        refused(first, "import.not-applied");
    }

    @Test
    void whatCouldNotBeReadFailedAndStandsBeforeNoOlderImport() {
        var before = contents();
        var sheet = commit(sheet("commune", row(1, CameraField.CODE, "C1", CameraField.NAME, "Một")));
        var failed = commit(unreadable());

        assertThat(failed.standing()).isEqualTo(Standing.FAILED);
        assertThat(hub.imports
                        .find(Scope.all(), failed.importId())
                        .orElseThrow()
                        .standing())
                .isEqualTo(Standing.FAILED);
        assertThat(hub.intake.submit(unreadable(), Mode.DRY_RUN).standing()).isEqualTo(Standing.FAILED);
        assertThat(commit(unreadable())).satisfies(again -> {
            assertThat(again.importId()).as("said once more").isEqualTo(failed.importId());
            assertThat(again.standing()).isEqualTo(Standing.FAILED);
        });
        refused(failed, "import.not-applied");
        undo(sheet);
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void whatFailedBeforeThatWasToldIsFoundByItsFindings() throws Exception {
        var sheet = commit(sheet("commune", row(1, CameraField.CODE, "C1", CameraField.NAME, "Một")));
        var failed = commit(unreadable());
        hub.database.write(connection -> Rows.update(connection, "update imports set standing = 'APPLIED'"));
        var changelog =
                new String(Hub.class.getResourceAsStream("/db/registry.sql").readAllBytes(), StandardCharsets.UTF_8);
        var change = changelog.substring(changelog.indexOf("update imports set standing = 'FAILED'"));

        hub.database.write(connection -> Rows.update(connection, change.substring(0, change.indexOf(';'))));

        assertThat(hub.imports
                        .find(Scope.all(), failed.importId())
                        .orElseThrow()
                        .standing())
                .isEqualTo(Standing.FAILED);
        assertThat(hub.imports.find(Scope.all(), sheet.importId()).orElseThrow().standing())
                .isEqualTo(Standing.APPLIED);
    }

    @Test
    void noMoreAreKeptThanCanBeTakenBack() {
        var reports = new ArrayDeque<IntakeReport>();
        for (var n = 0; n <= UndoneImports.MOST; n++) {
            reports.push(commit(sheet("commune", row(1, CameraField.CODE, "C1", CameraField.NAME, "Lần " + n))));
        }
        for (var n = 0; n < UndoneImports.MOST; n++) {
            undo(reports.pop());
        }
        refused(reports.pop(), "import.not-kept");
        assertThat(hub.count("select count(*) from import_before")).isZero();
        assertThat(hub.count("select count(*) from import_words_before")).isZero();
    }

    @Test
    void aCameraCalledAStateSecretStaysOne() {
        var report = commit(sheet(
                "commune", row(1, CameraField.CODE, "C1", CameraField.NAME, "Kho", CameraField.STATE_SECRET, "có")));
        undo(report);
        assertThat(contents().values().stream().filter(camera -> "true".equals(camera.get(CameraField.STATE_SECRET))))
                .singleElement()
                .satisfies(camera -> assertThat(camera).containsEntry(CameraField.NAME, "Cổng chính"));
    }

    @Test
    void aDeviceThatTookACameraOverGivesItBack() {
        hub.sources.put(source("recorder", LONG_AN), "test");
        var before = contents();
        commit(sheet("commune", row(1, CameraField.CODE, "C1", CameraField.SERIAL, "DS-2CD-77")));
        var report = commit(statement(
                "recorder",
                Layer.DEVICE,
                false,
                Optional.empty(),
                List.of(channel("4", CameraField.NAME, "IPC", CameraField.SERIAL, "DS-2CD-77"))));
        assertThat(report.counts().updated()).as("the serial number tells").isEqualTo(1);
        var id = report.rows().get(0).camera().orElseThrow();
        assertThat(find(id).source()).isEqualTo(new SourceId("recorder"));

        undo(report);

        assertThat(find(id).source()).isEqualTo(new SourceId("commune"));
        assertThat(find(id).channel()).isEmpty();
        assertThat(hub.count("select count(*) from evidence where source = 'recorder'"))
                .isZero();
        assertThat(contents()).hasSize(before.size());
    }

    @Test
    void whatWasMergedSinceIsToBePartedFirst() {
        var report = commit(sheet("commune", camera(3, "Chợ")));
        var third = report.rows().get(0).camera().orElseThrow();
        var other = contents().keySet().stream()
                .filter(id -> !id.equals(third.value()))
                .sorted()
                .findFirst()
                .map(CameraId::new)
                .orElseThrow();
        hub.identity.merge(Scope.all(), other, third, "lan", "rest");
        refused(report, "import.moved-on");
        hub.identity.undo(Scope.all(), other, "lan", "rest");
        undo(report);
        assertThat(missing()).isEqualTo(1);
    }

    @Test
    void whatAnotherRegistryToldIsMendedThere() {
        var report = commit(sheet("commune", camera(3, "Chợ")));
        hub.database.write(connection -> Rows.update(
                connection,
                "insert into upstream_senders (source, stream, last_sequence, told_at) values ('commune', 's', 1, 1)"));
        refused(report, "import.of-registry");
    }

    @Test
    void onlyWhatLiesInScope() {
        var report = commit(sheet("commune", camera(3, "Chợ")));
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.undo.undo(Scope.of(Set.of(TAN_AN)), report.importId(), "lan", "rest"))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(HubException.Reason.NOT_FOUND));
    }

    private static Statement unreadable() {
        return new Statement(
                new SourceId("commune"),
                Layer.AGENCY,
                "lan",
                Hub.NOW.minusSeconds(60),
                true,
                Optional.empty(),
                Optional.empty(),
                "thư.xlsx",
                Optional.of(LONG_AN),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(new Finding(
                        Finding.Severity.ERROR,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        "sheet.unreadable",
                        Text.same("không đọc được"),
                        Text.same("gửi lại"),
                        List.of())),
                List.of());
    }

    private static Item camera(int number, String name) {
        return row(number, CameraField.CODE, "C" + number, CameraField.NAME, name);
    }

    private IntakeReport commit(Statement statement) {
        return hub.intake.submit(statement, Mode.COMMIT);
    }

    private IntakeReport undo(IntakeReport report) {
        return hub.undo.undo(Scope.all(), report.importId(), "lan", "rest");
    }

    private void refused(IntakeReport report, String rule) {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> undo(report))
                .satisfies(refused -> assertThat(refused.rule()).isEqualTo(rule));
    }

    private Camera find(CameraId id) {
        return hub.cameras.find(Scope.all(), id).orElseThrow();
    }

    private Map<String, Map<CameraField, String>> contents() {
        return hub
                .database
                .read(connection -> Rows.list(connection, "select id from cameras", List.of(), row -> row.getString(1)))
                .stream()
                .collect(Collectors.toMap(id -> id, id -> find(new CameraId(id)).values()));
    }

    private long missing() {
        return hub.count("select count(*) from stated where missing_at is not null");
    }

    private List<Changes.Change> changes(IntakeReport report) {
        return hub.changes.read(Scope.all(), 0, 1000).stream()
                .filter(change -> change.importId() == report.importId())
                .toList();
    }
}
