package vn.matluoi.shell.internal;

import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.IntakeReport;

/** Reports of what was taken in, as tables. */
final class Reports {

    private Reports() {}

    /** @return one line: how many rows had which outcome */
    static Table table(IntakeReport report) {
        var counts = report.counts();
        return new Table("import", "rows", "created", "updated", "unchanged", "rejected", "doubtful", "missing")
                .row(
                        report.importId(),
                        counts.rows(),
                        counts.created(),
                        counts.updated(),
                        counts.unchanged(),
                        counts.rejected(),
                        counts.doubtful(),
                        counts.missing());
    }

    /** @return one line a finding */
    static Table findings(IntakeReport report) {
        var table = new Table("row", "column", "severity", "rule", "message", "mend");
        report.findings().forEach(finding -> row(table, finding));
        report.rows().forEach(row -> row.findings().forEach(finding -> row(table, finding)));
        return table;
    }

    private static void row(Table table, Finding finding) {
        table.row(
                finding.row(),
                finding.column().orElse(""),
                finding.severity(),
                finding.rule(),
                finding.message(),
                finding.mend());
    }
}
