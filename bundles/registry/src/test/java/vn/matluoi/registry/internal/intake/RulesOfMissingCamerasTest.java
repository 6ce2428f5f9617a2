package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Rule;
import vn.matluoi.api.intake.Rule.Condition;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

/** Rules of cameras that a complete list no longer names. */
@ParameterizedClass
@EnumSource(Engine.class)
class RulesOfMissingCamerasTest {

    private static final int OFFICES = 14;

    @Parameter
    Engine engine;

    private Hub hub;

    @BeforeEach
    void aListOfStreetsAndOffices() {
        hub = Hub.empty(engine);
        hub.sources.put(source("ward", LONG_AN), "test");
        assertThat(commit(true, rows(0, 100)).findings()).isEmpty();
    }

    @Test
    void areToldOnceOfAllThatAreGone() {
        var report = commit(true, rows(2, 100));
        assertThat(report.counts().missing()).isEqualTo(2);
        assertThat(report.findings()).singleElement().satisfies(one -> {
            assertThat(one.rule()).isEqualTo("R9");
            assertThat(one.row()).isZero();
            assertThat(one.message().vi()).isEqualTo("Mất (2 camera: %s, %s)".formatted(id(1), id(2)));
            assertThat(one.message().en()).isEqualTo("Gone (2 cameras: %s, %s)".formatted(id(1), id(2)));
            assertThat(one.mend().vi()).endsWith("Căn cứ: QĐ 1.");
            assertThat(one.cameras()).containsExactly(id(1), id(2));
        });
        assertThat(hub.imports.find(Scope.all(), report.importId())).contains(report);
        assertThat(commit(true, rows(2, 100)).findings()).as("it was told").isEmpty();
    }

    @Test
    void nameNoMoreThanTenOfMany() {
        var finding = commit(true, rows(11, 100)).findings();
        assertThat(finding).singleElement().satisfies(one -> {
            assertThat(one.message().vi())
                    .startsWith("Mất (11 camera: " + id(1))
                    .contains(id(10))
                    .endsWith(", …)")
                    .doesNotContain(id(11));
            assertThat(one.cameras()).hasSize(10);
        });
    }

    @Test
    void areAskedOfNoOther() {
        assertThat(commit(true, rows(0, 98)).findings()).as("two streets").isEmpty();
        assertThat(commit(false, rows(50, 98)).findings())
                .as("a list that is not complete misses none")
                .isEmpty();
        var report = commit(true, rows(0, 100));
        assertThat(report.findings()).isEmpty();
        assertThat(report.rows()).allSatisfy(row -> assertThat(row.findings()).isEmpty());
    }

    @Test
    void areAskedOfNoneThatTheListNamesInAnotherRow() {
        hub.identity.merge(Scope.all(), new CameraId(id(1)), new CameraId(id(2)), "lan", "rest");
        var report = commit(true, rows(1, 100));
        assertThat(report.findings()).as("its other row is still there").isEmpty();
    }

    @Test
    void areToldOfAListThatWaitsToo() {
        var report = commit(true, rows(60, 100));
        assertThat(report.standing()).isEqualTo(IntakeReport.Standing.WAITING);
        assertThat(report.findings()).extracting(Finding::rule).containsExactly("statement.removes-much", "R9");
    }

    @Test
    void refuseNobody() {
        assertThatIllegalArgumentException().isThrownBy(() -> rule(Severity.ERROR));
    }

    /** The first are offices, the others streets. */
    private static Item[] rows(int from, int to) {
        var rows = new ArrayList<Item>();
        IntStream.range(from, to).forEach(place -> {
            var name = (place < OFFICES ? "O" : "S") + (place + 1);
            rows.add(row(
                    place + 1,
                    CameraField.CODE,
                    name,
                    CameraField.NAME,
                    name,
                    CameraField.PLACE_KIND,
                    place < OFFICES ? "one-stop" : "public"));
        });
        return rows.toArray(Item[]::new);
    }

    private static String id(int number) {
        return CameraId.of("80", number).value();
    }

    private static Rule rule(Severity severity) {
        return new Rule(
                "removal",
                "R9",
                severity,
                Text.same("QĐ 1"),
                Optional.empty(),
                Optional.empty(),
                Set.of(Layer.AGENCY),
                false,
                Optional.empty(),
                List.of(new Condition.Missing(), new Condition.Is(CameraField.PLACE_KIND, Set.of("one-stop"))),
                List.of(),
                new Text("Mất", "Gone"),
                Text.same("Hỏi."));
    }

    private IntakeReport commit(boolean complete, Item... rows) {
        return hub.intake.submit(
                new Statement(
                        new SourceId("ward"),
                        Layer.AGENCY,
                        "test",
                        Hub.NOW,
                        complete,
                        Optional.of(new Profile(
                                "test",
                                Text.same("test"),
                                List.of(),
                                Map.of(),
                                OptionalDouble.empty(),
                                Map.of(),
                                List.of(rule(Severity.WARNING)))),
                        Optional.empty(),
                        "sheet",
                        Optional.of(LONG_AN),
                        Optional.empty(),
                        Optional.of("security"),
                        List.of(rows)),
                Mode.COMMIT);
    }
}
