package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.entry;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.settings;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.net.URI;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Counts;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.IntakeReport.RowReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class IntakeTest {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void twoSources() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        hub.sources.put(source("recorder", LONG_AN), "test");
    }

    @Test
    void takesNewCamerasAndMintsTheirIdentities() {
        var report = commit(sheet("commune", gate(1), market(2)));

        assertThat(report.counts()).isEqualTo(new Counts(2, 2, 0, 0, 0, 0, 0));
        assertThat(report.rows())
                .extracting(one -> one.camera().orElseThrow())
                .containsExactly(CameraId.of("80", 1), CameraId.of("80", 2));
        assertThat(camera(1).values())
                .containsEntry(CameraField.NAME, "Cổng UBND")
                .containsEntry(CameraField.CODE, "LA-01")
                .containsEntry(CameraField.SECTOR, "security");
    }

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
    void keepsEveryFieldOfACamera() {
        var said = new EnumMap<CameraField, String>(CameraField.class);
        for (var field : CameraField.values()) {
            said.put(field, value(field));
        }
        said.keySet().removeAll(List.of(CameraField.AREA_NAME, CameraField.UNIT));
        commit(sheet("commune", new Item(1, Optional.empty(), said, Map.of(), List.of())));

        assertThat(camera(1).values()).containsAllEntriesOf(said);
    }

    private static String value(CameraField field) {
        return switch (field) {
            case AREA -> LONG_AN.value();
            case SECTOR -> "security";
            case LATITUDE -> "10.540000";
            case LONGITUDE -> "106.410000";
            case COORDINATE_SYSTEM -> "WGS84";
            case MAC -> "00:11:22:33:44:55";
            case IP_ADDRESS -> "10.20.30.40";
            case RESOLUTION -> "1920x1080";
            case PROFESSIONAL -> "false";
            case INSTALLED_ON, CHANGED_ON -> "2024-05-17";
            default ->
                switch (field.kind()) {
                    case DECIMAL, INTEGER -> "7";
                    case BOOLEAN -> "true";
                    default -> "Chữ " + field.key();
                };
        };
    }

    @Test
    void keepsWhenTheAgencyChangedItAndWhenItToldSo() {
        var code = CameraField.CODE;
        commit(sheet("commune", row(1, code, "LA-01", CameraField.NAME, "Cổng", CameraField.CHANGED_ON, "17/05/2024")));
        var first = changedOn();
        commit(sheet("commune", row(1, code, "LA-01", CameraField.NAME, "Cột", CameraField.CHANGED_ON, "17/05/2024")));
        assertThat(changedOn()).as("told once, and said again").isEqualTo(first);
        assertThat(camera(1).values()).containsEntry(CameraField.CHANGED_ON, "2024-05-17");
        assertThat(first.raw()).isEqualTo("17/05/2024");
        assertThat(first.at()).isNotNull();
        assertThat(hub.changes.read(Scope.all(), 0, 1000).stream()
                        .filter(change -> change.kind().equals("camera.created")))
                .singleElement()
                .satisfies(change -> assertThat(change.fields()).containsExactly(entry("changedOn", "2024-05-17")));
    }

    private StatedValue changedOn() {
        return hub.cameras.values(Scope.all(), camera(1).id()).stream()
                .filter(value -> value.field() == CameraField.CHANGED_ON && value.effective())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isASecretAsSoonAsOneSaysSoUntilTheProvinceSaysOtherwise() {
        var code = CameraField.CODE;
        commit(sheet("commune", row(1, code, "LA-01", CameraField.NAME, "Cổng", CameraField.STATE_SECRET, "có")));
        commit(sheet("commune", row(1, code, "LA-01", CameraField.NAME, "Cổng", CameraField.STATE_SECRET, "")));
        assertThat(camera(1).values()).containsEntry(CameraField.STATE_SECRET, "true");

        commit(statement(
                "commune",
                Layer.PROVINCE,
                false,
                Optional.empty(),
                List.of(row(1, code, "LA-01", CameraField.STATE_SECRET, "không"))));
        assertThat(camera(1).values()).containsEntry(CameraField.STATE_SECRET, "false");
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
    void synchronisingNeverOverwritesAPerson() {
        commit(device(channel("1", CameraField.NAME, "IPC 1", CameraField.MODEL, "DS-2CD")));
        commit(statement(
                "recorder",
                Layer.PROVINCE,
                false,
                Optional.empty(),
                List.of(channel("1", CameraField.NAME, "Ngã tư Hùng Vương", CameraField.MODEL, "DS-2CD2143"))));

        commit(device(channel("1", CameraField.NAME, "IPC 1 mới", CameraField.MODEL, "DS-X")));

        assertThat(camera(1).values())
                .containsEntry(CameraField.NAME, "Ngã tư Hùng Vương")
                .containsEntry(CameraField.MODEL, "DS-2CD2143");
        assertThat(hub.cameras.values(Scope.all(), CameraId.of("80", 1)))
                .filteredOn(value -> value.field() == CameraField.NAME)
                .extracting(value -> value.layer() + " " + value.value() + " " + value.effective())
                .containsExactlyInAnyOrder("PROVINCE Ngã tư Hùng Vương true", "DEVICE IPC 1 mới false");
    }

    @Test
    void aDeviceKnowsItsModelBetterAndAnAgencyItsName() {
        commit(sheet(
                "commune", row(1, CameraField.NAME, "Cổng", CameraField.MODEL, "A", CameraField.SERIAL, "SN12345")));

        var report = commit(
                device(channel("1", CameraField.NAME, "IPC", CameraField.MODEL, "B", CameraField.SERIAL, "SN12345")));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED);
        assertThat(camera(1).values()).containsEntry(CameraField.NAME, "Cổng").containsEntry(CameraField.MODEL, "B");
        assertThat(camera(1).source()).isEqualTo(new SourceId("recorder"));
        assertThat(hub.cameras.ofChannel(new SourceId("recorder"), "1")).contains(camera(1));
    }

    @Test
    void anAgencysCodeStandsForAChannelOfASourceWithoutADevice() {
        hub.sources.put(
                new StoredSource(
                        settings("recorder", LONG_AN, Optional.of(URI.create("http://10.0.0.7"))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "test");
        commit(sheet("commune", gate(1)));
        commit(device(channel("1", CameraField.CODE, "IN-01", CameraField.NAME, "IPC")));

        assertThat(hub.cameras.ofChannel(new SourceId("commune"), "LA-01")).contains(camera(1));
        assertThat(hub.cameras.ofChannel(new SourceId("commune"), "LA-02")).isEmpty();
        assertThat(hub.cameras.ofChannel(new SourceId("recorder"), "IN-01")).isEmpty();
        assertThat(hub.cameras.ofChannel(new SourceId("recorder"), "1")).contains(camera(2));
    }

    @Test
    void keepsWhatWasSaidBefore() {
        commit(sheet("commune", gate(1)));

        commit(sheet(
                "commune", row(1, CameraField.CODE, "LA-01", CameraField.NAME, "Cổng sau", CameraField.ADDRESS, "")));

        assertThat(camera(1).values())
                .containsEntry(CameraField.NAME, "Cổng sau")
                .doesNotContainKey(CameraField.ADDRESS);
        assertThat(hub.count(
                        "select count(*) from stated_history where field = 'name' and stated_value = ?", "Cổng UBND"))
                .isEqualTo(1);
        assertThat(hub.count("select count(*) from stated_history where field = 'address'"))
                .isEqualTo(1);
        assertThat(lastChange().fields()).containsExactlyInAnyOrderEntriesOf(Map.of("name", "Cổng sau", "address", ""));
    }

    @Test
    void refusesTheSecondOfTwoRowsThatAreOneCamera() {
        var report = commit(sheet("commune", gate(4), gate(7)));

        assertThat(outcomes(report)).containsExactly(Outcome.CREATED, Outcome.REJECTED);
        assertThat(report.rows().get(1).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("row.duplicate");
            assertThat(finding.message().vi()).contains("dòng 4");
        });
    }

    @Test
    void leavesASerialFromAnotherAreaToAPerson() {
        commit(sheet("commune", row(1, CameraField.NAME, "Cổng", CameraField.SERIAL, "SN12345")));

        var report = commit(device(
                channel("1", CameraField.NAME, "IPC", CameraField.SERIAL, "SN12345", CameraField.AREA, "27712")));

        assertThat(outcomes(report)).containsExactly(Outcome.DOUBTFUL);
        assertThat(report.rows().get(0).findings()).extracting(Finding::rule).contains("identity.serial-elsewhere");
        assertThat(hub.count(
                        "select count(*) from identity_questions where candidate = ?",
                        CameraId.of("80", 1).value()))
                .isEqualTo(1);
        assertThat(hub.cameras.list(Scope.all(), CameraQuery.first(10)).total()).isEqualTo(1);
    }

    @Test
    void aSerialThatARecorderRepeatsIsNoEvidence() {
        var report = commit(device(
                channel("1", CameraField.NAME, "Một", CameraField.SERIAL, "RECORDER-1"),
                channel("2", CameraField.NAME, "Hai", CameraField.SERIAL, "RECORDER-1")));

        assertThat(outcomes(report)).containsExactly(Outcome.CREATED, Outcome.CREATED);
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
    void takesACellWithACharacterThatTheDatabaseCannotHold() {
        var report = commit(sheet(
                "commune", row(1, CameraField.CODE, "LA-03", CameraField.NOTE, "Cột \0 12", CameraField.NAME, "Cột")));

        assertThat(outcomes(report)).containsExactly(Outcome.CREATED);
        assertThat(camera(1).values()).containsEntry(CameraField.NOTE, "Cột 12");
    }

    @Test
    void refusesAStatementOfAnUnknownSource() {
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> commit(sheet("nobody", gate(1))))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(HubException.Reason.NOT_FOUND))
                .withMessageContaining("nobody");
    }

    private static Item gate(int row) {
        return row(
                row,
                CameraField.CODE,
                "LA-01",
                CameraField.NAME,
                "Cổng UBND",
                CameraField.ADDRESS,
                "Số 1 Nguyễn Đình Chiểu");
    }

    private static Item market(int row) {
        return row(row, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ Long An");
    }

    private static Statement complete(Item... rows) {
        return statement("commune", Layer.AGENCY, true, Optional.empty(), List.of(rows));
    }

    private static Statement device(Item... channels) {
        return statement("recorder", Layer.DEVICE, false, Optional.empty(), List.of(channels));
    }

    private IntakeReport commit(Statement statement) {
        return hub.intake.submit(statement, Mode.COMMIT);
    }

    private Camera camera(int number) {
        return hub.cameras.find(Scope.all(), CameraId.of("80", number)).orElseThrow();
    }

    private vn.matluoi.api.registry.Changes.Change lastChange() {
        return hub.changes.read(Scope.all(), hub.changes.last() - 1, 1).get(0);
    }

    private static List<Outcome> outcomes(IntakeReport report) {
        return report.rows().stream().map(RowReport::outcome).toList();
    }
}
