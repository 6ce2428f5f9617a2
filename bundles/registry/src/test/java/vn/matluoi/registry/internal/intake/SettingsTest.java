package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

/** Where a source's settings place its cameras is its agency's word, whatever a device says of itself. */
@ParameterizedClass
@EnumSource(Engine.class)
class SettingsTest {

    private static final CameraId FIRST = CameraId.of("80", 1);

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void aRecorderConnectedByAnOfficer() {
        hub = Hub.empty(engine);
        hub.sources.put(source("recorder", LONG_AN), "officer");
        hub.sources.put(source("commune", LONG_AN), "clerk");
        commit(device("IPC 1"));
    }

    @Test
    void whoConnectedARecorderSaidWhereItsCamerasStand() {
        for (var field : List.of(CameraField.AREA, CameraField.SECTOR)) {
            var said = only(field);
            assertThat(said.layer()).as(field.key()).isEqualTo(Layer.AGENCY);
            assertThat(said.by()).as(field.key()).isEqualTo("officer");
            assertThat(said.at()).as(field.key()).isEqualTo(Hub.NOW);
        }
        assertThat(only(CameraField.NAME).layer()).isEqualTo(Layer.DEVICE);
        assertThat(only(CameraField.NAME).by()).isEqualTo("người DEVICE");
    }

