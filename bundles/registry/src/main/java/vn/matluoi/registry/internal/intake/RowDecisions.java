package vn.matluoi.registry.internal.intake;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.identity.Answers;
import vn.matluoi.registry.internal.normalise.Rules;

/**
 * Decides of each row of one statement whether it is taken, and which camera it speaks of; keeps what later rows, and the statement as a
 * whole, are judged by. Rows come in their order; one instance serves one statement.
 */
final class RowDecisions {

    private final Statement statement;
    private final Predicate<String> inForce;
    private final Rules rules;
    private final Overlaps overlaps;
    private final RowFindings says;
    private final Answers answers;
    private final Matcher matcher;
    private final RepeatedRows repeated = new RepeatedRows();
    private final Set<String> settled = new TreeSet<>();
    private final FindingLimit limit = new FindingLimit(FindingLimit.WHOLE);
    private final Map<String, Integer> serials = new HashMap<>();
    private final List<SecretClaims.Claim> secrets = new ArrayList<>();

    /**
     * @param inForce whether an area code is in force
     * @param rules what its cameras are judged by
     * @param answers what people answered about rows of this source
     */
    RowDecisions(
            Statement statement,
            Predicate<String> inForce,
            Rules rules,
            Overlaps overlaps,
            RowFindings says,
            Answers answers,
            Matcher matcher) {
        this.statement = statement;
        this.inForce = inForce;
        this.rules = rules;
        this.overlaps = overlaps;
        this.says = says;
        this.answers = answers;
        this.matcher = matcher;
    }

    /** @return the row and what is known of the camera it speaks of, as the rules look at them */
    Judged judged(Draft draft, Match found, Map<String, Camera> cameras, Map<String, List<Stated>> stated) {
        var camera = found instanceof Match.Known known ? Optional.of(known.camera()) : Optional.<String>empty();
        return new Judged(
                draft, camera.map(cameras::get), camera.map(stated::get).orElse(List.of()), statement, overlaps);
    }

    /** Reads what these rows are compared with, before they are decided. @param evidence of the same rows */
    void look(List<Judged> judged, Evidence evidence) throws SQLException {
        if (rules.askForOverlaps()) {
            var anew = judged.stream()
                    .filter(one -> one.view().isPresent() && !one.standsAsBefore())
                    .toList();
            overlaps.look(
                    anew.stream().flatMap(one -> one.view().stream()).toList(),
                    anew.stream().map(one -> one.draft().area()).distinct().toList(),
                    evidence::isBare);
        }
    }

    /** @param judged empty if the rules have nothing to say of it, as before */
    Decided decide(Draft draft, Optional<Judged> judged, Match found, Map<String, List<Stated>> stated) {
        var findings = new ArrayList<>(draft.normalised().findings());
        findings.addAll(says.tooLong(draft));
        if (findings.stream().noneMatch(Planner::isError) && !inForce.test(draft.area())) {
            findings.add(says.areaUnknown(draft));
        }
        judged.ifPresent(one -> findings.addAll(rules.check(draft.item().row(), one)));
        if (findings.stream().anyMatch(Planner::isError)) {
            matcher.mention(found);
            SecretClaims.of(draft, found, stated, statement).ifPresent(secrets::add);
            return decided(draft, findings, new Match.Refused());
        }
        var match = matcher.match(draft, found);
        if (match instanceof Match.Again again) {
            if (repeated.differing(again.firstRow(), draft).contains(CameraField.STATE_SECRET)) {
                SecretClaims.of(draft, again, stated, statement).ifPresent(secrets::add);
            }
            findings.add(
                    repeated.differing(again.firstRow(), draft).isEmpty()
                            ? says.duplicate(draft, again.firstRow())
                            : contradicts(draft, again.firstRow()));
            return decided(draft, findings, new Match.Refused());
        }
        if (match instanceof Match.Doubtful doubtful) {
            findings.add(says.doubtful(draft, doubtful));
        } else {
            repeated.keep(draft);
            if (!answers.asksNothing() && answers.asks(draft.subject())) {
                settled.add(draft.subject());
            }
        }
        if (SecretClaims.stays(draft, match, stated, statement)) {
            findings.add(says.staysSecret(draft));
        }
        draft.serial().ifPresent(serial -> {
            var first = serials.putIfAbsent(serial, draft.item().row());
            if (first != null) {
                findings.add(says.serialAgain(draft, first));
            }
        });
        // what stands as before is in the catalogue
        if (rules.askForOverlaps() && judged.isPresent() && !judged.get().standsAsBefore()) {
            judged.get().view().ifPresent(overlaps::say);
        }
        return decided(draft, findings, match);
    }

    private Decided decided(Draft draft, List<Finding> findings, Match match) {
        return new Decided(draft, limit.of(draft.item().row(), findings), match);
    }

    /** Neither of the two may win silently: it is said of both. */
    private Finding contradicts(Draft draft, int first) {
        var fields = repeated.differing(first, draft);
        repeated.contradicted(
                first,
                severity -> says.contradicts(severity, first, draft.item().row(), fields));
        return says.contradicts(Finding.Severity.ERROR, draft.item().row(), first, fields);
    }

    /** @return the row as it is after all others were heard: one that a later one contradicts changes nothing */
    Plan.Row heardAll(Plan.Row row) {
        var judged = repeated.judge(row);
        SecretClaims.of(row, judged).ifPresent(secrets::add);
        return judged;
    }

    /** @return what is said instead of findings that are too many */
    List<Finding> findings() {
        return limit.findings();
    }

    /** @return subjects of open questions that need no answer any more */
    List<String> settled() {
        return List.copyOf(settled);
    }

    /** @return that cameras of rows that are returned are state secrets */
    List<SecretClaims.Claim> secrets() {
        return secrets;
    }
}
