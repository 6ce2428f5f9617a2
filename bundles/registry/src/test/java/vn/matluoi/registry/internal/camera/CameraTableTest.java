package vn.matluoi.registry.internal.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAY_NINH;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Cameras.Observation;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class CameraTableTest {

    private static final CameraId FIRST = CameraId.of("80", 1);

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void fourCameras() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        hub.sources.put(source("other", TAN_AN), "test");
        take(
                "commune",
                named(1, "Ngã tư Hùng Vương", LONG_AN, "traffic"),
                named(2, "Chợ Long An", LONG_AN, "security"),
                named(3, "Đường số 5", LONG_AN, "traffic"));
        take("other", named(1, "Bệnh viện", TAN_AN, "health"));
    }

    @Test
    void listsByNameInPagesWithATotal() {
        var names = new ArrayList<String>();
        var cursor = Optional.<String>empty();
        do {
            var page = hub.cameras.list(Scope.all(), query(Optional.empty(), Optional.empty(), 3, cursor));
            assertThat(page.total()).isEqualTo(4);
            page.items().forEach(camera -> names.add(camera.values().get(CameraField.NAME)));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(names).containsExactly("Bệnh viện", "Chợ Long An", "Đường số 5", "Ngã tư Hùng Vương");
    }

    @Test
    void pagesThroughCamerasOfOneName() {
        take(
                "commune",
                IntStream.range(10, 35)
                        .mapToObj(i -> named(i, "Cổng", LONG_AN, "security"))
                        .toArray(Item[]::new));
        var seen = new ArrayList<CameraId>();
        var cursor = Optional.<String>empty();
        do {
            var page = hub.cameras.list(Scope.all(), query(Optional.of("cổng"), Optional.empty(), 7, cursor));
            page.items().forEach(camera -> seen.add(camera.id()));
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void showsNothingOutsideTheScope() {
        var foreign = Scope.of(Set.of(TAN_AN));

        assertThat(hub.cameras.list(foreign, CameraQuery.first(10)).items())
                .singleElement()
                .satisfies(camera -> assertThat(camera.area()).isEqualTo(TAN_AN));
        assertThat(hub.cameras.list(foreign, CameraQuery.first(10)).total()).isEqualTo(1);
        assertThat(hub.cameras
                        .list(foreign, query(Optional.empty(), Optional.of(LONG_AN), 10, Optional.empty()))
                        .items())
                .isEmpty();
        assertThat(hub.cameras.find(foreign, FIRST)).isEmpty();
        assertThat(hub.cameras.values(foreign, FIRST)).isEmpty();
        assertThat(hub.cameras.list(Scope.nothing(), CameraQuery.first(10)).total())
                .isZero();
        assertThat(hub.changes.read(foreign, 0, 100))
                .isNotEmpty()
                .allMatch(change -> change.subject().equals("other")
                        || change.subject().equals(CameraId.of("80", 4).value()));
        assertThat(hub.imports.list(foreign, 10, Optional.empty()).items())
                .singleElement()
                .satisfies(report -> assertThat(report.source()).isEqualTo(new SourceId("other")));
        assertThat(hub.imports.find(foreign, 1)).isEmpty();
        assertThat(hub.imports.rawRows(foreign, 1, 0, 10)).isEmpty();
    }

    @Test
    void listsTheImportsOfOneSource() {
        var source = Optional.of(new SourceId("other"));

        var all = hub.imports.list(Scope.all(), 10, Optional.empty());
        var one = hub.imports.list(Scope.all(), source, 10, Optional.empty());

        assertThat(one.total()).isEqualTo(1).isLessThan(all.total());
        assertThat(one.items()).extracting(IntakeReport::source).containsExactly(new SourceId("other"));
    }

    @Test
    void aScopeReachesDownItsSubtree() {
        assertThat(hub.cameras
                        .list(Scope.of(Set.of(TAY_NINH)), CameraQuery.first(10))
                        .total())
                .isEqualTo(4);
        assertThat(hub.cameras
                        .list(Scope.of(Set.of(new AreaCode("79"))), CameraQuery.first(10))
                        .total())
                .isZero();
    }

    @Test
    void findsWordsWithoutCaseAndAccents() {
        for (var words : List.of("hung vuong", "VƯƠNG ngã", "c-1 NGA TU", FIRST.value())) {
            assertThat(hub.cameras
                            .list(Scope.all(), query(Optional.of(words), Optional.empty(), 10, Optional.empty()))
                            .items())
                    .as(words)
                    .extracting(camera -> camera.values().get(CameraField.NAME))
                    .containsExactly("Ngã tư Hùng Vương");
        }
        assertThat(hub.cameras
                        .list(Scope.all(), query(Optional.of("%"), Optional.empty(), 10, Optional.empty()))
                        .items())
                .isEmpty();
    }

    @Test
    void narrowsBySectorSourceAndState() {
        hub.cameras.observe(List.of(new Observation(FIRST, online())));

        assertThat(hub.cameras
                        .list(Scope.all(), filtered("traffic", null, null))
                        .total())
                .isEqualTo(2);
        assertThat(hub.cameras.list(Scope.all(), filtered(null, "other", null)).total())
                .isEqualTo(1);
        assertThat(hub.cameras
                        .list(Scope.all(), filtered(null, null, State.Kind.ONLINE))
                        .items())
                .singleElement()
                .satisfies(camera -> assertThat(camera.state()).isEqualTo(online()));
        assertThat(hub.cameras
                        .list(Scope.all(), filtered("traffic", "commune", State.Kind.UNKNOWN))
                        .total())
                .isEqualTo(1);
    }

    @Test
    void refusesACursorThatIsNotOurs() {
        for (var cursor : List.of(
                "x",
                "bm90b3Vycw",
                hub.imports.list(Scope.all(), 1, Optional.empty()).next().orElseThrow())) {
            assertThatExceptionOfType(HubException.class)
                    .isThrownBy(() -> hub.cameras.list(
                            Scope.all(), query(Optional.empty(), Optional.empty(), 10, Optional.of(cursor))))
                    .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(HubException.Reason.INVALID));
        }
    }

    @Test
    void observingChangesTheStateAndNothingElse() {
        var before = hub.cameras.find(Scope.all(), FIRST).orElseThrow();
        var changes = hub.changes.last();

        hub.cameras.observe(List.of(new Observation(FIRST, online())));

        var after = hub.cameras.find(Scope.all(), FIRST).orElseThrow();
        assertThat(after.state()).isEqualTo(online());
        assertThat(after.values()).isEqualTo(before.values());
        assertThat(after.updatedAt()).isEqualTo(before.updatedAt());
        assertThat(hub.changes.last()).isEqualTo(changes);
    }

    private static State online() {
        return new State(State.Kind.ONLINE, Optional.empty(), Hub.NOW, Optional.of(Hub.NOW.plusSeconds(5)));
    }

    private void take(String source, Item... rows) {
        hub.intake.submit(sheet(source, rows), Mode.COMMIT);
    }

    private static Item named(int number, String name, AreaCode area, String sector) {
        return row(
                number,
                CameraField.CODE,
                "C-" + number,
                CameraField.NAME,
                name,
                CameraField.AREA,
                area.value(),
                CameraField.SECTOR,
                sector);
    }

    private static CameraQuery query(
            Optional<String> text, Optional<AreaCode> area, int limit, Optional<String> cursor) {
        return new CameraQuery(
                text, area, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), limit, cursor);
    }

    private static CameraQuery filtered(String sector, String source, State.Kind state) {
        return new CameraQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.ofNullable(sector),
                Optional.empty(),
                Optional.ofNullable(source).map(SourceId::new),
                Optional.ofNullable(state),
                10,
                Optional.empty());
    }
}