    @Test
    void whatTheHubNotesAboutASourceIsNobodysWordAboutItsPlace() {
        var connected = source("recorder", LONG_AN);
        hub.sources.put(
                new StoredSource(
                        connected.settings(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("SERIAL"),
                        Optional.empty(),
                        Optional.empty()),
                "hub");

        commit(device("IPC 1 mới"));

        assertThat(only(CameraField.AREA).by()).isEqualTo("officer");
    }

    @Test
    void whoMovesTheRecorderMovesItsCameras() {
        hub.sources.put(source("recorder", TAN_AN), "colleague");

        commit(placed(device("IPC 1"), TAN_AN));

        assertThat(only(CameraField.AREA).value()).isEqualTo(TAN_AN.value());
        assertThat(only(CameraField.AREA).by()).isEqualTo("colleague");
        assertThat(hub.count("select count(*) from stated_history where field = 'area' and layer = 'AGENCY'"
                        + " and said_by = 'officer' and ended_by = 'colleague'"))
                .isEqualTo(1);
    }

    @Test
    void whatAnAgencyWroteCountsForMoreThanARecordersSettings() {
        commit(gate(LONG_AN));
        commit(gate(TAN_AN));

        assertThat(hub.cameras.values(Scope.all(), FIRST))
                .filteredOn(one -> one.field() == CameraField.AREA && one.effective())
                .extracting(StatedValue::value, StatedValue::by)
                .containsExactly(tuple(TAN_AN.value(), "người AGENCY"));
    }

    @Test
    void standWhereAStatementNamesNoDefaults() {
        commit(without(statement(
                "commune",
                Layer.AGENCY,
                false,
                Optional.empty(),
                List.of(row(1, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ")))));

        assertThat(hub.cameras
                        .find(Scope.all(), CameraId.of("80", 2))
                        .orElseThrow()
                        .values())
                .containsEntry(CameraField.AREA, LONG_AN.value())
                .containsEntry(CameraField.SECTOR, "security");
    }

    @Test
    void areNotTheProvincesWordOnFieldsItDoesNotSpeakOf() {
        commit(without(statement(
                "recorder",
                Layer.PROVINCE,
                false,
                Optional.empty(),
                List.of(channel("1", CameraField.NAME, "Ngã tư Hùng Vương")))));

        assertThat(only(CameraField.SECTOR).by()).isEqualTo("officer");
        assertThat(only(CameraField.AREA).by()).isEqualTo("officer");
    }

    @Test
    void areRefusedIfTheCatalogueDoesNotKnowThem() {
        for (var mode : Mode.values()) {
            assertThat(refused("unit", Optional.of("no-such-unit"), Optional.empty(), mode))
                    .isEqualTo("unit");
            assertThat(refused("sector", Optional.empty(), Optional.of("no-such-sector"), mode))
                    .isEqualTo("sector");
        }
        assertThat(hub.count("select count(*) from imports")).isEqualTo(1);
    }

    @Test
    void theChannelRecordedWithASourceIsThatOfItsCamerasByTheWordOfWhoRecordedIt() {
        assertThat(said(FIRST, CameraField.NETWORK)).isEmpty();
        hub.sources.put(by("recorder", "private"), "colleague");

        commit(device("IPC 1"));

        var said = only(CameraField.NETWORK);
        assertThat(said.value()).isEqualTo("private");
        assertThat(said.layer()).isEqualTo(Layer.AGENCY);
        assertThat(said.by()).isEqualTo("colleague");
        assertThat(said.raw()).as("nobody wrote it").isBlank();
    }

    @Test
    void whatARowWritesOfItsChannelCountsForMoreThanWhatIsRecordedWithTheSource() {
        hub.sources.put(by("commune", "private"), "clerk");
        var silent = row(1, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ");
        var written = row(2, CameraField.CODE, "LA-03", CameraField.NAME, "Bến", CameraField.NETWORK, "internet");
        commit(sheet("commune", silent, written));
        assertThat(said(CameraId.of("80", 2), CameraField.NETWORK)).containsExactly("private");
        assertThat(said(CameraId.of("80", 3), CameraField.NETWORK)).containsExactly("internet");

        hub.sources.put(by("commune", "internet"), "clerk");
        commit(sheet("commune", silent));
        assertThat(said(CameraId.of("80", 2), CameraField.NETWORK))
                .as("the next list has the channel of now")
                .containsExactly("internet");
    }

    @Test
    void theChannelOfASourceIsNotTheProvincesWordOnACameraItDoesNotSpeakOf() {
        hub.sources.put(by("recorder", "private"), "officer");
        commit(statement(
                "recorder",
                Layer.PROVINCE,
                false,
                Optional.empty(),
                List.of(channel("1", CameraField.NAME, "Ngã tư Hùng Vương"))));
        assertThat(said(FIRST, CameraField.NETWORK)).isEmpty();
    }

    private List<String> said(CameraId camera, CameraField field) {
        return hub.cameras.values(Scope.all(), camera).stream()
                .filter(one -> one.field() == field)
                .map(StatedValue::value)
                .toList();
    }

    private static StoredSource by(String id, String network) {
        var settings = source(id, LONG_AN).settings();
        return new StoredSource(
                new SourceSettings(
                        settings.id(),
                        settings.name(),
                        settings.driver(),
                        settings.address(),
                        settings.username(),
                        settings.area(),
                        settings.unit(),
                        settings.sector(),
                        Map.of(SourceSettings.NETWORK, network),
                        settings.suspended()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private String refused(String field, Optional<String> unit, Optional<String> sector, Mode mode) {
        var said = gate(LONG_AN);
        var wrong = defaults(said, said.defaultArea(), unit, sector);
        var refusal = catchThrowableOfType(HubException.class, () -> hub.intake.submit(wrong, mode));
        assertThat(refusal.reason()).isEqualTo(HubException.Reason.INVALID);
        assertThat(refusal.rule()).isEqualTo(field + ".unknown");
        return refusal.errors().get(0).field();
    }

    @Test
    void whatAnAgencyWritesIsItsOwnWordThoughTheSettingsSaidTheSame() {
        commit(sheet("commune", row(1, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ")));
        commit(sheet(
                "commune",
                row(1, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ", CameraField.AREA, LONG_AN.value())));

        hub.sources.put(source("commune", TAN_AN), "colleague");
        commit(placed(sheet("commune", row(1, CameraField.CODE, "LA-02", CameraField.NAME, "Chợ")), TAN_AN));

        assertThat(hub.cameras.values(Scope.all(), CameraId.of("80", 2)))
                .filteredOn(one -> one.field() == CameraField.AREA)
                .extracting(StatedValue::value, StatedValue::by)
                .containsExactly(tuple(LONG_AN.value(), "người AGENCY"));
    }

    private StatedValue only(CameraField field) {
        var said = hub.cameras.values(Scope.all(), FIRST).stream()
                .filter(one -> one.field() == field)
                .toList();
        assertThat(said).as(field.key()).hasSize(1);
        return said.get(0);
    }

    private static Statement gate(AreaCode area) {
        return sheet(
                "commune",
                row(
                        1,
                        CameraField.CODE,
                        "LA-01",
                        CameraField.NAME,
                        "Cổng",
                        CameraField.SERIAL,
                        "SN12345",
                        CameraField.AREA,
                        area.value()));
    }

    private static Statement device(String name) {
        return statement(
                "recorder",
                Layer.DEVICE,
                false,
                Optional.empty(),
                List.of(channel("1", CameraField.NAME, name, CameraField.SERIAL, "SN12345")));
    }

    private static Statement placed(Statement said, AreaCode area) {
        return defaults(said, Optional.of(area), said.defaultUnit(), said.defaultSector());
    }

    private static Statement without(Statement said) {
        return defaults(said, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Statement defaults(
            Statement said, Optional<AreaCode> area, Optional<String> unit, Optional<String> sector) {
        return new Statement(
                said.source(),
                said.layer(),
                said.by(),
                said.at(),
                said.complete(),
                said.profile(),
                said.delivery(),
                said.label(),
                area,
                unit,
                sector,
                said.items());
    }

    private void commit(Statement statement) {
        hub.intake.submit(statement, Mode.COMMIT);
    }
}
