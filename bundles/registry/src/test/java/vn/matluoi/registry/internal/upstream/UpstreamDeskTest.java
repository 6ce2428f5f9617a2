package vn.matluoi.registry.internal.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAY_NINH;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.registry.CameraQuery;
import vn.matluoi.api.registry.Changes.Change;
import vn.matluoi.api.registry.Checksum;
import vn.matluoi.api.registry.ChecksumTree;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.api.registry.LegalBases;
import vn.matluoi.api.registry.Upstream.Taken;
import vn.matluoi.api.registry.Upstream.Told;
import vn.matluoi.api.registry.Upstream.ToldCamera;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;
import vn.matluoi.registry.internal.support.Sheets;

class UpstreamDeskTest {

    private static final SourceId SENDER = new SourceId("upper-tay-ninh");
    private static final String STREAM = "urn:matluoi:1:changes";

    private Hub hub;

    private static ToldCamera camera(String id, AreaCode area, Object... fieldsAndTexts) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        values.put(CameraField.AREA, area.value());
        for (var i = 0; i < fieldsAndTexts.length; i += 2) {
            values.put((CameraField) fieldsAndTexts[i], (String) fieldsAndTexts[i + 1]);
        }
        return new ToldCamera(id, Optional.of(values));
    }

    private static ToldCamera gone(String id) {
        return new ToldCamera(id, Optional.empty());
    }

    private Taken compared(ToldCamera... cameras) {
        return take(OptionalLong.empty(), OptionalLong.empty(), cameras);
    }

    private Taken take(OptionalLong after, OptionalLong sequence, ToldCamera... cameras) {
        return hub.upstream.take(SENDER, new Told(STREAM, after, sequence, Arrays.asList(cameras)), "key:1");
    }

    private Taken follow(long after, long sequence, ToldCamera... cameras) {
        return take(OptionalLong.of(after), OptionalLong.of(sequence), cameras);
    }

    private static List<Outcome> outcomes(Taken taken) {
        return taken.cameras().stream().map(one -> one.outcome().orElse(null)).toList();
    }

    private List<String> kinds() {
        return hub.changes.read(Scope.all(), 0, 1000).stream()
                .map(Change::kind)
                .filter(kind -> kind.startsWith("camera."))
                .toList();
    }

    private long cameras() {
        return hub.cameras.list(Scope.all(), CameraQuery.first(1)).total();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatASenderTellsBecomesItsStatementAndTellingItAgainChangesNothing(Engine engine) {
        hub = Hub.empty(engine);
        var one = camera("80-0000001-X", LONG_AN, CameraField.NAME, "Cổng chợ", CameraField.HEIGHT, "6");
        assertThat(outcomes(compared(one))).containsExactly(Outcome.CREATED);
        assertThat(outcomes(compared(one))).containsExactly(Outcome.UNCHANGED);
        assertThat(kinds()).containsExactly("camera.created");
        var camera = hub.cameras.ofChannel(SENDER, "80-0000001-X").orElseThrow();
        assertThat(camera.values()).containsEntry(CameraField.NAME, "Cổng chợ").containsEntry(CameraField.HEIGHT, "6");
        assertThat(camera.id().value()).isNotEqualTo("80-0000001-X");
        assertThat(hub.cameras.values(Scope.all(), camera.id()))
                .allSatisfy(value -> assertThat(value.layer()).isEqualTo(Layer.AGENCY));

        var again = compared(camera("80-0000001-X", LONG_AN, CameraField.NAME, "Cổng chợ mới"));
        assertThat(outcomes(again)).as(again.toString()).containsExactly(Outcome.UPDATED);
        assertThat(hub.cameras.find(Scope.all(), camera.id()).orElseThrow().values())
                .as("all of it is told each time: what is told no more is empty")
                .containsEntry(CameraField.NAME, "Cổng chợ mới")
                .doesNotContainKey(CameraField.HEIGHT);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aGapAndAnOlderSequenceAreRefusedWithWhatIsExpectedAndARepeatIsNot(Engine engine) {
        hub = Hub.empty(engine);
        var one = camera("a", LONG_AN, CameraField.NAME, "Một");
        assertThatThrownBy(() -> follow(3, 4, one))
                .as("who never compared does not follow")
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                        .isEqualTo("upstream.sequence"));
        assertThat(take(OptionalLong.empty(), OptionalLong.of(10)).sequence()).isEqualTo(10);
        assertThat(follow(10, 12, one).sequence()).isEqualTo(12);
        assertThat(outcomes(follow(10, 12, one))).containsExactly(Outcome.UNCHANGED);
        for (var wrong : List.of(new long[] {11, 15}, new long[] {13, 15}, new long[] {5, 6})) {
            assertThatThrownBy(() -> follow(wrong[0], wrong[1], camera("b", LONG_AN, CameraField.NAME, "Hai")))
                    .isInstanceOfSatisfying(HubException.class, refusal -> {
                        assertThat(refusal.reason()).isEqualTo(HubException.Reason.CONFLICT);
                        assertThat(refusal.text().vi()).contains("12");
                    });
        }
        assertThat(cameras()).isEqualTo(1);
        assertThat(hub.upstream.standing(SENDER).sequence()).isEqualTo(12);
        var other = new Told("urn:matluoi:2:changes", OptionalLong.of(12), OptionalLong.of(13), List.of());
        assertThatThrownBy(() -> hub.upstream.take(SENDER, other, "key:1"))
                .as("another database of the sender counts anew")
                .isInstanceOf(HubException.class);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatMayBeACameraThatIsThereAlreadyWaitsForAPerson(Engine engine) {
        hub = Hub.empty(engine);
        hub.sources.put(Sheets.source("bang-xa", LONG_AN), "test");
        hub.intake.submit(
                Sheets.sheet(
                        "bang-xa",
                        Sheets.row(
                                2,
                                CameraField.NAME,
                                "Ngã ba",
                                CameraField.CODE,
                                "X-1",
                                CameraField.SERIAL,
                                "DS2CD0001")),
                Intake.Mode.COMMIT);
        var told = compared(camera("a", TAN_AN, CameraField.NAME, "Chợ đêm", CameraField.SERIAL, "DS2CD0001"));
        assertThat(outcomes(told)).containsExactly(Outcome.DOUBTFUL);
        assertThat(cameras()).isEqualTo(1);
        assertThat(hub.identity
                        .questions(Scope.all(), Optional.empty(), 10, Optional.empty())
                        .items())
                .hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatIsToldOfNoMoreIsMarkedAndNothingIsRemoved(Engine engine) {
        hub = Hub.empty(engine);
        compared(camera("a", LONG_AN, CameraField.NAME, "Một"), camera("b", LONG_AN, CameraField.NAME, "Hai"));
        compared(gone("a"), gone("never-told"));
        compared(gone("a"));
        assertThat(kinds()).containsExactly("camera.created", "camera.created", "camera.missing");
        assertThat(cameras()).isEqualTo(2);
        assertThat(hub.upstream.standing(SENDER).cameras()).isEqualTo(1);
        assertThat(outcomes(compared(camera("a", LONG_AN, CameraField.NAME, "Một"))))
                .containsExactly(Outcome.UPDATED);
        assertThat(cameras()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oneThatComesBackHasOnlyWhatIsToldOfItNow(Engine engine) {
        hub = Hub.empty(engine);
        compared(camera("a", LONG_AN, CameraField.NAME, "Một", CameraField.HEIGHT, "6", CameraField.NOTE, "cũ"));
        compared(gone("a"));
        assertThat(outcomes(compared(camera("a", LONG_AN, CameraField.NAME, "Một"))))
                .containsExactly(Outcome.UPDATED);
        assertThat(hub.cameras.ofChannel(SENDER, "a").orElseThrow().values())
                .containsEntry(CameraField.NAME, "Một")
                .doesNotContainKeys(CameraField.HEIGHT, CameraField.NOTE);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aQuestionAboutACameraThatIsWithdrawnWaitsNoLonger(Engine engine) {
        hub = Hub.empty(engine);
        hub.sources.put(Sheets.source("bang-xa", LONG_AN), "test");
        hub.intake.submit(
                Sheets.sheet("bang-xa", Sheets.row(2, CameraField.NAME, "Ngã ba", CameraField.SERIAL, "DS2CD0001")),
                Intake.Mode.COMMIT);
        var told = camera("a", TAN_AN, CameraField.NAME, "Chợ đêm", CameraField.SERIAL, "DS2CD0001");
        assertThat(outcomes(compared(told))).containsExactly(Outcome.DOUBTFUL);
        var question = open().get(0).id();

        compared(gone("a"));

        assertThat(open()).isEmpty();
        assertThatThrownBy(() -> hub.identity.different(Scope.all(), question, "người duyệt", "test"))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                        .isEqualTo("question.answered"));
        assertThat(cameras()).isEqualTo(1);

        assertThat(outcomes(compared(told))).as("told of again").containsExactly(Outcome.DOUBTFUL);
        assertThat(open()).hasSize(1);
        assertThat(hub.identity.different(Scope.all(), question, "người duyệt", "test"))
                .isPresent();
        assertThat(cameras()).isEqualTo(2);
    }

    private List<Identity.Question> open() {
        return hub.identity
                .questions(Scope.all(), Optional.of(Identity.Standing.OPEN), 10, Optional.empty())
                .items();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oneThatIsRefusedIsNotRememberedAndTheRestIsTaken(Engine engine) {
        hub = Hub.empty(engine);
        var taken = compared(
                camera("a", new AreaCode("99999"), CameraField.NAME, "Ở đâu"),
                camera("b", LONG_AN, CameraField.NAME, "Hai"));
        assertThat(outcomes(taken)).containsExactly(Outcome.REJECTED, Outcome.CREATED);
        assertThat(taken.cameras().get(0).why()).isPresent();
        assertThat(hub.upstream.in(SENDER, LONG_AN, Optional.empty(), 10))
                .extracting(Checksums.One::id)
                .containsExactly("b");
        assertThatThrownBy(() -> compared(camera("c", LONG_AN, CameraField.STATE_SECRET, "false")))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                        .isEqualTo("R1.4"));
        assertThatThrownBy(() -> compared(gone("a b"))).isInstanceOf(HubException.class);
        assertThatThrownBy(() -> hub.upstream.take(
                        new SourceId("bang-xa"),
                        new Told(STREAM, OptionalLong.empty(), OptionalLong.empty(), List.of()),
                        "key:1"))
                .isInstanceOf(HubException.class);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void checksumsAddUpFromCamerasToTheProvinceInAnyOrderAndSecretsAreInNone(Engine engine) {
        hub = Hub.empty(engine);
        hub.sources.put(Sheets.source("bang-xa", LONG_AN), "test");
        hub.intake.submit(
                Sheets.sheet(
                        "bang-xa",
                        Sheets.row(2, CameraField.NAME, "Một", CameraField.AREA, LONG_AN.value()),
                        Sheets.row(3, CameraField.NAME, "Hai", CameraField.AREA, TAN_AN.value()),
                        Sheets.row(4, CameraField.NAME, "Ba", CameraField.AREA, TAN_AN.value()),
                        Sheets.row(
                                5,
                                CameraField.NAME,
                                "Kín",
                                CameraField.AREA,
                                TAN_AN.value(),
                                CameraField.STATE_SECRET,
                                "true")),
                Intake.Mode.COMMIT);
        var all = new Checksums.Of(Scope.all(), Set.of(), Checksums.SHAREABLE);
        var tree = new ChecksumTree(hub.checksums.byArea(all, Optional.empty()), hub.areas);
        assertThat(tree.of(Optional.of(TAY_NINH)).count()).isEqualTo(3);
        assertThat(tree.below(Optional.empty())).containsOnlyKeys(TAY_NINH);
        assertThat(tree.below(Optional.of(TAY_NINH))).containsOnlyKeys(LONG_AN, TAN_AN);
        var two = hub.checksums.in(all, TAN_AN, Optional.empty(), 10);
        assertThat(two.get(1).checksum().and(two.get(0).checksum())).isEqualTo(tree.of(Optional.of(TAN_AN)));

        var first = hub.cameras.list(Scope.all(), CameraQuery.first(10)).items().stream()
                .filter(camera -> "Một".equals(camera.values().get(CameraField.NAME)))
                .findFirst()
                .orElseThrow();
        assertThat(tree.of(Optional.of(LONG_AN)))
                .isEqualTo(Checksum.of(
                        first.id().value(),
                        Map.of("area", LONG_AN.value(), "name", "Một", "sector", "security", "areaName", "")));
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void checksumsAreOfTheCamerasWhoseLegalBasisIsAskedForHoweverManyLieBetween(Engine engine) {
        hub = Hub.empty(engine);
        hub.sources.put(Sheets.source("bang-xa", LONG_AN), "test");
        var rows = new ArrayList<Item>();
        for (var n = 1; n <= 12; n++) {
            var basis = n % 4 == 0 ? "Điều 5 QUYẾT ĐỊNH 12/QĐ-UBND" : "Quyết định 112/QĐ-UBND";
            rows.add(Sheets.row(
                    n + 1,
                    CameraField.NAME,
                    "C" + n,
                    CameraField.AREA,
                    TAN_AN.value(),
                    CameraField.LEGAL_BASIS,
                    basis));
        }
        hub.intake.submit(Sheets.sheet("bang-xa", rows.toArray(Item[]::new)), Intake.Mode.COMMIT);
        var of = new Checksums.Of(
                Scope.all(), Set.of(), new LegalBases(Set.of("Quyết định 12/QĐ-UBND")), EnumSet.of(CameraField.NAME));
        var tree = new ChecksumTree(hub.checksums.byArea(of, Optional.empty()), hub.areas);
        assertThat(tree.of(Optional.of(TAN_AN)).count()).isEqualTo(3);
        var first = hub.checksums.in(of, TAN_AN, Optional.empty(), 2);
        assertThat(first).as("a page is full, or the last").hasSize(2);
        var rest = hub.checksums.in(
                of, TAN_AN, Optional.of(new CameraId(first.get(1).id())), 2);
        assertThat(rest).hasSize(1);
        assertThat(Stream.concat(first.stream(), rest.stream())
                        .map(Checksums.One::checksum)
                        .reduce(Checksum.NONE, Checksum::and))
                .isEqualTo(tree.of(Optional.of(TAN_AN)));
    }
}
