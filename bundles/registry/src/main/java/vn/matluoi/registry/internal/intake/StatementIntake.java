package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.intake.IntakeReport.Standing;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Profile;
import vn.matluoi.api.intake.Rule;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.registry.internal.area.Today;
import vn.matluoi.registry.internal.camera.CameraNumbers;
import vn.matluoi.registry.internal.db.Counter;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.db.Limits;
import vn.matluoi.registry.internal.db.Where;
import vn.matluoi.registry.internal.identity.Answers;
import vn.matluoi.registry.internal.normalise.Normaliser;
import vn.matluoi.registry.internal.normalise.Rules;
import vn.matluoi.registry.internal.source.Placing;
import vn.matluoi.registry.internal.source.SourceTable;
import vn.matluoi.registry.internal.unit.UnitNames;
import vn.matluoi.registry.internal.unit.UnitTable;

/**
 * Takes statements in: a {@link Plan} is worked out first, without writing; a dry run reports it, a commit writes it and
 * reports the same.
 */
@Component(service = {Intake.class, StatementIntake.class})
public final class StatementIntake implements Intake {

    private final Database database;
    private final Areas areas;
    private final InstantSource clock;
    private final Today today;
    private final Supplier<List<Rule>> ofEverybody;
    private final QuietMemory memory = new QuietMemory();

