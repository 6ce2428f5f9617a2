package vn.matluoi.registry.internal.intake;

import java.util.List;
import vn.matluoi.registry.internal.identity.Candidate;

/** Which camera a row speaks of. */
sealed interface Match {

    /**
     * One that is in the catalogue.
     *
     * @param part under which of the ids it had before a merge; empty if none
     */
    record Known(String camera, String part) implements Match {}

    /** One that is not in the catalogue yet. */
    record Fresh() implements Match {}

    /** One that an earlier row of the same statement spoke of. */
    record Again(int firstRow) implements Match {}

    /**
     * Perhaps one of these; a person decides.
     *
     * @param reason a stable word
     */
    record Doubtful(String reason, List<Candidate> candidates) implements Match {

        List<String> cameras() {
            return candidates.stream().map(Candidate::camera).toList();
        }
    }

    /** Not taken, so none. */
    record Refused() implements Match {}
}
