package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
import static vn.matluoi.registry.internal.support.Sheets.row;
import static vn.matluoi.registry.internal.support.Sheets.source;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
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
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Rule;
import vn.matluoi.api.intake.Rule.Condition;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

/** A large list that comes again is gone through quickly, and to no other end. */
@ParameterizedClass
@EnumSource(Engine.class)
class QuietRowsTest {

    /** As many as make a list large. */
    private static final int MANY = 500;

    @Parameter
    Engine engine;

    private final List<Rule> rules = new ArrayList<>();
    private Map<CameraField, String> defaults = Map.of();
    private Hub hub;

    @BeforeEach
    void oneSource() {
        hub = Hub.empty(engine);
        hub.sources.put(source("ward", LONG_AN), "test");
    }

    @Test
    void whatIsSaidOfACameraIsNotReadForARowThatSaysTheSame() throws SQLException {
        commit(list());
        hub.run("update stated set said = '{}' where camera = '" + camera(0) + "'");
        assertThat(commit(list()).counts().unchanged()).isEqualTo(MANY);

        hub.intake.forget();
        assertThat(commit(list()).counts().updated())
                .as("nothing is remembered, so all is read")
                .isEqualTo(1);
    }

    @Test
    void aRowThatSaysSomethingElseIsTakenBesideThoseThatDoNot() {
        commit(list());
        var list = list();
        list.set(7, view(7, "10.6", "Ngã bảy"));
        var report = commit(list);
        assertThat(report.counts().updated()).isEqualTo(1);
        assertThat(report.rows().get(7).outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(commit(list).counts().unchanged()).isEqualTo(MANY);
        assertThat(commit(list()).rows().get(7).outcome()).isEqualTo(Outcome.UPDATED);
    }

    @Test
    void aNewRuleJudgesRowsThatSayTheSame() {
        commit(list());
        rules.add(rule(Severity.ERROR, false, new Condition.Not(new Condition.Stated(CameraField.CONSENT))));
        assertThat(commit(list()).counts().rejected()).isEqualTo(MANY);
    }

    @Test
    void aModelBlockedSinceIsRefused() {
        rules.add(rule(Severity.ERROR, false, new Condition.Blocked()));
        commit(list());
        new BlockedTable(hub.database, hub.audit, () -> Hub.NOW)
                .put(
                        Caller.system(),
                        "rest",
                        new BlockedModel("x", Optional.empty(), Optional.of("M3"), Optional.empty(), "CV 1", Hub.NOW));
        assertThat(commit(list()).counts().rejected()).isEqualTo(1);
    }

    @Test
    void aNewRowIsComparedWithCamerasOfWhichTheSameIsSaid() {
        rules.add(rule(Severity.WARNING, false, new Condition.Overlaps(5, 15)));
        commit(list());
        var list = list();
        list.add(view(MANY, "10.500000", "Mới"));
        assertThat(rulesOf(commit(list), MANY)).containsExactly("R9");
    }

    @Test
    void rowsThatBreakARuleToldOnceAreCountedEachTime() {
        rules.add(rule(Severity.WARNING, true, new Condition.Not(new Condition.Stated(CameraField.CONSENT))));
        var first = commit(list()).findings();
        assertThat(first).extracting(one -> one.message().vi()).anyMatch(text -> text.contains(MANY + " dòng"));
        assertThat(commit(list()).findings()).isEqualTo(first);
    }

    @Test
    void aRuleLooksAtWhatOthersSaidOfTheCameraSince() {
        rules.add(rule(Severity.ERROR, false, new Condition.Is(CameraField.STATE_SECRET, Set.of("true"))));
        commit(list());
        submit(Layer.PROVINCE, false, List.of(row(1, CameraField.CODE, "C3", CameraField.STATE_SECRET, "Có")));
        var report = commit(list());
        assertThat(report.counts().rejected()).isEqualTo(1);
        assertThat(report.rows().get(3).outcome()).isEqualTo(Outcome.REJECTED);
    }

    @Test
    void aProfileThatAssumesMoreChangesRowsThatSayTheSame() {
        commit(list());
        defaults = Map.of(CameraField.NETWORK, "internet");
        assertThat(commit(list()).counts().updated()).isEqualTo(MANY);
    }

    @Test
    void aRowThatContradictsOneThatSaysTheSameIsRefusedAndSaidOfBoth() {
        commit(list());
        var list = list();
        list.add(row(MANY + 1, CameraField.CODE, "C3", CameraField.NAME, "Khác"));
        list.add(view(4, "10.500004", "Tên 4"));
        var report = commit(list);
        assertThat(report.counts().rejected()).isEqualTo(2);
        assertThat(rulesOf(report, 3)).containsExactlyElementsOf(rulesOf(report, MANY));
        assertThat(rulesOf(report, MANY + 1)).containsExactly("row.duplicate");
    }

    @Test
    void aCameraThatWasMissingAndIsNamedAgainIsNoLongerMissing() {
        commit(list());
        var list = list();
        list.set(9, view(900, "10.9", "Mới"));
        assertThat(commit(list).counts().missing()).isEqualTo(1);
        assertThat(hub.count("select count(*) from stated where missing_at is not null"))
                .isEqualTo(1);
        var back = commit(list());
        assertThat(back.rows().get(9).outcome()).isEqualTo(Outcome.UPDATED);
        assertThat(hub.count("select count(*) from stated where missing_at is not null"))
                .isEqualTo(1);
    }

    @Test
    void rowsOfCamerasMergedSinceSpeakOfTheOneThatIsLeft() {
        commit(list());
        hub.identity.merge(Scope.all(), new CameraId(camera(1)), new CameraId(camera(2)), "lan", "rest");
        var report = commit(list());
        assertThat(report.counts().created()).isZero();
        assertThat(report.counts().missing()).isZero();
        assertThat(report.rows().get(1).camera()).isEqualTo(report.rows().get(2).camera());
    }

    @Test
    void aTryChangesNothingOfWhatIsRemembered() {
        commit(list());
        var list = list();
        list.set(5, view(5, "10.7", "Tên khác"));
        assertThat(hub.intake
                        .submit(statement(Layer.AGENCY, true, list), Mode.DRY_RUN)
                        .counts()
                        .updated())
                .isEqualTo(1);
        assertThat(commit(list).counts().updated()).isEqualTo(1);
    }

    private static List<Item> list() {
        var rows = new ArrayList<Item>();
        for (var number = 0; number < MANY; number++) {
            rows.add(view(number, "10.5%05d".formatted(number), "Tên " + number));
        }
        return rows;
    }

    private static Item view(int number, String latitude, String name) {
        return row(
                number + 1,
                CameraField.CODE,
                "C" + number,
                CameraField.NAME,
                name,
                CameraField.LATITUDE,
                latitude,
                CameraField.LONGITUDE,
                "106.41",
                CameraField.AZIMUTH,
                String.valueOf(number % 12 * 30),
                CameraField.PURPOSE,
                "plate",
                CameraField.MODEL,
                "M" + number);
    }

    private static Rule rule(Severity severity, boolean once, Condition condition) {
        return new Rule(
                "rule",
                "R9",
                severity,
                Text.same("QĐ"),
                Optional.empty(),
                Optional.empty(),
                EnumSet.of(Layer.AGENCY),
                once,
                Optional.of(CameraField.NAME),
                List.of(condition),
                List.of(),
                Text.same("x"),
                Text.same("y"));
    }

    private String camera(int number) {
        return hub.database.read(connection -> Rows.first(
                        connection,
                        "select camera from evidence where kind = 'CODE' and content = ?",
                        List.of("C" + number),
                        row -> row.getString(1))
                .orElseThrow());
    }

    private IntakeReport commit(List<Item> rows) {
        return submit(Layer.AGENCY, true, rows);
    }

    private IntakeReport submit(Layer layer, boolean complete, List<Item> rows) {
        return hub.intake.submit(statement(layer, complete, rows), Mode.COMMIT);
    }

    private Statement statement(Layer layer, boolean complete, List<Item> rows) {
        return new Statement(
                new SourceId("ward"),
                layer,
                "test",
                Hub.NOW,
                complete,
                Optional.of(new Profile(
                        "test", Text.same("test"), List.of(), Map.of(), OptionalDouble.empty(), defaults, rules)),
                Optional.empty(),
                "sheet",
                Optional.of(LONG_AN),
                Optional.empty(),
                Optional.of("security"),
                Map.of(),
                List.of(),
                rows);
    }

    private static List<String> rulesOf(IntakeReport report, int place) {
        return report.rows().get(place).findings().stream().map(Finding::rule).toList();
    }
}
