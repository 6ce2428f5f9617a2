package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.registry.internal.identity.Candidate;

/** Asks about cameras that are known, and of which a word is said now that others are known by. */
record AlikeElsewhere(Connection connection, SourceId source, RowFindings says) {

    /** @return the rows, with what is to be asked about their cameras */
    List<Plan.Row> ask(List<Decided> decided, List<Plan.Row> planned) throws SQLException {
        var asked = new ArrayList<Integer>();
        for (var place = 0; place < planned.size(); place++) {
            if (planned.get(place).outcome() == Outcome.UPDATED
                    && planned.get(place).write().filter(CameraWrite::tellsAnew).isPresent()) {
                asked.add(place);
            }
        }
        if (asked.isEmpty()) {
            return planned;
        }
        var evidence = Evidence.beside(
                connection,
                source,
                asked.stream().map(place -> decided.get(place).draft()).toList());
        var all = new ArrayList<>(planned);
        for (var place : asked) {
            var draft = decided.get(place).draft();
            var known = planned.get(place).known().orElseThrow();
            var others = new Likeness(draft, evidence)
                    .candidates().stream()
                            .filter(one -> !one.camera().equals(known))
                            .limit(Matcher.MOST_CANDIDATES)
                            .toList();
            if (!others.isEmpty()) {
                all.set(place, asking(draft, planned.get(place), known, others));
            }
        }
        return all;
    }

    private Plan.Row asking(Draft draft, Plan.Row row, String known, List<Candidate> others) {
        var findings = new ArrayList<>(row.findings());
        findings.add(says.alike(draft, known, others));
        return new Plan.Row(
                row.number(),
                row.outcome(),
                row.known(),
                findings,
                row.write(),
                Optional.of(new Plan.Doubt(
                        "camera " + known, draft.area(), Matcher.reason(others), others, Optional.empty())));
    }
}
