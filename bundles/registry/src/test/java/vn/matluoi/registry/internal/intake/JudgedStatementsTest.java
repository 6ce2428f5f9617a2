package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.TAN_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.BlockedModels.BlockedModel;
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
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;
import vn.matluoi.registry.internal.support.KeptAudit;

@ParameterizedClass
@EnumSource(Engine.class)
class JudgedStatementsTest {

    private static final Caller CALLER = Caller.system();

    @Parameter
    Engine engine;

    private final KeptAudit audit = new KeptAudit();
    private final List<Rule> rules = new ArrayList<>();
    private Map<CameraField, String> defaults = Map.of();
    private Hub hub;

    @BeforeEach
    void oneSource() {
        hub = Hub.empty(engine);
        hub.sources.put(source("ward", LONG_AN), "test");
    }

    @Test
    void refusesARowThatBreaksARuleAndTakesTheOthers() {
        rules.add(rule(Severity.ERROR, new Condition.Not(new Condition.Stated(CameraField.CONSENT))));
        var report = commit(
                row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng"),
                row(2, CameraField.CODE, "B", CameraField.NAME, "Chợ", CameraField.CONSENT, "Phiếu 3"));

        assertThat(report.counts().rejected()).isEqualTo(1);
        assertThat(report.counts().created()).isEqualTo(1);
        assertThat(rulesOf(report, 0)).containsExactly("R9");
    }

