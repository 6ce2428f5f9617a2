package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class SaidSinceTest {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void fiftyCameras() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        commit(true, -200, cameras(1, 50, "Cột"));
    }

    @Test
    void aStatementThatIsReleasedLateLeavesWhatItsSourceHasSaidSince() {
        var waits = commit(true, -100, cameras(1, 30, "Cột cũ"));
        assertThat(waits.standing()).isEqualTo(Standing.WAITING);
        commit(false, -50, List.of(camera(1, "Cột mới"), camera(40, "Cột mới"), camera(99, "Cột mới")));

        var report = hub.waiting.release(Scope.all(), waits.importId(), "người duyệt", "test");

        assertThat(name(1)).isEqualTo("Cột mới 1");
        assertThat(name(2)).as("of which it has not spoken").isEqualTo("Cột cũ 2");
        assertThat(report.counts().updated()).isEqualTo(29);
        assertThat(report.counts().missing())
                .as("all that it lacks but those two")
                .isEqualTo(19);
        assertThat(hub.count("select count(*) from stated where missing_at is not null"))
                .isEqualTo(19);
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message().vi()).contains("2 camera"));
        assertThat(report.rows().get(0).outcome()).isEqualTo(Outcome.UNCHANGED);
        assertThat(report.rows().get(0).findings()).extracting(Finding::rule).containsExactly("statement.said-since");
        assertThat(report.rows().get(1).findings()).isEmpty();
    }

    @Test
    void aCameraThatTheReleasedStatementMarksIsASecretWhateverWasSaidOfItSince() {
        var rows = new ArrayList<>(cameras(4, 30, "Cột cũ"));
        rows.add(row(1, CameraField.CODE, "C1", CameraField.NAME, "Cột cũ 1", CameraField.STATE_SECRET, "có"));
        rows.add(row(2, CameraField.CODE, "C2", CameraField.NAME, "x".repeat(301), CameraField.STATE_SECRET, "có"));
        rows.add(row(3, CameraField.CODE, "C3", CameraField.NAME, "Cột cũ 3"));
        var waits = commit(true, -100, rows);
        assertThat(waits.standing()).isEqualTo(Standing.WAITING);
        commit(false, -50, List.of(camera(1, "Cột mới"), camera(2, "Cột mới"), camera(3, "Cột mới")));

        hub.waiting.release(Scope.all(), waits.importId(), "người duyệt", "test");

        assertThat(values(1))
                .containsEntry(CameraField.NAME, "Cột mới 1")
                .containsEntry(CameraField.STATE_SECRET, "true");
        assertThat(values(2))
                .containsEntry(CameraField.NAME, "Cột mới 2")
                .containsEntry(CameraField.STATE_SECRET, "true");
        assertThat(values(3)).doesNotContainKey(CameraField.STATE_SECRET);
    }

    @Test
    void whatWaitsForAnAnswerStaysAsItWasSaidLast() {
        hub.sources.put(source("police", LONG_AN), "test");
        hub.intake.submit(
                statement(
                        "police",
                        false,
                        -300,
                        List.of(row(1, CameraField.NAME, "Ngã ba", CameraField.SERIAL, "DS2CD0001"))),
                Mode.COMMIT);
        var rows = new ArrayList<>(cameras(1, 30, "Cột"));
        rows.add(doubtful("cũ"));
        var waits = commit(true, -100, rows);
        assertThat(commit(false, -50, List.of(doubtful("mới"))).counts().doubtful())
                .isEqualTo(1);

        hub.waiting.release(Scope.all(), waits.importId(), "người duyệt", "test");

        assertThat(hub.identity
                        .questions(Scope.all(), Optional.of(Identity.Standing.OPEN), 10, Optional.empty())
                        .items())
                .singleElement()
                .satisfies(question ->
                        assertThat(question.row().orElseThrow().values()).containsEntry(CameraField.NAME, "Cột mới"));
    }

    @Test
    void whatItsSourceSaidBeforeItIsReplaced() {
        commit(false, -150, List.of(camera(1, "Cột giữa")));
        var waits = commit(true, -100, cameras(1, 30, "Cột cũ"));
        var report = hub.waiting.release(Scope.all(), waits.importId(), "người duyệt", "test");
        assertThat(name(1)).isEqualTo("Cột cũ 1");
        assertThat(report.counts().missing()).isEqualTo(20);
        assertThat(report.findings()).isEmpty();
    }

    private static Item doubtful(String name) {
        return row(
                60,
                CameraField.CODE,
                "C60",
                CameraField.NAME,
                "Cột " + name,
                CameraField.AREA,
                "27712",
                CameraField.SERIAL,
                "DS2CD0001");
    }

    private static Item camera(int number, String name) {
        return row(number, CameraField.CODE, "C" + number, CameraField.NAME, name + " " + number);
    }

    private static List<Item> cameras(int from, int to, String name) {
        return IntStream.rangeClosed(from, to).mapToObj(n -> camera(n, name)).toList();
    }

    private String name(int number) {
        return values(number).get(CameraField.NAME);
    }

    private Map<CameraField, String> values(int number) {
        return hub.cameras
                .ofChannel(new SourceId("commune"), "C" + number)
                .orElseThrow()
                .values();
    }

    private IntakeReport commit(boolean complete, int seconds, List<Item> items) {
        return hub.intake.submit(statement("commune", complete, seconds, items), Mode.COMMIT);
    }

    private static Statement statement(String source, boolean complete, int seconds, List<Item> items) {
        return new Statement(
                new SourceId(source),
                Layer.AGENCY,
                "người nhập",
                Hub.NOW.plusSeconds(seconds),
                complete,
                Optional.empty(),
                Optional.empty(),
                "bảng " + source,
                Optional.of(LONG_AN),
                Optional.empty(),
                Optional.of("security"),
                items);
    }
}
