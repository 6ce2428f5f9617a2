package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.camera.StatedTable;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.identity.Answers;
import vn.matluoi.registry.internal.normalise.Normaliser;
import vn.matluoi.registry.internal.normalise.Rules;
import vn.matluoi.registry.internal.source.Placing;

/**
 * Works out what one statement would do: reads, compares, writes nothing. Goes through the rows 500 at a time, so that
 * what it holds of the catalogue stays small. One instance serves one statement.
 */
final class Planner {

    private static final int CHUNK = 500;

    private final Connection connection;
    private final Statement statement;
    private final Optional<QuietRows> before;
    private final Normaliser normaliser;
    private final Placing placing;
    private final Rules rules;
    private final RowFindings says;
    private final Origin origin;
    private final Matcher matcher;
    private final RowDecisions decisions;
    private final AlikeElsewhere alike;
    private final Difference difference;
    private final Rehearsal rehearsal;
    private final Fingerprint fingerprint = new Fingerprint();
    private final List<Plan.Row> rows = new ArrayList<>();
    private Recall recall = Recall.nothing();
    private boolean large;

    /**
     * @param before the quiet rows of the source's last large statement
     * @param placing where the source's settings place its cameras
     * @param inForce whether an area code is in force
     * @param rules what its cameras are judged by
     * @param origin the device that speaks
     * @param answers what people answered about rows of this source
     */
    Planner(
            Connection connection,
            Statement statement,
            Optional<QuietRows> before,
            Normaliser normaliser,
            Placing placing,
            Predicate<String> inForce,
            Rules rules,
            Origin origin,
            Answers answers) {
        this.connection = connection;
        this.statement = statement;
        this.before = before;
        this.normaliser = normaliser;
        this.placing = placing;
        this.rules = rules;
        this.origin = origin;
        this.matcher = new Matcher(answers, !statement.isOfAgency());
        this.says = new RowFindings(statement.columns());
        var overlaps = new Overlaps(connection, rules.overlapMetres());
        this.decisions = new RowDecisions(statement, inForce, rules, overlaps, says, answers, matcher);
        this.alike = new AlikeElsewhere(connection, statement.source(), says);
        this.difference = new Difference(statement, placing);
        this.rehearsal = new Rehearsal(statement, rules, difference, overlaps);
    }

    Plan plan() throws SQLException {
        if (statement.findings().stream().anyMatch(Planner::isError)) {
            // unreadable as a whole: keep what came, take nothing
            for (var item : statement.items()) {
                fingerprint.add(item);
                rows.add(Plan.Row.refused(item.row(), item.findings()));
            }
            return new Plan(
                    rows,
                    List.of(),
                    0,
                    statement.findings(),
                    List.of(),
                    fingerprint.hex(),
                    List.of(),
                    Optional.empty());
        }
        var chunk = new ArrayList<Draft>(CHUNK);
        for (var item : statement.items()) {
            fingerprint.add(item);
            chunk.add(draft(item));
            if (chunk.size() == CHUNK) {
                if (!large) {
                    large = true; // a small one costs no more than to remember it would
                    recall = Recall.of(connection, statement.source(), before, rules);
                }
                plan(chunk);
                chunk.clear();
            }
        }
        plan(chunk);
        rows.replaceAll(decisions::heardAll);
        var findings = new ArrayList<>(statement.findings());
        findings.addAll(normaliser.findings(statement));
        var stated = stated();
        var missing = missing(stated);
        judge(missing, stated);
        findings.addAll(rules.findings());
        findings.addAll(decisions.findings());
        findings.addAll(says.tooManyDoubts(
                (int) rows.stream().filter(row -> row.doubt().isPresent()).count()));
        var quiet = large && decisions.secrets().isEmpty()
                ? Optional.of(rehearsal.outcome(rows, missing))
                : Optional.<Rehearsal.Outcome>empty();
        return new Plan(
                rows,
                missing,
                stated.size(),
                findings,
                decisions.settled(),
                fingerprint.hex(),
                decisions.secrets(),
                quiet);
    }

    private Draft draft(Item item) {
        var normalised = normaliser.normalise(item, statement);
        var area = Optional.ofNullable(normalised.values().get(CameraField.AREA))
                .filter(code -> !code.isBlank())
                .or(() -> statement.defaultArea().map(AreaCode::value))
                .orElse(placing.area().value());
        return new Draft(item, normalised, area, origin, statement.source().value());
    }

