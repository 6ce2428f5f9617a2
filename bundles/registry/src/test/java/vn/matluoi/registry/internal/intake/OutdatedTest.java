package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.source;
import static vn.matluoi.registry.internal.support.Sheets.statement;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class OutdatedTest {

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void empty() {
        hub = Hub.empty(engine);
        hub.sources.put(source("commune", LONG_AN), "test");
    }

    @Test
    void aCompleteListThatIsOlderThanWhatItsSourceHasSaidSinceTakesNothingAway() {
        commit(list(1, 10, -100));
        commit(list(1, 12, -50));

        var dry = hub.intake.submit(list(1, 8, -60), Mode.DRY_RUN);
        var report = commit(list(1, 8, -60));

        assertThat(report.counts().missing()).isZero();
        assertThat(report.counts().unchanged()).isEqualTo(8);
        assertThat(missing()).isZero();
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.rule()).isEqualTo(Statement.OUTDATED);
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.message().vi()).contains("không được coi là đầy đủ");
        });
        assertThat(dry.findings()).isEqualTo(report.findings());
    }

    @Test
    void theNewestListTakesAwayHoweverLongItLay() {
        commit(list(1, 10, -100));
        var report = commit(list(1, 8, -60));
        assertThat(report.findings()).isEmpty();
        assertThat(missing()).isEqualTo(2);
    }

    @Test
    void whatTheSourceOnlyRepeatedCountsAsSaidSince() {
        commit(list(1, 10, -100));
        commit(list(1, 10, -50)); // kept once
        var report = commit(list(1, 8, -60));
        assertThat(report.findings()).extracting(Finding::rule).containsExactly(Statement.OUTDATED);
        assertThat(missing()).isZero();
    }

    @Test
    void aClockThatStoodInTheFutureOutdatesNothing() {
        commit(list(1, 10, 1_000_000));
        commit(list(1, 8, 0));
        assertThat(missing()).isEqualTo(2);
    }

    @Test
    void ofAnUnreadableListSinceNothingIsOutdated() {
        commit(list(1, 10, -100));
        commit(list(1, 0, -50));
        commit(list(1, 8, -60));
        assertThat(missing()).isEqualTo(2);
    }

    private static Statement list(int from, int to, int seconds) {
        var items = IntStream.rangeClosed(from, to)
                .mapToObj(i -> row(i, CameraField.CODE, "C" + i, CameraField.NAME, "Cột " + i))
                .toList();
        var said = statement("commune", Layer.AGENCY, true, Optional.empty(), items);
        return new Statement(
                said.source(),
                said.layer(),
                said.by(),
                Instant.from(Hub.NOW).plusSeconds(seconds),
                !items.isEmpty(),
                said.profile(),
                Optional.empty(),
                said.label(),
                said.defaultArea(),
                said.defaultUnit(),
                said.defaultSector(),
                Map.of(),
                said.findings(),
                items);
    }

    private IntakeReport commit(Statement statement) {
        return hub.intake.submit(statement, Mode.COMMIT);
    }

    private long missing() {
        return hub.count("select count(*) from stated where missing_at is not null");
    }
}
