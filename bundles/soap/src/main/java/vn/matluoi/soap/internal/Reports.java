package vn.matluoi.soap.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.http.XmlElement;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.intake.IntakeReport;

/** What became of a statement, in the contract's words. */
final class Reports {

    private Reports() {}

    static XmlElement of(IntakeReport report) {
        var counts = report.counts();
        var children = new ArrayList<>(List.of(
                Made.text("Import", String.valueOf(report.importId())),
                Made.text("Source", report.source().value()),
                Made.text("Label", report.label()),
                Made.text("DryRun", String.valueOf(report.mode() == Intake.Mode.DRY_RUN)),
                Made.text("Standing", report.standing().name().toLowerCase(Locale.ROOT)),
                Made.text("At", report.at().toString()),
                Made.of(
                        "Counts",
                        Map.of(
                                "cameras", String.valueOf(counts.rows()),
                                "created", String.valueOf(counts.created()),
                                "updated", String.valueOf(counts.updated()),
                                "unchanged", String.valueOf(counts.unchanged()),
                                "rejected", String.valueOf(counts.rejected()),
                                "doubtful", String.valueOf(counts.doubtful()),
                                "missing", String.valueOf(counts.missing())),
                        List.of())));
        report.findings().stream().map(Reports::of).forEach(children::add);
        report.rows().stream().map(Reports::of).forEach(children::add);
        return Made.of("Report", Map.of(), children);
    }

    private static XmlElement of(IntakeReport.RowReport row) {
        var attributes = new HashMap<>(Map.of(
                "number",
                String.valueOf(row.row()),
                "outcome",
                row.outcome().name().toLowerCase(Locale.ROOT)));
        row.camera().map(CameraId::value).ifPresent(id -> attributes.put("id", id));
        return Made.of(
                "Camera", attributes, row.findings().stream().map(Reports::of).toList());
    }

    private static XmlElement of(Finding finding) {
        var attributes = new HashMap<>(
                Map.of("severity", finding.severity().name().toLowerCase(Locale.ROOT), "rule", finding.rule()));
        finding.field().map(CameraField::key).ifPresent(field -> attributes.put("field", field));
        finding.column().ifPresent(column -> attributes.put("column", column));
        var children = new ArrayList<>(List.of(
                Made.text("Vi", finding.message().vi()),
                Made.text("En", finding.message().en()),
                Made.text("MendVi", finding.mend().vi()),
                Made.text("MendEn", finding.mend().en())));
        finding.suggestions().forEach(word -> children.add(Made.text("Suggestion", word)));
        return Made.of("Finding", attributes, children);
    }
}
