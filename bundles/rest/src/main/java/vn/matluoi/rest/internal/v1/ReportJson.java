package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Locale;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.json.Limit;

/**
 * What became of a statement.
 *
 * @param id number of the import; 0 for a dry run
 * @param findings about the statement as a whole
 * @param rows in the order of the sheet; empty in a list of imports
 * @param state whether it was applied, in a dry run whether it would be; one that waits is decided by a person; of one that
 *     failed nothing was applied, for what its findings say
 */
public record ReportJson(
        @Limit(required = true) long id,
        @Limit(max = 60, required = true) String source,
        @Limit(max = 500, required = true) String label,
        @Limit(required = true) boolean dryRun,
        @Limit(max = 40, required = true) String at,
        @Limit(required = true) Counts counts,
        @Limit(items = 10_000, required = true) List<FindingJson> findings,
        @Limit(items = 50_000, required = true) List<Row> rows,
        @Limit(max = 10, required = true, pattern = STATES) String state) {

    static final String STATES = "applied|waiting|discarded|replaced|undone|failed";

    static ReportJson of(IntakeReport report, Asking asking) {
        var counts = report.counts();
        return new ReportJson(
                report.importId(),
                report.source().value(),
                report.label(),
                report.mode() == Intake.Mode.DRY_RUN,
                report.at().toString(),
                new Counts(
                        counts.rows(),
                        counts.created(),
                        counts.updated(),
                        counts.unchanged(),
                        counts.rejected(),
                        counts.doubtful(),
                        counts.missing()),
                findings(report.findings(), asking),
                report.rows().stream()
                        .map(row -> new Row(
                                row.row(),
                                row.outcome().name().toLowerCase(Locale.ROOT),
                                row.camera().map(CameraId::value).orElse(null),
                                findings(row.findings(), asking)))
                        .toList(),
                report.standing().name().toLowerCase(Locale.ROOT));
    }

    private static List<FindingJson> findings(List<Finding> findings, Asking asking) {
        return findings.stream()
                .map(finding -> new FindingJson(
                        finding.severity().name().toLowerCase(Locale.ROOT),
                        finding.row(),
                        finding.field().map(CameraField::key).orElse(null),
                        finding.column().orElse(null),
                        finding.rule(),
                        asking.say(finding.message()),
                        asking.say(finding.mend()),
                        finding.suggestions()))
                .toList();
    }

    /** How many rows had which outcome; {@code missing}: cameras a complete statement no longer names. */
    public record Counts(
            @Limit(required = true) int rows,
            @Limit(required = true) int created,
            @Limit(required = true) int updated,
            @Limit(required = true) int unchanged,
            @Limit(required = true) int rejected,
            @Limit(required = true) int doubtful,
            @Limit(required = true) int missing) {}

    /** What became of one row. */
    public record Row(
            @Limit(required = true) int row,
            @Limit(max = 10, required = true, pattern = "created|updated|unchanged|rejected|doubtful") String outcome,
            @Limit(max = 12) String camera,
            @Limit(items = 1000, required = true) List<FindingJson> findings) {}

    /**
     * Something noticed.
     *
     * @param column the column as people see it: letter and heading
     * @param mend how to mend it
     * @param suggestions values that would do
     */
    public record FindingJson(
            @Limit(max = 10, required = true, pattern = "error|warning|notice") String severity,
            @Limit(required = true) int row,
            @Limit(max = 40) String field,
            @Limit(max = 500) String column,
            @Limit(max = 100, required = true) String rule,
            @Limit(max = 4000, required = true) String message,
            @Limit(max = 4000, required = true) String mend,
            @Limit(max = 500, items = 100, required = true) List<String> suggestions) {}
}
