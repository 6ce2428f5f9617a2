package vn.matluoi.registry.internal.truth;

import static org.assertj.core.api.Assertions.assertThat;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Truth.Agency;
import vn.matluoi.api.registry.Truth.AgencyCompleteness;
import vn.matluoi.api.registry.Truth.Conflict;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class TruthDeskTest {

    private static final CameraId FIRST = CameraId.of("80", 1);
    private static final CameraId SECOND = CameraId.of("80", 2);

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
    void whatDeviceAndAgencySayDifferentlyIsShownWithWhoSaysIt() {
        agency("DS-2CD", "10.0");
        device("DS-9999", "IPC");

        assertThat(conflicts(Optional.empty())).singleElement().satisfies(conflict -> {
            assertThat(conflict.camera()).isEqualTo(FIRST);
            assertThat(conflict.fields()).containsOnlyKeys(CameraField.MODEL);
            assertThat(conflict.fields().get(CameraField.MODEL))
                    .extracting(value -> value.layer() + " " + value.value() + " " + value.effective())
                    .containsExactlyInAnyOrder("AGENCY DS-2CD false", "DEVICE DS-9999 true");
        });
        assertThat(hub.truth.conflicts(Scope.all(), FIRST)).containsOnlyKeys(CameraField.MODEL);
    }

    @Test
    void theSameInOtherWordsIsNoConflict() {
        agency("DS-2CD", "10");
        device("ds 2cd", "Tên khác của thiết bị");

        assertThat(conflicts(Optional.empty())).isEmpty();
    }

    @Test
    void aConflictThatIsMendedIsGone() {
        agency("DS-2CD", "10");
        device("DS-9999", "IPC");

        agency("DS-9999", "10");

        assertThat(conflicts(Optional.empty())).isEmpty();
        assertThat(hub.count("select count(*) from camera_conflicts")).isZero();
    }

    @Test
    void whatTheProvinceDecidedAgainstAnAgencyIsShownToo() {
        agency("DS-2CD", "10");
        commit(statement(
                "commune",
                Layer.PROVINCE,
                false,
                Optional.empty(),
                List.of(row(1, CameraField.CODE, "LA-01", CameraField.HEIGHT, "4"))));

        assertThat(hub.truth.conflicts(Scope.all(), FIRST)).containsOnlyKeys(CameraField.HEIGHT);
    }

    @Test
    void conflictsAreListedWithinScopeAndArea() {
        agency("DS-2CD", "10");
        device("DS-9999", "IPC");

        assertThat(conflicts(Optional.of(LONG_AN.value()))).hasSize(1);
        assertThat(conflicts(Optional.of(TAN_AN.value()))).isEmpty();
        assertThat(hub.truth
                        .conflicts(Scope.of(Set.of(TAN_AN)), Optional.empty(), 10, Optional.empty())
                        .total())
                .isZero();
        assertThat(hub.truth.conflicts(Scope.of(Set.of(TAN_AN)), FIRST)).isEmpty();
    }

    @Test
    void conflictsFollowMergeAndUndo() {
        commit(sheet("commune", named("LA-01", "DS-2CD"), named("LA-02", "DS-9999")));
        assertThat(conflicts(Optional.empty())).isEmpty();

        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");
        assertThat(conflicts(Optional.empty())).extracting(Conflict::camera).containsExactly(FIRST);

        hub.identity.undo(Scope.all(), FIRST, "lan", "rest");
        assertThat(conflicts(Optional.empty())).isEmpty();
    }

    @Test
    void pagesOfConflictsHoldEachOnce() {
        commit(sheet(
                "commune", named("LA-01", "A1"), named("LA-02", "A2"), named("LA-03", "A3"), named("LA-04", "A4")));
        hub.identity.merge(Scope.all(), FIRST, SECOND, "lan", "rest");
        hub.identity.merge(Scope.all(), CameraId.of("80", 3), CameraId.of("80", 4), "lan", "rest");

        var first = hub.truth.conflicts(Scope.all(), Optional.empty(), 1, Optional.empty());
        var second = hub.truth.conflicts(Scope.all(), Optional.empty(), 1, first.next());

        assertThat(first.total()).isEqualTo(2);
        assertThat(first.items().get(0).camera()).isEqualTo(FIRST);
        assertThat(second.items().get(0).camera()).isEqualTo(CameraId.of("80", 3));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void completenessNamesWhatIsMissing() {
        commit(sheet("commune", whole("LA-01", true), whole("LA-02", false)));

        assertThat(hub.truth.completeness(Scope.all(), FIRST)).hasValueSatisfying(one -> {
            assertThat(one.score()).isLessThan(100);
            assertThat(one.missing()).containsExactly(CameraField.UNIT);
        });
        assertThat(hub.truth.completeness(Scope.all(), SECOND).orElseThrow().missing())
                .containsExactly(CameraField.UNIT, CameraField.SERIAL);
        assertThat(hub.truth.completeness(Scope.of(Set.of(TAN_AN)), FIRST)).isEmpty();
    }

    @Test
    void anAgencysCompletenessIsTheMeanOfItsCameras() {
        commit(sheet("commune", whole("LA-01", true), whole("LA-02", false)));
        commit(sheet("recorder", row(1, CameraField.CODE, "R-1", CameraField.NAME, "Trống")));

        var bySource = hub.truth.completeness(Scope.all(), Optional.empty(), Agency.SOURCE);

        assertThat(bySource).extracting(one -> one.agency().orElse("")).containsExactly("recorder", "commune");
        var commune = bySource.get(1);
        var mean = (hub.truth.completeness(Scope.all(), FIRST).orElseThrow().score()
                        + hub.truth
                                .completeness(Scope.all(), SECOND)
                                .orElseThrow()
                                .score())
                / 2.0;
        assertThat(commune.cameras()).isEqualTo(2);
        assertThat(commune.score()).isEqualTo(mean);
        assertThat(commune.missing()).containsEntry(CameraField.SERIAL, 1L).containsEntry(CameraField.UNIT, 2L);
        assertThat(hub.truth.completeness(Scope.all(), Optional.empty(), Agency.UNIT))
                .singleElement()
                .extracting(AgencyCompleteness::agency)
                .isEqualTo(Optional.empty());
        assertThat(hub.truth.completeness(Scope.of(Set.of(TAN_AN)), Optional.empty(), Agency.SOURCE))
                .isEmpty();
    }

    @Test
    void completenessFollowsWhatIsSaid() {
        commit(sheet("commune", whole("LA-01", false)));
        commit(sheet("commune", whole("LA-01", true)));

        assertThat(hub.truth
                        .completeness(Scope.all(), Optional.empty(), Agency.SOURCE)
                        .get(0)
                        .missing())
                .containsOnlyKeys(CameraField.UNIT);
    }

    private void agency(String model, String height) {
        commit(sheet(
                "commune",
                row(
                        1,
                        CameraField.CODE,
                        "LA-01",
                        CameraField.NAME,
                        "Cổng",
                        CameraField.HEIGHT,
                        height,
                        CameraField.MODEL,
                        model,
                        CameraField.SERIAL,
                        "SN12345")));
    }

    private void device(String model, String name) {
        commit(statement(
                "recorder",
                Layer.DEVICE,
                false,
                Optional.empty(),
                List.of(channel(
                        "1", CameraField.NAME, name, CameraField.MODEL, model, CameraField.SERIAL, "SN12345"))));
    }

    private static Item named(String code, String model) {
        return row(
                Integer.parseInt(code.substring(code.length() - 1)),
                CameraField.CODE,
                code,
                CameraField.NAME,
                "Cột",
                CameraField.MODEL,
                model);
    }

    /** All that is asked for but the unit. */
    private static Item whole(String code, boolean serial) {
        var words = new ArrayList<Object>(List.of(
                CameraField.CODE, code,
                CameraField.NAME, "Cột " + code,
                CameraField.ADDRESS, "Số 1 Hùng Vương",
                CameraField.LATITUDE, "10.53" + code.charAt(4),
                CameraField.LONGITUDE, "106.405",
                CameraField.AZIMUTH, "90",
                CameraField.HEIGHT, "6",
                CameraField.PURPOSE, "giám sát"));
        words.addAll(List.of(
                CameraField.MANUFACTURER, "Hikvision",
                CameraField.MODEL, "DS-2CD",
                CameraField.RESOLUTION, "1920x1080",
                CameraField.INSTALLED_ON, "2024-05-17",
                CameraField.UPDATE_METHOD, "Bảng tính",
                CameraField.UPDATE_FREQUENCY, "Hằng tháng",
                CameraField.USING_UNITS, "Công an phường",
                CameraField.RETENTION_DAYS, "30"));
        if (serial) {
            words.addAll(List.of(CameraField.SERIAL, "SN-" + code));
        }
        return row(Integer.parseInt(code.substring(code.length() - 1)), words.toArray());
    }

    private void commit(Statement statement) {
        hub.intake.submit(statement, Mode.COMMIT);
    }

    private List<Conflict> conflicts(Optional<String> area) {
        return hub.truth
                .conflicts(Scope.all(), area.map(AreaCode::new), 50, Optional.empty())
                .items();
    }
}
