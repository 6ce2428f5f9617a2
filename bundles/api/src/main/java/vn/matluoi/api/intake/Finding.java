package vn.matluoi.api.intake;

import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.Text;

/**
 * Something noticed in one row.
 *
 * @param severity whether it stops the row
 * @param row as people count it; 0 for the sheet as a whole
 * @param field the catalogue's field, if one is meant
 * @param column the column as people see it: letter and heading, for example {@code I (Vĩ độ)}; empty if unknown
 * @param rule a stable word, for example {@code area.former}, {@code position.swapped}, {@code R2.5}
 * @param message what is wrong, quoting the cell
 * @param mend how to mend it, as concretely as known
 * @param suggestions values that would do; several are listed, never chosen among
 * @param cameras ids of the catalogue's cameras that message, mend or suggestions name: not everybody may read them, see
 *     {@link Imports#forAgency}
 */
public record Finding(
        Severity severity,
        int row,
        Optional<CameraField> field,
        Optional<String> column,
        String rule,
        Text message,
        Text mend,
        java.util.List<String> suggestions,
        java.util.List<String> cameras) {

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(column, "column");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(mend, "mend");
        suggestions = java.util.List.copyOf(suggestions);
        cameras = java.util.List.copyOf(cameras);
    }

    /** A finding that names no camera of the catalogue. */
    public Finding(
            Severity severity,
            int row,
            Optional<CameraField> field,
            Optional<String> column,
            String rule,
            Text message,
            Text mend,
            java.util.List<String> suggestions) {
        this(severity, row, field, column, rule, message, mend, suggestions, java.util.List.of());
    }

    /** How grave a finding is. */
    public enum Severity {
        /** The row is not taken. */
        ERROR,
        /** The row is taken; a person should look. */
        WARNING,
        /** The row is taken; the hub corrected or assumed something. */
        NOTICE
    }
}
