package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.sheet;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

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
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class RemovalGuardTest {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void fiftyCameras() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
        commit(complete(1, 50));
    }

    @Test
    void aListThatLacksTooManyIsNotAppliedAndWaits() {
        var changes = hub.changes.last();

        var report = commit(complete(1, 30));

        assertThat(report.standing()).isEqualTo(Standing.WAITING);
        assertThat(report.importId()).isPositive();
        assertThat(report.counts().missing()).isEqualTo(20);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("statement.removes-much");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.ERROR);
            assertThat(finding.message().vi()).contains("20", "50", "20%");
        });
        assertThat(hub.changes.last()).isEqualTo(changes);
        assertThat(missing()).isZero();
        assertThat(waiting()).extracting(IntakeReport::importId).containsExactly(report.importId());
        assertThat(hub.imports.find(Scope.all(), report.importId())).contains(report);
        assertThat(hub.imports.rawRows(Scope.all(), report.importId(), 0, 100)).hasSize(30);
    }

    @Test
    void aDryRunSaysThatItWouldWait() {
        var report = hub.intake.submit(complete(1, 30), Mode.DRY_RUN);

        assertThat(report.standing()).isEqualTo(Standing.WAITING);
        assertThat(waiting()).isEmpty();
    }

    @Test
    void fewCamerasOrASmallShareMayBeMissing() {
        assertThat(commit(complete(1, 40)).standing()).as("20 %").isEqualTo(Standing.APPLIED);
        assertThat(commit(complete(10, 40)).standing()).as("nine").isEqualTo(Standing.APPLIED);
        assertThat(missing()).isEqualTo(19);
    }

    @Test
    void ofASmallSourceMoreThanHalfIsTooMuch() {
        remain(9);

        var report = commit(complete(1, 1));

        assertThat(report.standing()).isEqualTo(Standing.WAITING);
        assertThat(report.counts().missing()).isEqualTo(8);
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo("statement.removes-much");
            assertThat(finding.message().vi()).contains("8 trong 9", "50%");
        });
        assertThat(hub.intake.submit(complete(1, 4), Mode.DRY_RUN).standing())
                .as("5 of 9")
                .isEqualTo(Standing.WAITING);
        assertThat(hub.intake.submit(complete(1, 5), Mode.DRY_RUN).standing())
                .as("4 of 9")
                .isEqualTo(Standing.APPLIED);
        remain(4);
        assertThat(commit(complete(1, 2)).standing()).as("half").isEqualTo(Standing.APPLIED);
        assertThat(hub.intake.submit(complete(0, 0), Mode.DRY_RUN).standing())
                .as("both")
                .isEqualTo(Standing.WAITING);
        assertThat(commit(complete(1, 1)).standing()).as("one of two").isEqualTo(Standing.APPLIED);
        assertThat(commit(complete(0, 0)).standing()).as("the only one").isEqualTo(Standing.APPLIED);
    }

    @Test
    void aLargerShareThatTheSourceAllowsCountsForFewCamerasToo() {
        remain(9);
        bounds("90", "1000");
        assertThat(commit(complete(0, 0)).standing()).as("all").isEqualTo(Standing.WAITING);
        assertThat(commit(complete(1, 1)).standing()).as("8 of 9").isEqualTo(Standing.APPLIED);
    }

    /** The source's cameras are the first so many. */
    private void remain(int cameras) {
        bounds("100", "1");
        assertThat(commit(complete(1, cameras)).standing()).isEqualTo(Standing.APPLIED);
        hub.sources.put(source("commune", LONG_AN), "test");
    }

    @Test
    void anUnreadableListWaitsForNobody() {
        var broken = new Finding(
                Finding.Severity.ERROR,
                0,
                Optional.empty(),
                Optional.empty(),
                "sheet.broken",
                Text.same("hỏng"),
                Text.same("gửi lại"),
                List.of());

        var report = commit(with(complete(1, 0), Optional.empty(), List.of(broken), List.of()));

        assertThat(report.standing()).isEqualTo(Standing.FAILED);
        assertThat(missing()).isZero();
    }

    @Test
    void theSourcesOptionsMoveTheBounds() {
        bounds("60", "1");
        assertThat(commit(complete(1, 30)).standing()).isEqualTo(Standing.APPLIED);

        bounds("0", "1");
        assertThat(commit(complete(1, 29)).standing()).isEqualTo(Standing.WAITING);

        bounds("100", "1");
        assertThat(commit(complete(0, 0)).standing()).isEqualTo(Standing.APPLIED);
    }

    @Test
    void whatIsReleasedIsWorkedOutAnew() {
        var waits = commit(complete(1, 30));
        commit(sheet("commune", named(50, "Đổi tên"), named(51, "Mới")));

        var released = hub.waiting.release(Scope.all(), waits.importId(), "lan", "rest");

        assertThat(released.importId()).isEqualTo(waits.importId());
        assertThat(released.standing()).isEqualTo(Standing.APPLIED);
        assertThat(released.counts().missing())
                .as("the one that came meanwhile, too")
                .isEqualTo(21);
        assertThat(missing()).isEqualTo(21);
        assertThat(waiting()).isEmpty();
        assertThat(hub.imports.find(Scope.all(), waits.importId())).contains(released);
        assertThat(hub.imports.rawRows(Scope.all(), waits.importId(), 0, 100)).hasSize(30);
        assertThat(hub.count("select count(*) from waiting_items")).isZero();
        assertThat(hub.audit.records).singleElement().satisfies(record -> {
            assertThat(record.action()).isEqualTo("import.release");
            assertThat(record.actor()).isEqualTo("lan");
            assertThat(record.details()).containsEntry("source", "commune").containsEntry("missing", "20");
        });
    }

    @Test
    void aProfileIsKeptWithWhatItReads() {
        var profile = new Profile(
                "ward",
                Text.same("Phường"),
                List.of(new Profile.Column(CameraField.SECTOR, List.of("Lĩnh vực"), true)),
                Map.of(CameraField.SECTOR, Map.of("gt", "traffic")),
                OptionalDouble.of(105.75));
        var items = IntStream.rangeClosed(1, 30)
                .mapToObj(
                        i -> row(i, CameraField.CODE, "C" + i, CameraField.NAME, "Cột " + i, CameraField.SECTOR, "GT"))
                .toList();
        var waits = commit(with(complete(1, 30), Optional.of(profile), List.of(), items));

        var released = hub.waiting.release(Scope.all(), waits.importId(), "lan", "rest");

        assertThat(released.counts().updated()).isEqualTo(30);
        assertThat(hub.count("select count(*) from cameras where sector = 'traffic'"))
                .isEqualTo(30);
    }

    @Test
    void whatIsDiscardedIsKeptAndNotAskedAgain() {
        var waits = commit(complete(1, 30));

        var discarded = hub.waiting.discard(Scope.all(), waits.importId(), "lan", "shell");
        var again = commit(complete(1, 30));

        assertThat(discarded.standing()).isEqualTo(Standing.DISCARDED);
        assertThat(again).isEqualTo(discarded);
        assertThat(waiting()).isEmpty();
        assertThat(missing()).isZero();
        assertThat(hub.waiting
                        .release(Scope.all(), waits.importId(), "lan", "shell")
                        .standing())
                .as("a mistake is mended")
                .isEqualTo(Standing.APPLIED);
    }

    @Test
    void theSameListWaitsOnce() {
        var first = commit(complete(1, 30));

        assertThat(commit(complete(1, 30))).isEqualTo(first);
        assertThat(hub.count("select count(*) from imports")).isEqualTo(2);
    }

    @Test
    void aLaterCompleteListTakesItsPlace() {
        var first = commit(complete(1, 30));
        var second = commit(complete(1, 29));

        assertThat(waiting()).extracting(IntakeReport::importId).containsExactly(second.importId());
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.waiting.release(Scope.all(), first.importId(), "lan", "rest"))
                .satisfies(refusal -> assertThat(refusal.rule()).isEqualTo("import.not-waiting"));

        commit(complete(1, 50));

        assertThat(waiting()).isEmpty();
        assertThat(missing()).isZero();
        assertThat(hub.count("select count(*) from waiting_items")).isZero();
    }

    @Test
    void whoSeesAnotherAreaCannotDecide() {
        var waits = commit(complete(1, 30));

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.waiting.release(Scope.of(Set.of(TAN_AN)), waits.importId(), "lan", "rest"))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(HubException.Reason.NOT_FOUND));
        assertThat(waiting()).hasSize(1);
        assertThat(hub.audit.records).isEmpty();
    }

    private void bounds(String percent, String least) {
        var plain = source("commune", LONG_AN);
        var settings = plain.settings();
        hub.sources.put(
                new StoredSource(
                        new SourceSettings(
                                settings.id(),
                                settings.name(),
                                settings.driver(),
                                settings.address(),
                                settings.username(),
                                settings.area(),
                                settings.unit(),
                                settings.sector(),
                                Map.of("missing.percent", percent, "missing.least", least),
                                false),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "test");
    }

    private static Statement complete(int from, int to) {
        return statement(
                "commune",
                Layer.AGENCY,
                true,
                Optional.empty(),
                IntStream.rangeClosed(from, to)
                        .filter(i -> i > 0)
                        .mapToObj(i -> named(i, "Cột " + i))
                        .toList());
    }

    private static Item named(int number, String name) {
        return row(number, CameraField.CODE, "C" + number, CameraField.NAME, name);
    }

    private static Statement with(
            Statement said, Optional<Profile> profile, List<Finding> findings, Iterable<Item> items) {
        return new Statement(
                new SourceId("commune"),
                said.layer(),
                said.by(),
                said.at(),
                true,
                profile,
                Optional.empty(),
                said.label(),
                said.defaultArea(),
                said.defaultUnit(),
                said.defaultSector(),
                Map.of(),
                findings,
                items);
    }

    private IntakeReport commit(Statement statement) {
        return hub.intake.submit(statement, Mode.COMMIT);
    }

    private List<IntakeReport> waiting() {
        return hub.imports
                .list(Scope.all(), Optional.empty(), Optional.of(Standing.WAITING), 50, Optional.empty())
                .items();
    }

    private long missing() {
        return hub.count("select count(*) from stated where missing_at is not null");
    }
}
