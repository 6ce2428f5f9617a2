package vn.matluoi.registry.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.registry.internal.support.Sheets.LONG_AN;
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
import vn.matluoi.api.CameraId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.Intake.Mode;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.intake.Rule;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Identity.Standing;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

/** What an agency's own program, by a key or a route, changes and learns of cameras of others. */
@ParameterizedClass
@EnumSource(Engine.class)
class OthersCamerasTest {

    private static final CameraId FIRST = CameraId.of("80", 1);
    private static final CameraId SECOND = CameraId.of("80", 2);
    private static final String SERIAL = "SN12345";

    @Parameter
    Engine engine;

    Hub hub;

    @BeforeEach
    void twoAgencies() {
        hub = Hub.empty(engine);
        for (var id : List.of("commune", "police", "recorder", "province")) {
            hub.sources.put(source(id, LONG_AN), "test");
        }
    }

    // ---- what it changes

    @Test
    void aProgramsRowThatIsLikeACameraOfOthersChangesNothingAndIsAsked() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));

        var report = commit(by("key:2", "police", gate("CA-1", "Cam 1", CameraField.STATE_SECRET, "có")));

        assertThat(outcomes(report)).containsExactly(Outcome.DOUBTFUL);
        assertThat(camera(FIRST).values())
                .containsEntry(CameraField.NAME, "Cổng")
                .doesNotContainKey(CameraField.STATE_SECRET);
        assertThat(hub.cameras.values(Scope.all(), FIRST))
                .extracting(value -> value.source().value())
                .containsOnly("commune");
        assertThat(open()).hasSize(1);
    }

    @Test
    void aCameraThatOnlyItsRecorderKnowsIsDescribedByTheFirstAgencyThatIsSureOfIt() {
        commit(ofTheRecorder());

        assertThat(outcomes(commit(by("route:commune", "commune", gate("LA-01", "Cổng")))))
                .containsExactly(Outcome.UPDATED);
        assertThat(outcomes(commit(by("key:2", "police", gate("CA-1", "Cam 1")))))
                .as("another agency's words stand there now")
                .containsExactly(Outcome.DOUBTFUL);
        assertThat(camera(FIRST).values()).containsEntry(CameraField.NAME, "Cổng");
    }

    @Test
    void noCameraOfARecorderBecomesASecretByLikeness() {
        commit(ofTheRecorder());

        assertThat(outcomes(commit(by("key:1", "commune", gate("LA-01", "Cổng", CameraField.STATE_SECRET, "có")))))
                .containsExactly(Outcome.DOUBTFUL);
        assertThat(camera(FIRST).values()).doesNotContainKey(CameraField.STATE_SECRET);
    }

    @Test
    void aSecretThatOnlyItsRecorderKnowsIsDescribedByNoProgram() {
        commit(ofTheRecorder());
        commit(statement(
                "province",
                Layer.PROVINCE,
                false,
                Optional.empty(),
                List.of(row(1, CameraField.SERIAL, SERIAL, CameraField.STATE_SECRET, "có"))));
        assertThat(camera(FIRST).values()).containsEntry(CameraField.STATE_SECRET, "true");

        assertThat(outcomes(commit(by("route:commune", "commune", gate("LA-01", "Cổng")))))
                .containsExactly(Outcome.DOUBTFUL);
    }

    private static Statement ofTheRecorder() {
        return statement(
                "recorder",
                Layer.DEVICE,
                false,
                Optional.empty(),
                List.of(channel("7", CameraField.NAME, "IPC", CameraField.SERIAL, SERIAL)));
    }

    @Test
    void aRouteOfAnAgencyIsAProgramOfIt() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));

        assertThat(outcomes(commit(by("route:police", "police", gate("CA-1", "Cam 1")))))
                .containsExactly(Outcome.DOUBTFUL);
    }

    @Test
    void aRowThatIsReturnedMarksNoCameraOfOthers() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));

        var broken = gate("CA-1", "x".repeat(301), CameraField.STATE_SECRET, "có");
        assertThat(outcomes(commit(by("key:2", "police", broken)))).containsExactly(Outcome.REJECTED);

        assertThat(camera(FIRST).values()).doesNotContainKey(CameraField.STATE_SECRET);
    }

    @Test
    void onceAPersonSaidThatTheyAreOneTheProgramSpeaksOfIt() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));
        commit(by("key:2", "police", gate("CA-1", "Cam 1")));
        assertThat(hub.identity.same(Scope.all(), open().get(0), "lan", "rest")).isEqualTo(FIRST);

        var report = commit(by("key:2", "police", gate("CA-1", "Cam 1", CameraField.STATE_SECRET, "có")));

        assertThat(outcomes(report)).containsExactly(Outcome.UPDATED);
        assertThat(camera(FIRST).values()).containsEntry(CameraField.STATE_SECRET, "true");
        assertThat(hub.imports.forAgency(report).rows().get(0).camera()).contains(FIRST);
    }

    @Test
    void aSheetThatAPersonOfTheProvinceBringsAndADeviceAreKnownByLikeness() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));

        assertThat(outcomes(commit(by("an", "police", gate("CA-1", "Cam 1"))))).containsExactly(Outcome.UPDATED);
        assertThat(outcomes(commit(ofTheRecorder()))).containsExactly(Outcome.UPDATED);
    }

    @Test
    void aCameraOfItsOwnIsKnownByLikenessStill() {
        commit(by("key:1", "commune", row(1, CameraField.NAME, "Cổng", CameraField.SERIAL, SERIAL)));

        var again = row(1, CameraField.NAME, "Cổng sau", CameraField.SERIAL, SERIAL);
        assertThat(outcomes(commit(by("key:1", "commune", again)))).containsExactly(Outcome.UPDATED);
        assertThat(camera(FIRST).values()).containsEntry(CameraField.NAME, "Cổng sau");
    }

    @Test
    void aProgramMarksItsCameraAsASecretAndOnlyTheProvinceTakesThatBack() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));
        commit(by("key:1", "commune", gate("LA-01", "Cổng", CameraField.STATE_SECRET, "có")));
        assertThat(camera(FIRST).values()).containsEntry(CameraField.STATE_SECRET, "true");

        for (var program : List.of("key:1", "route:commune")) {
            var report = commit(by(program, "commune", gate("LA-01", program, CameraField.STATE_SECRET, "không")));

            assertThat(report.rows().get(0).findings())
                    .extracting(Finding::rule)
                    .containsExactly("secret.kept");
            assertThat(camera(FIRST).values())
                    .containsEntry(CameraField.STATE_SECRET, "true")
                    .containsEntry(CameraField.NAME, program);
        }

        commit(by("an", "commune", gate("LA-01", "Cổng", CameraField.STATE_SECRET, "không")));
        assertThat(camera(FIRST).values()).containsEntry(CameraField.STATE_SECRET, "false");
    }

    // ---- what it learns

    @Test
    void ofACameraOfOthersAnAgencyLearnsOnlyThatTheProvinceDecides() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));
        var row = by("key:2", "police", gate("CA-1", "Cam 1"));

        for (var mode : Mode.values()) {
            var whole = hub.intake.submit(row, mode);
            var shown = hub.imports.forAgency(whole);

            assertThat(whole.toString()).contains(FIRST.value());
            assertThat(shown.toString()).doesNotContain(FIRST.value(), "Cổng", "commune", "serial");
            assertThat(shown.rows().get(0).findings()).singleElement().satisfies(finding -> {
                assertThat(finding.rule()).isEqualTo("identity.asked");
                assertThat(finding.mend().vi()).contains("cán bộ của tỉnh");
            });
            assertThat(shown.counts()).isEqualTo(whole.counts());
        }
        assertThat(hub.imports.find(Scope.all(), 2).orElseThrow().toString())
                .as("what is kept is whole")
                .contains(FIRST.value());
    }

    @Test
    void aSecretOfOthersMakesARowWaitInTheSameWordsAsAnyOtherCamera() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));
        var row = by("key:2", "police", gate("CA-1", "Cam 1"));
        var open = hub.imports.forAgency(hub.intake.submit(row, Mode.DRY_RUN));

        commit(by("key:1", "commune", gate("LA-01", "Cổng", CameraField.STATE_SECRET, "có")));

        assertThat(hub.imports.forAgency(hub.intake.submit(row, Mode.DRY_RUN))).isEqualTo(open);
    }

    @Test
    void aKnownCameraThatMayBeOneOfOthersIsToldSoUnlessThatIsASecret() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));
        commit(by("key:2", "police", row(1, CameraField.CODE, "CA-1", CameraField.NAME, "Cam 1")));
        var row = by("key:2", "police", gate("CA-1", "Cam 1"));
        var whole = hub.intake.submit(row, Mode.DRY_RUN);
        assertThat(rules(whole)).containsExactly("identity.alike");

        var shown = hub.imports.forAgency(whole);
        assertThat(rules(shown)).containsExactly("identity.asked");
        assertThat(shown.rows().get(0).camera()).contains(SECOND);
        assertThat(shown.toString()).doesNotContain(FIRST.value());

        commit(by("key:1", "commune", gate("LA-01", "Cổng", CameraField.STATE_SECRET, "có")));
        assertThat(rules(hub.intake.submit(row, Mode.DRY_RUN))).containsExactly("identity.alike");
        assertThat(rules(hub.imports.forAgency(hub.intake.submit(row, Mode.DRY_RUN))))
                .isEmpty();
    }

    @Test
    void anOverlapNamesNoCameraOfOthersAndNothingIsSaidOfASecret() {
        var intake = new StatementIntake(hub.database, hub.areas, List.of(overlap()), () -> Hub.NOW);
        intake.submit(by("key:1", "commune", watching("LA-01", "Cổng")), Mode.COMMIT);
        var row = by("key:2", "police", watching("CA-1", "Cam 1"));

        var shown = hub.imports.forAgency(intake.submit(row, Mode.DRY_RUN));
        assertThat(shown.toString()).doesNotContain(FIRST.value());
        assertThat(shown.rows().get(0).findings())
                .filteredOn(finding -> finding.rule().equals("R2.6"))
                .extracting(finding -> finding.message().vi())
                .containsExactly("Trùng với một camera khác của tỉnh.");

        intake.submit(by("key:1", "commune", watching("LA-01", "Cổng", CameraField.STATE_SECRET, "có")), Mode.COMMIT);
        assertThat(rules(intake.submit(row, Mode.DRY_RUN))).contains("R2.6");
        assertThat(rules(hub.imports.forAgency(intake.submit(row, Mode.DRY_RUN))))
                .doesNotContain("R2.6");
    }

    @Test
    void ofItsOwnCamerasAnAgencyIsToldAsBefore() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));

        var report = hub.intake.submit(by("key:1", "commune", gate("LA-02", "Cổng phụ")), Mode.DRY_RUN);

        assertThat(report.toString()).contains(FIRST.value());
        assertThat(hub.imports.forAgency(report)).isEqualTo(report);
    }

    @Test
    void aReportThatIsGivenAgainIsShownAsTheFirstTime() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));
        var delivered = by("key:2", "police", Optional.of("once"), gate("CA-1", "Cam 1"));
        var first = commit(delivered);

        assertThat(commit(delivered)).isEqualTo(first);
        assertThat(hub.imports.forAgency(commit(delivered))).isEqualTo(hub.imports.forAgency(first));
    }

    @Test
    void aReportThatWasKeptBeforeItSaidWhichCamerasItNamesTellsNoMore() {
        commit(by("key:1", "commune", gate("LA-01", "Cổng")));
        var delivered = by("key:2", "police", Optional.of("once"), gate("CA-1", "Cam 1"));
        var shown = hub.imports.forAgency(commit(delivered));
        var named = ",\"cameras\":[\"%s\"]".formatted(FIRST.value());
        hub.database.write(connection -> {
            var kept = Rows.first(
                            connection,
                            "select findings from import_rows where import_id = 2",
                            List.of(),
                            row -> row.getString(1))
                    .orElseThrow();
            assertThat(kept).contains(named);
            return Rows.update(
                    connection, "update import_rows set findings = ? where import_id = 2", kept.replace(named, ""));
        });

        assertThat(hub.imports.forAgency(commit(delivered))).isEqualTo(shown);
    }

    private static Rule overlap() {
        return new Rule(
                "overlap",
                "R2.6",
                Severity.WARNING,
                Text.same("Điều 5.4"),
                Optional.empty(),
                Optional.empty(),
                Set.of(Layer.AGENCY),
                false,
                Optional.empty(),
                List.of(new Rule.Condition.Overlaps(5, 15)),
                List.of(),
                Text.same("Trùng với {overlaps}."),
                Text.same("Sửa vị trí."));
    }

    private static Item gate(String code, String name, Object... more) {
        return item(List.of(CameraField.CODE, code, CameraField.NAME, name, CameraField.SERIAL, SERIAL), more);
    }

    private static Item watching(String code, String name, Object... more) {
        return item(
                List.of(
                        CameraField.CODE,
                        code,
                        CameraField.NAME,
                        name,
                        CameraField.LATITUDE,
                        "10.535000",
                        CameraField.LONGITUDE,
                        "106.405000",
                        CameraField.AZIMUTH,
                        "90",
                        CameraField.PURPOSE,
                        "giám sát"),
                more);
    }

    private static Item item(List<Object> words, Object... more) {
        var all = new ArrayList<>(words);
        all.addAll(List.of(more));
        return row(1, all.toArray());
    }

    private static Statement by(String by, String source, Item row) {
        return by(by, source, Optional.empty(), row);
    }

    private static Statement by(String by, String source, Optional<String> delivery, Item row) {
        var said = sheet(source, row);
        return new Statement(
                said.source(),
                said.layer(),
                by,
                said.at(),
                false,
                Optional.empty(),
                delivery,
                said.label(),
                said.defaultArea(),
                said.defaultUnit(),
                said.defaultSector(),
                said.items());
    }

    private IntakeReport commit(Statement statement) {
        return hub.intake.submit(statement, Mode.COMMIT);
    }

    private Camera camera(CameraId id) {
        return hub.cameras.find(Scope.all(), id).orElseThrow();
    }

    private List<Long> open() {
        return hub.identity.questions(Scope.all(), Optional.of(Standing.OPEN), 50, Optional.empty()).items().stream()
                .map(question -> question.id())
                .toList();
    }

    private static List<Outcome> outcomes(IntakeReport report) {
        return report.rows().stream().map(IntakeReport.RowReport::outcome).toList();
    }

    private static List<String> rules(IntakeReport report) {
        return report.rows().get(0).findings().stream().map(Finding::rule).toList();
    }
}
