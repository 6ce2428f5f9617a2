package vn.matluoi.registry.internal.intake;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vn.matluoi.api.intake.Finding;
import vn.matluoi.api.intake.IntakeReport.Counts;
import vn.matluoi.api.intake.IntakeReport.Outcome;
import vn.matluoi.api.intake.Item;
import vn.matluoi.registry.internal.identity.Candidate;

/**
 * What a statement would do, worked out without writing anything.
 *
 * @param named how many cameras the source said before that are not missing yet
 * @param findings about the statement as a whole
 * @param settled subjects of open questions that need no answer any more
 * @param fingerprint of all that was stated: tells a statement that is word for word the one before
 * @param secrets that cameras of rows that are not written are state secrets: taken all the same
 * @param quiet the rows that will have nothing to say if they come again; empty if the statement is too small to ask
 */
record Plan(
        List<Row> rows,
        List<Missing> missing,
        int named,
        List<Finding> findings,
        List<String> settled,
        String fingerprint,
        List<SecretClaims.Claim> secrets,
        Optional<Rehearsal.Outcome> quiet) {

    Counts counts() {
        return new Counts(
                rows.size(),
                count(Outcome.CREATED),
                count(Outcome.UPDATED),
                count(Outcome.UNCHANGED),
                count(Outcome.REJECTED),
                count(Outcome.DOUBTFUL),
                missing.size());
    }

    private int count(Outcome outcome) {
        return (int) rows.stream().filter(row -> row.outcome() == outcome).count();
    }

    /** @return whether no camera changes */
    boolean changesNothing() {
        return missing.isEmpty()
                && settled.isEmpty()
                && secrets.isEmpty()
                && rows.stream().allMatch(row -> row.write().isEmpty());
    }

    /** @return the same, with what is first to be said of the statement as a whole */
    Plan with(Finding finding) {
        return new Plan(
                rows,
                missing,
                named,
                Stream.concat(Stream.of(finding), findings.stream()).toList(),
                settled,
                fingerprint,
                secrets,
                quiet);
    }

    /**
     * One row.
     *
     * @param number as people count it
     * @param known the camera it belongs to; empty if refused, doubtful or new
     * @param write what is to be written of its camera
     * @param doubt which cameras it may be, if it is doubtful, or which others its camera may be
     */
    record Row(
            int number,
            Outcome outcome,
            Optional<String> known,
            List<Finding> findings,
            Optional<CameraWrite> write,
            Optional<Doubt> doubt) {

        static Row refused(int number, List<Finding> findings) {
            return new Row(number, Outcome.REJECTED, Optional.empty(), findings, Optional.empty(), Optional.empty());
        }
    }

    /**
     * What is asked of a person about a row.
     *
     * @param subject by which the answer is found again
     * @param area where it stands
     * @param item the row as normalised, which waits; empty if its camera is known
     */
    record Doubt(String subject, String area, String reason, List<Candidate> candidates, Optional<Item> item) {}

    /** A camera, or the part of it that this source speaks of, that a complete statement no longer names. */
    record Missing(String camera, String part, String area) {}
}
