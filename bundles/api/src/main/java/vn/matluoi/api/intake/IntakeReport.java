package vn.matluoi.api.intake;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;

/**
 * What became of a statement.
 *
 * @param importId number under which the import and its raw rows are kept; 0 for a dry run
 * @param source who spoke
 * @param label what people call the statement
 * @param mode dry run or commit
 * @param at when it was taken in
 * @param counts how many rows had which outcome
 * @param findings about the statement as a whole (unknown column, missing heading, unreadable file)
 * @param rows one report a row, in the order of the sheet
 * @param standing whether it was applied
 */
public record IntakeReport(
        long importId,
        SourceId source,
        String label,
        Intake.Mode mode,
        Instant at,
        Counts counts,
        List<Finding> findings,
        List<RowReport> rows,
        Standing standing) {

    public IntakeReport {
        Objects.requireNonNull(standing, "standing");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(counts, "counts");
        findings = List.copyOf(findings);
        rows = List.copyOf(rows);
    }

    /** The report of a statement that was applied, or in a dry run would be. */
    public IntakeReport(
            long importId,
            SourceId source,
            String label,
            Intake.Mode mode,
            Instant at,
            Counts counts,
            List<Finding> findings,
            List<RowReport> rows) {
        this(importId, source, label, mode, at, counts, findings, rows, Standing.APPLIED);
    }

    /** Whether a statement was applied. In a dry run: whether it would be. */
    public enum Standing {
        APPLIED,
        /**
         * It is complete and would mark too many cameras missing: nothing of it was applied, and it waits whole for a
         * person ({@link WaitingImports}). What its rows and counts say is what it would have done. Or it is what another
         * registry withdrew, a row for each camera.
         */
        WAITING,
        /** It waited, and a person decided that it is not to be applied. */
        DISCARDED,
        /** It waited, and a later complete statement of the same source took its place. */
        REPLACED,
        /** It was applied, and a person took it back ({@link UndoneImports}). */
        UNDONE,
        /** It could not be read as a whole, which its findings say: nothing of it was applied. */
        FAILED
    }

    /**
     * How many rows had which outcome.
     *
     * @param missing cameras that a complete statement no longer names
     */
    public record Counts(int rows, int created, int updated, int unchanged, int rejected, int doubtful, int missing) {}

    /**
     * What became of one row.
     *
     * @param row as people count it
     * @param outcome what happened
     * @param camera the camera it became or belongs to; empty if rejected or doubtful. In a dry run empty for
     *     a camera that would be new
     * @param findings what was noticed
     */
    public record RowReport(int row, Outcome outcome, Optional<CameraId> camera, List<Finding> findings) {

        public RowReport {
            Objects.requireNonNull(outcome, "outcome");
            Objects.requireNonNull(camera, "camera");
            findings = List.copyOf(findings);
        }
    }

    /** What can become of a row. */
    public enum Outcome {
        CREATED,
        UPDATED,
        UNCHANGED,
        REJECTED,
        /** It may be a camera that is already there: it waits for a person. */
        DOUBTFUL
    }
}
