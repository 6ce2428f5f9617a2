package vn.matluoi.registry.internal.normalise;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.Finding.Severity;

/** What is noticed in one row, with the column as people see it. */
final class Remarks {

    private final int row;
    private final Map<CameraField, String> columns;
    private final boolean lenient;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param row as people count it
     * @param columns where each field stands
     * @param lenient whether a value that cannot be read is left out with a warning instead of stopping the row: a
     *     device's odd answer must not hide the camera
     */
    Remarks(int row, Map<CameraField, String> columns, boolean lenient) {
        this.row = row;
        this.columns = columns;
        this.lenient = lenient;
    }

    /** @return a sentence that quotes the cell */
    static Text cell(CameraField field, String written, String vi, String en) {
        var quoted = Words.quote(written);
        return new Text(
                field.label().vi() + " ghi “" + quoted + "”: " + vi,
                field.label().en() + " says “" + quoted + "”: " + en);
    }

    List<Finding> findings() {
        return findings;
    }

    /** Takes over a finding, adding row and column where they are missing. */
    void add(Finding finding) {
        findings.add(new Finding(
                finding.severity(),
                finding.row() == 0 ? row : finding.row(),
                finding.field(),
                finding.column().or(() -> finding.field().map(columns::get)),
                finding.rule(),
                finding.message(),
                finding.mend(),
                finding.suggestions()));
    }

    void add(Severity severity, CameraField field, String rule, Text message, Text mend, List<String> suggestions) {
        findings.add(new Finding(
                severity,
                row,
                Optional.of(field),
                Optional.ofNullable(columns.get(field)),
                rule,
                message,
                mend,
                suggestions));
    }

    void add(Severity severity, CameraField field, String rule, Text message, Text mend) {
        add(severity, field, rule, message, mend, List.of());
    }

    /** The value cannot be read: stops the row of a person's sheet, is left out of a device's answer. */
    void unreadable(CameraField field, String rule, Text message, Text mend, List<String> suggestions) {
        add(lenient ? Severity.WARNING : Severity.ERROR, field, rule, message, mend, suggestions);
    }
}
