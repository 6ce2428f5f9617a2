package vn.matluoi.registry.internal.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;
import vn.matluoi.api.intake.IntakeReport.Outcome;

/** What the rows of one statement say, kept small, so that two rows that are one camera can be told apart from each other. */
final class RepeatedRows {

    private static final CameraField[] FIELDS = CameraField.values();

    /** Row to a hash of each of its values. */
    private final Map<Integer, int[]> values = new HashMap<>();

    private final Map<Integer, Function<Severity, Finding>> contradicted = new HashMap<>();

    void keep(Draft draft) {
        values.put(draft.item().row(), hashes(draft));
    }

    /** @return the fields in which the row says something else than that earlier one */
    List<CameraField> differing(int first, Draft draft) {
        var before = values.get(first);
        var now = hashes(draft);
        var fields = new ArrayList<CameraField>();
        for (var field : FIELDS) {
            if (before != null && before[field.ordinal()] != now[field.ordinal()]) {
                fields.add(field);
            }
        }
        return fields;
    }

    /** @param finding what is said of the earlier row, as an error if it is not taken */
    void contradicted(int first, Function<Severity, Finding> finding) {
        contradicted.putIfAbsent(first, finding);
    }

    /** @return the row; if a later one contradicts it, it changes no camera that is there, and says so */
    Plan.Row judge(Plan.Row row) {
        var finding = contradicted.get(row.number());
        if (finding == null || row.outcome() == Outcome.REJECTED) {
            return row;
        }
        var refused = row.outcome() == Outcome.UPDATED;
        var findings = new ArrayList<>(row.findings());
        findings.add(finding.apply(refused ? Severity.ERROR : Severity.WARNING));
        return refused
                ? Plan.Row.refused(row.number(), findings)
                : new Plan.Row(row.number(), row.outcome(), row.known(), findings, row.write(), row.doubt());
    }

    private static int[] hashes(Draft draft) {
        var hashes = new int[FIELDS.length];
        for (var field : FIELDS) {
            hashes[field.ordinal()] = Optional.ofNullable(draft.values().get(field))
                    .map(String::hashCode)
                    .orElse(0);
        }
        return hashes;
    }
}