    @Test
    void knowsWhatTheCatalogueShowsOfACameraWhereTheRowIsSilentOrBlank() {
        rules.add(rule(Severity.ERROR, new Condition.Not(new Condition.Stated(CameraField.DECISION))));
        assertThat(commit(gate()).counts().rejected()).isEqualTo(1);
        assertThat(commit(row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng", CameraField.DECISION, "QĐ 1"))
                        .counts()
                        .created())
                .isEqualTo(1);

        assertThat(commit(gate()).counts().rejected()).as("silent").isZero();
        var blank = row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng", CameraField.DECISION, "");
        assertThat(commit(blank).counts().rejected())
                .as("the source takes its own word back")
                .isEqualTo(1);

        commit(Layer.PROVINCE, row(1, CameraField.CODE, "A", CameraField.DECISION, "QĐ 2"));
        assertThat(commit(blank).counts().rejected())
                .as("the province has its own")
                .isZero();
    }

    @Test
    void warnsOfANewCameraThatWatchesWhatAnotherDoesAndOfNoOther() {
        rules.add(overlap(5));
        var first = commit(view(1, "A", "10.540000", "350", "plate"));
        assertThat(rulesOf(first, 0)).isEmpty();
        var camera = first.rows().get(0).camera().orElseThrow().value();

        var report = commit(
                view(1, "B", "10.540030", "5", "plate"), // three metres away, fifteen degrees
                view(2, "C", "10.540030", "6", "plate"),
                view(3, "D", "10.540060", "350", "plate"),
                view(4, "E", "10.540000", "350", "face"),
                row(5, CameraField.CODE, "F", CameraField.NAME, "F"));

        assertThat(report.rows().get(0).findings())
                .extracting(one -> one.message().vi())
                .containsExactly("camera " + camera);
        assertThat(report.rows().get(1).findings())
                .extracting(one -> one.message().vi())
                .as("one degree too far from the catalogue's, but not from the row's before")
                .containsExactly("camera ở dòng 1");
        assertThat(rulesOf(report, 3)).isEmpty();
        assertThat(rulesOf(report, 4)).isEmpty();
        assertThat(rulesOf(commit(view(1, "A", "10.540000", "350", "plate")), 0))
                .as("it stood there before")
                .isEmpty();
    }

    @Test
    void warnsOfAnOverlapAcrossTheBorderOfTwoAreas() {
        rules.add(overlap(5));
        var first = commit(view(1, "A", "10.540000", "350", "plate"));
        var camera = first.rows().get(0).camera().orElseThrow().value();

        var across = new EnumMap<>(view(1, "B", "10.540030", "350", "plate").values());
        across.put(CameraField.AREA, TAN_AN.value());
        var item = new Item(1, Optional.empty(), across, Map.of(), List.of());
        assertThat(commit(item).rows().get(0).findings())
                .extracting(one -> one.message().vi())
                .containsExactly("camera " + camera);
        assertThat(hub.count("select count(distinct area) from cameras")).isEqualTo(2);
        assertThat(rulesOf(commit(item), 0)).as("it stood there before").isEmpty();
    }

    @Test
    void findsAnOverlapWhereTheProvinceCorrectedThePosition() {
        rules.add(overlap(5));
        commit(view(1, "A", "10.540000", "350", "plate"));
        commit(
                Layer.PROVINCE,
                row(1, CameraField.CODE, "A", CameraField.LATITUDE, "10.560000", CameraField.LONGITUDE, "106.410000"));
        assertThat(rulesOf(commit(view(1, "B", "10.560030", "350", "plate")), 0))
                .containsExactly("R2.6");
        assertThat(rulesOf(commit(view(1, "C", "10.540000", "350", "plate")), 0))
                .as("it does not stand there")
                .isEmpty();
    }

    @Test
    void findsOverlapsBeforeAndAfterAStatementHasNamedTooManyPlacesToLookUp() {
        rules.add(overlap(50));
        commit(view(1, "A", "10.540000", "350", "plate"), view(2, "B", "10.600000", "350", "plate"));
        var rows = new ArrayList<Item>();
        rows.add(view(1, "C", "10.540030", "350", "plate"));
        rows.add(view(2, "A", "10.540000", "350", "plate"));
        for (var number = 3; number <= 500; number++) {
            rows.add(row(number, CameraField.CODE, "N" + number, CameraField.NAME, "N" + number));
        }
        for (var number = 501; number < 600; number++) { // 66 metres apart, a hundred cells each
            rows.add(view(
                    number, "N" + number, String.format(Locale.ROOT, "%.6f", 10.2 + number * 0.0006), "0", "street"));
        }
        rows.add(view(600, "D", "10.600030", "350", "plate"));

        var report = hub.intake.submit(
                statement(Layer.AGENCY, Optional.of("security"), rows.toArray(Item[]::new)), Mode.DRY_RUN);
        assertThat(report.rows())
                .filteredOn(row ->
                        row.findings().stream().anyMatch(one -> one.rule().equals("R2.6")))
                .extracting(row -> row.row())
                .containsExactly(1, 600);
    }

    @Test
    void takesSecrecyOfARowThatIsReturnedAndNothingElseOfIt() {
        commit(gate());
        rules.add(rule(Severity.ERROR, new Condition.Not(new Condition.Stated(CameraField.CONSENT))));
        var secret = row(1, CameraField.CODE, "A", CameraField.NAME, "Tên khác", CameraField.STATE_SECRET, "Có");
        var report = commit(secret);
        assertThat(report.counts().rejected()).isEqualTo(1);
        assertThat(report.counts().updated()).isZero();
        assertThat(values()).containsEntry(CameraField.STATE_SECRET, "true").containsEntry(CameraField.NAME, "Cổng");

        var changes = hub.count("select count(*) from changes");
        assertThat(commit(secret).counts().rejected()).isEqualTo(1);
        assertThat(hub.count("select count(*) from changes"))
                .as("it is said already")
                .isEqualTo(changes);
    }

    @Test
    void takesSecrecyOfARowThatContradictsTheOneThatBringsItsCamera() {
        var report =
                commit(gate(), row(2, CameraField.CODE, "A", CameraField.NAME, "Cổng", CameraField.STATE_SECRET, "Có"));
        assertThat(report.counts().created()).isEqualTo(1);
        assertThat(report.counts().rejected()).isEqualTo(1);
        assertThat(values()).containsEntry(CameraField.STATE_SECRET, "true");
    }

    @Test
    void takesSecrecyOfARowThatALaterOneContradicts() {
        commit(gate());
        var report = commit(
                row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng 1", CameraField.STATE_SECRET, "Có"),
                row(2, CameraField.CODE, "A", CameraField.NAME, "Cổng 2"));
        assertThat(report.counts().rejected()).isEqualTo(2);
        assertThat(values()).containsEntry(CameraField.STATE_SECRET, "true").containsEntry(CameraField.NAME, "Cổng");
    }

    @Test
    void warnsNotOfTwoCamerasThatChangePlaces() {
        warnsOfANewCameraThatWatchesWhatAnotherDoesAndOfNoOther();
        commit(view(1, "X", "10.550000", "0", "face"), view(2, "Y", "10.560000", "0", "face"));
        var swapped = commit(view(1, "X", "10.560000", "0", "face"), view(2, "Y", "10.550000", "0", "face"));
        assertThat(rulesOf(swapped, 1)).isEmpty();
    }

    @Test
    void noticesThatACameraIsMovedUnlessANewConsentCameAlong() {
        rules.add(rule(
                Severity.WARNING,
                new Condition.Moved(50),
                new Condition.Not(new Condition.Changed(CameraField.SITING_CONSENT))));
        assertThat(rulesOf(commit(at("10.540000", "CV 1")), 0)).as("new").isEmpty();
        assertThat(rulesOf(commit(at("10.540100", "CV 1")), 0))
                .as("eleven metres")
                .isEmpty();
        assertThat(rulesOf(commit(at("10.541000", "CV 1")), 0)).containsExactly("R9");
        assertThat(rulesOf(commit(at("10.550000", "CV 2")), 0)).as("consented").isEmpty();
    }

    @Test
    void tellsAChangeByWhatTheSourceItselfSaidWhateverTheDeviceAnswers() {
        rules.add(rule(Severity.WARNING, new Condition.Changed(CameraField.MODEL)));
        assertThat(rulesOf(commit(model("IPC-1")), 0)).as("new").containsExactly("R9");
        rules.clear();
        commit(Layer.DEVICE, model("ipc1 rev.B"));
        assertThat(values()).containsEntry(CameraField.MODEL, "ipc1 rev.B");

        rules.add(rule(Severity.WARNING, new Condition.Changed(CameraField.MODEL)));
        assertThat(rulesOf(commit(model("IPC-1")), 0)).as("as before").isEmpty();
        assertThat(rulesOf(commit(gate()), 0)).as("silent").isEmpty();
        assertThat(rulesOf(commit(model("IPC-1")), 0)).as("said again").isEmpty();
        assertThat(rulesOf(commit(model("ipc1 rev.B")), 0))
                .as("as the device answers, yet new of the agency")
                .containsExactly("R9");
    }

    @Test
    void takesWhatTheCatalogueShowsForNoChangeWhereTheSourceNeverSpokeOfIt() {
        commit(gate());
        commit(Layer.DEVICE, model("IPC-1"));
        rules.add(rule(Severity.WARNING, new Condition.Changed(CameraField.MODEL)));
        assertThat(rulesOf(commit(model("IPC-1")), 0)).isEmpty();
        commit(gate());
        assertThat(rulesOf(commit(model("IPC-2")), 0)).containsExactly("R9");
    }

    @Test
    void knowsAValueThatHoldsADigit() {
        rules.add(rule(
                Severity.WARNING,
                new Condition.Stated(CameraField.CONSENT),
                new Condition.Not(new Condition.Numbered(CameraField.CONSENT))));
        assertThat(rulesOf(commit(consent("Phiếu")), 0)).containsExactly("R9");
        assertThat(rulesOf(commit(consent("Phiếu 3")), 0)).isEmpty();
        assertThat(rulesOf(commit(gate()), 0)).as("the catalogue has it").isEmpty();
    }

    private static Item model(String model) {
        return row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng", CameraField.MODEL, model);
    }

    private static Item consent(String consent) {
        return row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng", CameraField.CONSENT, consent);
    }

    private static Item at(String latitude, String consent) {
        return row(
                1,
                CameraField.CODE,
                "A",
                CameraField.NAME,
                "Cổng",
                CameraField.LATITUDE,
                latitude,
                CameraField.LONGITUDE,
                "106.410000",
                CameraField.SITING_CONSENT,
                consent);
    }

    @Test
    void assumesWhatTheProfileSaysUntilSomebodyWritesIt() {
        defaults = Map.of(CameraField.UPDATE_FREQUENCY, "Hằng quý", CameraField.NETWORK, "internet");
        commit(gate());
        assertThat(values())
                .containsEntry(CameraField.UPDATE_FREQUENCY, "Hằng quý")
                .containsEntry(CameraField.NETWORK, "internet");

        commit(row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng", CameraField.NETWORK, "private"));
        commit(gate());
        assertThat(values()).containsEntry(CameraField.NETWORK, "private");
    }

    @Test
    void judgesACameraByTheChannelOfItsSourceWhichCountsForMoreThanTheProfiles() {
        defaults = Map.of(CameraField.NETWORK, "private");
        rules.add(rule(Severity.WARNING, new Condition.Is(CameraField.NETWORK, Set.of("internet"))));
        assertThat(rulesOf(commit(gate()), 0)).isEmpty();

        var ward = source("ward", LONG_AN).settings();
        hub.sources.put(
                new StoredSource(
                        new SourceSettings(
                                ward.id(),
                                ward.name(),
                                ward.driver(),
                                ward.address(),
                                ward.username(),
                                ward.area(),
                                ward.unit(),
                                ward.sector(),
                                Map.of(SourceSettings.NETWORK, "internet"),
                                false),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "clerk");

        assertThat(rulesOf(commit(gate()), 0)).containsExactly("R9");
        assertThat(values()).containsEntry(CameraField.NETWORK, "internet");
    }

    @Test
    void refusesAProfileWhoseSectorTheProvinceDoesNotHave() {
        defaults = Map.of(CameraField.SECTOR, "space");
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> hub.intake.submit(statement(Layer.AGENCY, Optional.empty(), gate()), Mode.DRY_RUN))
                .satisfies(e -> assertThat(e.rule()).isEqualTo("sector.unknown"));
    }

    @Test
    void blocksAModelFromTheNextStatementOn() {
        rules.add(rule(Severity.ERROR, new Condition.Blocked()));
        var table = new BlockedTable(hub.database, audit, () -> Hub.NOW);
        var camera = row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng", CameraField.MODEL, "IPC-1");
        assertThat(commit(camera).counts().rejected()).isZero();

        var model = new BlockedModel("ipc", Optional.empty(), Optional.of("ipc 1"), Optional.empty(), "CV 1", Hub.NOW);
        table.put(CALLER, "rest", model);
        table.put(CALLER, "rest", model);
        assertThat(table.list()).containsExactly(model);
        assertThat(commit(camera).counts().rejected()).isEqualTo(1);

        table.remove(CALLER, "rest", "ipc");
        assertThat(commit(camera).counts().rejected()).isZero();
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> table.remove(CALLER, "rest", "ipc"));
        assertThat(audit.records).extracting(one -> one.action()).startsWith("blocked-model.put", "blocked-model.put");
    }

    private static Item gate() {
        return row(1, CameraField.CODE, "A", CameraField.NAME, "Cổng");
    }

    private static Rule overlap(double metres) {
        return new Rule(
                "overlap",
                "R2.6",
                Severity.WARNING,
                Text.same("QĐ"),
                Optional.empty(),
                Optional.empty(),
                Set.of(Layer.AGENCY),
                false,
                Optional.empty(),
                List.of(new Condition.Overlaps(metres, 15)),
                List.of(),
                Text.same("{overlaps}"),
                Text.same("x"));
    }

    private static Item view(int number, String code, String latitude, String azimuth, String purpose) {
        return row(
                number,
                CameraField.CODE,
                code,
                CameraField.NAME,
                code,
                CameraField.LATITUDE,
                latitude,
                CameraField.LONGITUDE,
                "106.410000",
                CameraField.AZIMUTH,
                azimuth,
                CameraField.PURPOSE,
                purpose);
    }

    private static Rule rule(Severity severity, Condition... conditions) {
        return new Rule(
                "rule",
                "R9",
                severity,
                Text.same("QĐ"),
                Optional.empty(),
                Optional.empty(),
                EnumSet.of(Layer.AGENCY, Layer.DEVICE),
                false,
                Optional.of(CameraField.NAME),
                List.of(conditions),
                List.of(),
                Text.same("x"),
                Text.same("y"));
    }

    private IntakeReport commit(Item... rows) {
        return commit(Layer.AGENCY, rows);
    }

    private IntakeReport commit(Layer layer, Item... rows) {
        return hub.intake.submit(statement(layer, Optional.of("security"), rows), Mode.COMMIT);
    }

    private Statement statement(Layer layer, Optional<String> sector, Item... rows) {
        return new Statement(
                new SourceId("ward"),
                layer,
                "test",
                Hub.NOW,
                false,
                Optional.of(new Profile(
                        "test", Text.same("test"), List.of(), Map.of(), OptionalDouble.empty(), defaults, rules)),
                Optional.empty(),
                "sheet",
                Optional.of(LONG_AN),
                Optional.empty(),
                sector,
                List.of(rows));
    }

    private Map<CameraField, String> values() {
        return hub.cameras.find(Scope.all(), CameraId.of("80", 1)).orElseThrow().values();
    }

    private static List<String> rulesOf(IntakeReport report, int place) {
        return report.rows().get(place).findings().stream().map(Finding::rule).toList();
    }
}
