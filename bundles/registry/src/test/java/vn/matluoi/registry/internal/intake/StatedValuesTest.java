package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.channel;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.registry.StatedValue;

/** What is kept of what is said about a camera, and whose word holds. */
class StatedValuesTest extends IntakeFixture {

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
    void takesACellWithACharacterThatTheDatabaseCannotHold() {
        var report = commit(sheet(
                "commune", row(1, CameraField.CODE, "LA-03", CameraField.NOTE, "Cột \0 12", CameraField.NAME, "Cột")));

        assertThat(outcomes(report)).containsExactly(Outcome.CREATED);
        assertThat(camera(1).values()).containsEntry(CameraField.NOTE, "Cột 12");
    }
}