    private void plan(List<Draft> drafts) throws SQLException {
        var quiet = drafts.stream().map(recall::quiet).toList();
        var open = new ArrayList<Draft>();
        for (var place = 0; place < drafts.size(); place++) {
            if (quiet.get(place).isEmpty()) {
                open.add(drafts.get(place));
            }
        }
        var evidence = Evidence.of(connection, statement.source(), open);
        var found = new ArrayList<Match>(drafts.size());
        for (var place = 0; place < drafts.size(); place++) {
            var draft = drafts.get(place);
            found.add(
                    quiet.get(place).isPresent()
                            ? quiet.get(place).get().match()
                            : matcher.inCatalogue(draft, evidence));
        }
        var known = new TreeSet<String>();
        for (var place = 0; place < drafts.size(); place++) {
            if (quiet.get(place).isEmpty() && found.get(place) instanceof Match.Known is) {
                known.add(is.camera());
            }
        }
        var cameras = CameraTable.of(connection, known);
        var stated = StatedTable.of(connection, known);
        var judging = new ArrayList<Optional<Judged>>(drafts.size());
        for (var place = 0; place < drafts.size(); place++) {
            judging.add(
                    quiet.get(place).isPresent()
                            ? Optional.empty()
                            : Optional.of(decisions.judged(drafts.get(place), found.get(place), cameras, stated)));
        }
        decisions.look(judging.stream().flatMap(Optional::stream).toList(), evidence);
        var decided = new ArrayList<Decided>(drafts.size());
        var planned = new ArrayList<Plan.Row>(drafts.size());
        for (var place = 0; place < drafts.size(); place++) {
            var draft = drafts.get(place);
            var judged = judging.get(place);
            quiet.get(place).ifPresent(row -> rules.again(draft.item().row(), row.broken()));
            var one = decisions.decide(draft, judged, found.get(place), stated);
            decided.add(one);
            planned.add(judged.isPresent() ? row(one, cameras, stated) : quiet(one));
        }
        var all = alike.ask(decided, planned);
        for (var place = 0; large && place < all.size(); place++) {
            var row = all.get(place);
            var match = decided.get(place).match();
            var draft = decided.get(place).draft();
            rehearsal.heard(draft, row);
            var at = rows.size() + place;
            if (match instanceof Match.Known && quiet.get(place).isPresent()) {
                rehearsal.still(at, draft, quiet.get(place).get());
            } else if (match instanceof Match.Known is && evidence.named(draft).size() == 1) {
                rehearsal.tryAgain(
                        at, draft, is.part(), row, Optional.of(cameras.get(is.camera())), stated.get(is.camera()));
            } else if (match instanceof Match.Fresh
                    && draft.named()
                    && evidence.named(draft).isEmpty()) {
                rehearsal.tryAgain(at, draft, "", row, Optional.empty(), List.of());
            }
        }
        rows.addAll(all);
    }

    private static Plan.Row quiet(Decided decided) {
        var number = decided.draft().item().row();
        return decided.match() instanceof Match.Known known
                ? new Plan.Row(
                        number,
                        Outcome.UNCHANGED,
                        Optional.of(known.camera()),
                        decided.findings(),
                        Optional.empty(),
                        Optional.empty())
                : Plan.Row.refused(number, decided.findings());
    }

    private Plan.Row row(Decided decided, Map<String, Camera> cameras, Map<String, List<Stated>> stated) {
        var draft = decided.draft();
        var number = draft.item().row();
        if (decided.match() instanceof Match.Refused) {
            return Plan.Row.refused(number, decided.findings());
        }
        if (decided.match() instanceof Match.Doubtful doubtful) {
            return new Plan.Row(
                    number,
                    Outcome.DOUBTFUL,
                    Optional.empty(),
                    decided.findings(),
                    Optional.empty(),
                    Optional.of(new Plan.Doubt(
                            draft.subject(),
                            draft.area(),
                            doubtful.reason(),
                            doubtful.candidates(),
                            Optional.of(held(draft)))));
        }
        if (decided.match() instanceof Match.Known known) {
            var camera = cameras.get(known.camera());
            var write = difference.updated(draft, camera, known.part(), stated.getOrDefault(known.camera(), List.of()));
            return new Plan.Row(
                    number,
                    write.isPresent() ? Outcome.UPDATED : Outcome.UNCHANGED,
                    Optional.of(known.camera()),
                    decided.findings(),
                    write,
                    Optional.empty());
        }
        return new Plan.Row(
                number,
                Outcome.CREATED,
                Optional.empty(),
                decided.findings(),
                Optional.of(difference.created(draft)),
                Optional.empty());
    }

    /** What the settings filled in is left out: they fill it in again when the row is taken. */
    private static Item held(Draft draft) {
        var values = new EnumMap<CameraField, String>(CameraField.class);
        draft.values().forEach((field, value) -> {
            if (!Difference.raw(draft, field).isBlank() || value.isBlank()) {
                values.put(field, value);
            }
        });
        return new Item(
                draft.item().row(), draft.channel(), values, draft.item().raw(), List.of());
    }

    /** @return what the source said before and is not missing yet; only a complete statement can miss any of it */
    private List<Match.Known> stated() throws SQLException {
        if (!statement.complete()) {
            return List.of();
        }
        return Rows.list(
                connection,
                "select camera, part from stated where source = ? and layer = ? and missing_at is null order by camera, part",
                List.of(statement.source().value(), statement.layer().name()),
                row -> new Match.Known(row.getString(1), row.getString(2)));
    }

    private List<Plan.Missing> missing(List<Match.Known> stated) throws SQLException {
        var silent = stated.stream().filter(one -> !matcher.mentions(one)).toList();
        var areas = CameraTable.areas(
                connection, silent.stream().map(Match.Known::camera).distinct().toList());
        return silent.stream()
                .filter(one -> areas.containsKey(one.camera()))
                .map(one -> new Plan.Missing(one.camera(), one.part(), areas.get(one.camera())))
                .toList();
    }

    /** Asks the rules of cameras that are named no more, by no part. */
    private void judge(List<Plan.Missing> missing, List<Match.Known> stated) throws SQLException {
        if (missing.isEmpty() || !rules.askForMissing()) {
            return;
        }
        var mentioned = stated.stream()
                .filter(matcher::mentions)
                .map(Match.Known::camera)
                .collect(Collectors.toSet());
        var gone = missing.stream()
                .map(Plan.Missing::camera)
                .filter(camera -> !mentioned.contains(camera))
                .distinct()
                .toList();
        for (var from = 0; from < gone.size(); from += CHUNK) {
            var some = gone.subList(from, Math.min(from + CHUNK, gone.size()));
            var cameras = CameraTable.of(connection, some);
            for (var camera : some) {
                rules.checkMissing(camera, new Gone(cameras.get(camera)));
            }
        }
    }

    static boolean isError(Finding finding) {
        return finding.severity() == Finding.Severity.ERROR;
    }
}
