package vn.matluoi.api.discovery;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.Text;

/**
 * A scan, running or over.
 *
 * @param by who asked for it
 * @param ended empty while it runs
 * @param addresses how many are to be asked
 * @param asked how many have been, in the last of its rounds
 * @param found devices that answered
 * @param problem why it ended early; empty if it did not
 */
public record Scan(
        ScanRequest request,
        String by,
        Instant began,
        Optional<Instant> ended,
        int addresses,
        int asked,
        int found,
        Optional<Text> problem) {

    public Scan {
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(began, "began");
        Objects.requireNonNull(ended, "ended");
        Objects.requireNonNull(problem, "problem");
    }
}