    /** Nothing is taken in unjudged: without it there is no intake. */
    @Reference(
            target = "(" + Profile.NAME + "=" + Profile.GENERIC + ")",
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Profile generic;

    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    private volatile List<Profile> profiles = List.of();

    @Activate
    public StatementIntake(@Reference Database database, @Reference Areas areas) {
        this.database = database;
        this.areas = areas;
        this.clock = InstantSource.system();
        this.today = new Today(clock);
        this.ofEverybody = () -> generic.rules();
    }

    /** @param rules what statements without a profile are judged by */
    public StatementIntake(Database database, Areas areas, List<Rule> rules, InstantSource clock) {
        this.database = database;
        this.areas = areas;
        this.clock = clock;
        this.today = new Today(clock);
        this.ofEverybody = () -> rules;
    }

    @Override
    public IntakeReport submit(Statement statement, Mode mode) {
        Limits.length("by", statement.by(), 200);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (mode == Mode.DRY_RUN) {
            return database.read(connection -> dryRun(connection, statement, now));
        }
        var quiet = new AtomicReference<QuietRows>();
        var report = database.change((connection, journal) -> commit(connection, journal, statement, now, quiet::set));
        Optional.ofNullable(quiet.get()).ifPresent(rows -> memory.keep(statement, rows));
        return report;
    }

    /** Works the next statements out in full: for whoever changes the catalogue behind the hub's back. */
    public void forget() {
        memory.clear();
    }

    private IntakeReport dryRun(Connection connection, Statement said, Instant now) throws SQLException {
        var statement = Outdated.asFarAsItCounts(connection, said, now);
        var placing = placing(connection, statement);
        var before = ImportWriter.delivered(connection, statement);
        if (before.isPresent()) {
            return asDryRun(before.get());
        }
        var plan = plan(connection, statement, placing);
        var waits = RemovalGuard.of(connection, statement.source()).judge(plan);
        return waits.isPresent()
                ? report(0, statement, Mode.DRY_RUN, now, plan.with(waits.get()), known(plan), Standing.WAITING)
                : report(0, statement, Mode.DRY_RUN, now, plan, known(plan), standing(statement));
    }

    /** @param quiet given what is known of the rows, if it is to be kept once this is committed */
    private IntakeReport commit(
            Connection connection, Journal journal, Statement said, Instant now, Consumer<QuietRows> quiet)
            throws SQLException {
        var statement = Outdated.asFarAsItCounts(connection, said, now);
        var placing = placing(connection, statement);
        var before = ImportWriter.delivered(connection, statement);
        if (before.isPresent()) {
            return before.get();
        }
        var plan = plan(connection, statement, placing);
        var waits = RemovalGuard.of(connection, statement.source()).judge(plan);
        if (waits.isPresent()) {
            return wait(connection, statement, placing, plan.with(waits.get()), now);
        }
        if (plan.changesNothing() && Doubts.allAsked(connection, plan)) {
            // a device says the same every quarter of an hour: what it said is kept once
            var same = ImportWriter.repeated(connection, statement, plan.fingerprint());
            if (same.isPresent()) {
                ImportWriter.statedAgain(connection, same.get(), statement);
                if (statement.complete()) {
                    WaitingTable.replaced(connection, statement);
                }
                QuietRows.of(connection, journal, plan, known(plan)).ifPresent(quiet);
                return report(same.get(), statement, Mode.COMMIT, now, plan, known(plan), standing(statement));
            }
        }
        return apply(connection, journal, statement, Counter.IMPORT.take(connection, 1), placing, plan, now, quiet);
    }

    private IntakeReport apply(
            Connection connection,
            Journal journal,
            Statement statement,
            long id,
            Placing placing,
            Plan plan,
            Instant now,
            Consumer<QuietRows> quiet)
            throws SQLException {
        var numbers = CameraNumbers.read(connection, areas, today.get());
        var cameras = PlanWriter.identities(plan, numbers);
        numbers.save(connection);
        // raw rows first: on Derby readers of cameras wait from the first camera written until the commit
        ImportWriter.write(connection, id, statement, placing.area(), plan, cameras, standing(statement), now);
        if (statement.complete() && standing(statement) == Standing.APPLIED) {
            WaitingTable.replaced(connection, statement);
        }
        new PlanWriter(connection, journal, statement, id, now).write(plan, cameras);
        keepSecrets(connection, journal, statement, id, placing, plan, cameras, now);
        Doubts.ask(connection, placing.fill(statement), id, plan, now);
        QuietRows.of(connection, journal, plan, cameras).ifPresent(quiet);
        return report(id, statement, Mode.COMMIT, now, plan, cameras, standing(statement));
    }

    /** The planner takes no row of a statement that could not be read as a whole. */
    private static Standing standing(Statement statement) {
        return statement.findings().stream().anyMatch(Planner::isError) ? Standing.FAILED : Standing.APPLIED;
    }

    private static void keepSecrets(
            Connection connection,
            Journal journal,
            Statement statement,
            long id,
            Placing placing,
            Plan plan,
            List<Optional<String>> cameras,
            Instant now)
            throws SQLException {
        if (plan.secrets().isEmpty()) {
            return;
        }
        var rows = SecretClaims.rows(connection, plan, cameras, placing.fill(statement), placing);
        new PlanWriter(connection, journal, statement, id, now)
                .write(
                        new Plan(rows, List.of(), 0, List.of(), List.of(), "", List.of(), Optional.empty()),
                        rows.stream().map(Plan.Row::known).toList());
    }

    /** Keeps the statement whole, and nothing else; one that already waits or was discarded, and says the same, is kept once. */
    private IntakeReport wait(Connection connection, Statement statement, Placing placing, Plan plan, Instant now)
            throws SQLException {
        var same = WaitingTable.same(connection, statement, plan.fingerprint());
        if (same.isPresent()) {
            return ImportTable.find(connection, new Where().and("id = ?", same.get()))
                    .orElseThrow();
        }
        WaitingTable.replaced(connection, statement);
        var id = Counter.IMPORT.take(connection, 1);
        ImportWriter.write(connection, id, statement, placing.area(), plan, known(plan), Standing.WAITING, now);
        WaitingTable.keep(connection, id, statement);
        return report(id, statement, Mode.COMMIT, now, plan, known(plan), Standing.WAITING);
    }

    /**
     * Applies what waited, worked out against the catalogue of now, but for what its source has said since ({@link SaidSince}); for
     * {@link WaitingDecisions}.
     */
    IntakeReport release(Connection connection, Journal journal, long id, Statement statement) throws SQLException {
        var judged = judgedAsToday(statement);
        var placing = placing(connection, judged);
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var plan = SaidSince.of(connection, judged, now).leftOutOf(plan(connection, judged, placing));
        ImportWriter.erase(connection, id);
        WaitingTable.forget(connection, id);
        return apply(connection, journal, judged, id, placing, plan, now, rows -> {});
    }

    /** The rules are those that hold when it is applied, whatever they were when it came. */
    private Statement judgedAsToday(Statement statement) {
        if (statement.profile().isEmpty()) {
            return statement;
        }
        var kept = statement.profile().get();
        var rules = profiles.stream()
                .filter(profile -> profile.name().equals(kept.name()))
                .findFirst()
                .map(Profile::rules)
                .orElseGet(ofEverybody);
        var profile = new Profile(
                kept.name(),
                kept.title(),
                kept.columns(),
                kept.codes(),
                kept.centralMeridian(),
                kept.defaults(),
                rules);
        return new Statement(
                statement.source(),
                statement.layer(),
                statement.by(),
                statement.at(),
                statement.complete(),
                Optional.of(profile),
                statement.delivery(),
                statement.label(),
                statement.defaultArea(),
                statement.defaultUnit(),
                statement.defaultSector(),
                statement.columns(),
                statement.findings(),
                statement.items());
    }

    /**
     * Takes a row in that waited for an answer, within the transaction that answers.
     *
     * @param head its statement, without items
     * @param item the row
     */
    public IntakeReport take(Connection connection, Journal journal, String head, String item) throws SQLException {
        var statement = StatementJson.read(head, List.of(StatementJson.ItemJson.read(item)));
        return commit(connection, journal, statement, clock.instant().truncatedTo(ChronoUnit.MILLIS), rows -> {});
    }

    /** @return the row that was handed to {@link #take} as text */
    public static Item held(String item) {
        return StatementJson.ItemJson.read(item);
    }

    private static List<Optional<String>> known(Plan plan) {
        return plan.rows().stream().map(Plan.Row::known).toList();
    }

    private Plan plan(Connection connection, Statement statement, Placing placing) throws SQLException {
        var day = today.get();
        var units = UnitNames.read(connection);
        var sectors = UnitTable.sectors(connection);
        known("unit", statement.defaultUnit().or(() -> assumed(statement, CameraField.UNIT)), code -> units.find(code)
                .filter(unit -> unit.code().equals(code))
                .isPresent());
        known(
                "sector",
                statement.defaultSector().or(() -> assumed(statement, CameraField.SECTOR)),
                code -> sectors.stream().anyMatch(sector -> sector.code().equals(code)));
        var normaliser = new Normaliser(areas, units::find, day, sectors, placing.network());
        var rules = new Rules(
                statement.profile().map(Profile::rules).orElseGet(ofEverybody),
                statement.layer(),
                day,
                statement.columns(),
                BlockedTable.read(connection));
        var inForce = new HashMap<String, Boolean>();
        return new Planner(
                        connection,
                        placing.fill(statement),
                        memory.of(statement),
                        normaliser,
                        placing,
                        code -> inForce.computeIfAbsent(
                                code, key -> areas.find(new AreaCode(key), day).isPresent()),
                        rules,
                        Origin.of(connection, statement),
                        Answers.read(connection, statement.source()))
                .plan();
    }

    private static Optional<String> assumed(Statement statement, CameraField field) {
        return statement.profile().map(profile -> profile.defaults().get(field));
    }

    private static void known(String field, Optional<String> code, Predicate<String> isKnown) {
        if (code.filter(isKnown.negate()).isPresent()) {
            var rule = field + ".unknown";
            var text = new Text(
                    "%s mặc định \"%s\" không có trong danh mục. Ghi mã có trong danh mục, hoặc bỏ trống."
                            .formatted(field.equals("unit") ? "Đơn vị" : "Lĩnh vực", code.get()),
                    "The default %s \"%s\" is not in the catalogue. Give a code of the catalogue, or none."
                            .formatted(field, code.get()));
            throw new HubException(
                    HubException.Reason.INVALID, rule, text, List.of(new HubException.FieldError(field, rule, text)));
        }
    }

    private static Placing placing(Connection connection, Statement statement) throws SQLException {
        return SourceTable.placing(connection, statement.source()).orElseThrow(() -> unknown(statement));
    }

    private static HubException unknown(Statement statement) {
        return new HubException(
                HubException.Reason.NOT_FOUND,
                "source.unknown",
                new Text(
                        "Không có nguồn \"%s\". Tạo nguồn trước khi nhập dữ liệu.".formatted(statement.source()),
                        "There is no source \"%s\". Add the source before importing.".formatted(statement.source())));
    }

    private static IntakeReport report(
            long id,
            Statement statement,
            Mode mode,
            Instant now,
            Plan plan,
            List<Optional<String>> cameras,
            Standing standing) {
        var rows = new ArrayList<IntakeReport.RowReport>(plan.rows().size());
        for (var place = 0; place < plan.rows().size(); place++) {
            var row = plan.rows().get(place);
            rows.add(new IntakeReport.RowReport(
                    row.number(), row.outcome(), cameras.get(place).map(CameraId::new), row.findings()));
        }
        return new IntakeReport(
                id,
                statement.source(),
                ImportWriter.label(statement),
                mode,
                now,
                plan.counts(),
                plan.findings(),
                rows,
                standing);
    }

    private static IntakeReport asDryRun(IntakeReport report) {
        return new IntakeReport(
                0,
                report.source(),
                report.label(),
                Mode.DRY_RUN,
                report.at(),
                report.counts(),
                report.findings(),
                report.rows(),
                report.standing());
    }
}
