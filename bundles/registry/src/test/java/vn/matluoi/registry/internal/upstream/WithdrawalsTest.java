package vn.matluoi.registry.internal.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.registry.Changes.Change;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.api.registry.Upstream.Told;
import vn.matluoi.api.registry.Upstream.ToldCamera;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

@ParameterizedClass
@EnumSource(Engine.class)
class WithdrawalsTest {

    private static final SourceId SENDER = new SourceId("upper-tay-ninh");

    @Parameter
    Engine engine;

    private Hub hub;
    private UpstreamDesk upstream;
    private Instant now = Hub.NOW;

    @BeforeEach
    void fiftyCameras() {
        hub = Hub.empty(engine);
        upstream = new UpstreamDesk(hub.database, hub.intake, hub.sources, hub.areas, () -> now);
        tell(IntStream.rangeClosed(1, 50).mapToObj(WithdrawalsTest::camera));
    }

    private static ToldCamera camera(int number) {
        return new ToldCamera(
                "c-" + number,
                Optional.of(Map.of(CameraField.AREA, LONG_AN.value(), CameraField.NAME, "Camera " + number)));
    }

    /** @return the outcomes, as whoever told reads them */
    private List<String> withdraw(int from, int to) {
        return tell(IntStream.rangeClosed(from, to).mapToObj(n -> new ToldCamera("c-" + n, Optional.empty())));
    }

    private List<String> tell(Stream<ToldCamera> cameras) {
        var told = new Told("urn:matluoi:1:changes", OptionalLong.empty(), OptionalLong.empty(), cameras.toList());
        return upstream.take(SENDER, told, "key:1").cameras().stream()
                .map(one -> one.outcome().map(Enum::name).orElse(one.why().isPresent() ? "waits" : "marked"))
                .distinct()
                .toList();
    }

    private long missing() {
        return hub.count("select count(*) from stated where missing_at is not null");
    }

    private List<IntakeReport> waiting() {
        return hub.imports
                .list(Scope.all(), Optional.of(SENDER), Optional.of(Standing.WAITING), 10, Optional.empty())
                .items();
    }

    @Test
    void moreThanTheShareWaitsForAPersonAndIsNotMarked() {
        assertThat(withdraw(1, 10)).as("20 %").containsExactly("marked");
        assertThat(withdraw(11, 12)).as("beyond").containsExactly("waits");
        assertThat(withdraw(13, 13)).as("as long as those wait").containsExactly("waits");
        assertThat(missing()).isEqualTo(10);
        assertThat(waiting()).singleElement().satisfies(report -> {
            assertThat(report.counts().missing()).isEqualTo(3);
            assertThat(report.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo("upstream.withdraws-much");
                assertThat(finding.message().vi()).contains("13 trong 50", "20%");
            });
            assertThat(hub.imports.rawRows(Scope.all(), report.importId(), 0, 10))
                    .extracting(row -> row.get("id"))
                    .containsExactly("c-11", "c-12", "c-13");
            assertThat(hub.imports
                            .find(Scope.all(), report.importId())
                            .orElseThrow()
                            .rows())
                    .allSatisfy(row -> assertThat(row.camera()).isPresent());
        });
        assertThat(upstream.standing(SENDER).waiting()).isEqualTo(3);
    }

    @Test
    void whoToldItFindsNothingMoreToTell() {
        withdraw(1, 30);
        assertThat(upstream.in(SENDER, LONG_AN, Optional.empty(), 100))
                .extracting(Checksums.One::id)
                .hasSize(20)
                .doesNotContain("c-1");
        assertThat(withdraw(1, 30)).as("said once more").containsExactly("waits");
        assertThat(waiting())
                .singleElement()
                .satisfies(report -> assertThat(report.counts().missing()).isEqualTo(30));
    }

    @Test
    void releasedItIsMarkedAndCountedAnew() {
        withdraw(1, 30);
        var waits = waiting().get(0).importId();
        var before = hub.changes.last();

        var report = hub.waiting.release(Scope.all(), waits, "người duyệt", "test");

        assertThat(report.standing()).isEqualTo(Standing.APPLIED);
        assertThat(missing()).isEqualTo(30);
        assertThat(hub.changes.read(Scope.all(), before, 100))
                .extracting(Change::kind)
                .containsOnly("camera.missing")
                .hasSize(30);
        assertThat(hub.audit.records).extracting(record -> record.action()).contains("import.release");
        assertThat(upstream.standing(SENDER).waiting()).isZero();
        assertThat(withdraw(31, 34)).as("4 of 20").containsExactly("marked");
        assertThatThrownBy(() -> hub.waiting.release(Scope.all(), waits, "người duyệt", "test"))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                        .isEqualTo("import.not-waiting"));
    }

    @Test
    void discardedItStaysAsItIsAndMayStillBeReleased() {
        withdraw(1, 30);
        var waits = waiting().get(0).importId();

        assertThat(hub.waiting
                        .discard(Scope.all(), waits, "người duyệt", "test")
                        .standing())
                .isEqualTo(Standing.DISCARDED);

        assertThat(missing()).isZero();
        assertThat(withdraw(1, 30)).as("nobody is asked again").containsExactly("waits");
        assertThat(waiting()).isEmpty();
        hub.waiting.release(Scope.all(), waits, "người duyệt", "test");
        assertThat(missing()).isEqualTo(30);
    }

    @Test
    void discardedItStaysDiscardedWhenAllOfItIsToldOfAgain() {
        withdraw(1, 30);
        var waits = waiting().get(0).importId();
        hub.waiting.discard(Scope.all(), waits, "người duyệt", "test");

        tell(IntStream.rangeClosed(1, 30).mapToObj(WithdrawalsTest::camera));

        assertThat(hub.imports.find(Scope.all(), waits).orElseThrow().standing())
                .isEqualTo(Standing.DISCARDED);
        assertThatThrownBy(() -> hub.waiting.release(Scope.all(), waits, "người duyệt", "test"))
                .isInstanceOfSatisfying(
                        HubException.class,
                        refusal -> assertThat(refusal.text().vi()).contains("đã bị hủy", SENDER.value()));
    }

    @Test
    void whatIsToldOfAgainWaitsNoLonger() {
        withdraw(1, 30);
        var waits = waiting().get(0).importId();
        assertThat(tell(Stream.of(camera(1)))).containsExactly("UNCHANGED");
        assertThat(waiting())
                .singleElement()
                .satisfies(report -> assertThat(report.counts().missing()).isEqualTo(29));

        tell(IntStream.rangeClosed(2, 30).mapToObj(WithdrawalsTest::camera));

        assertThat(waiting()).isEmpty();
        assertThat(missing()).isZero();
        assertThat(upstream.standing(SENDER).cameras()).isEqualTo(50);
        assertThatThrownBy(() -> hub.waiting.release(Scope.all(), waits, "người duyệt", "test"))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                        .isEqualTo("import.not-waiting"));
    }

    @Test
    void whatGoesLittleByLittleOverDaysIsNotMuch() {
        assertThat(withdraw(1, 10)).containsExactly("marked");
        now = now.plus(Duration.ofHours(25));
        assertThat(withdraw(11, 18)).as("8 of 40").containsExactly("marked");
        assertThat(withdraw(19, 20)).containsExactly("waits");
    }

    @Test
    void oneThatGoesAndComesCountsOnce() {
        for (var time = 0; time < 12; time++) {
            assertThat(withdraw(1, 1)).containsExactly("marked");
            tell(Stream.of(camera(1)));
        }
        assertThat(missing()).isZero();
    }
}
