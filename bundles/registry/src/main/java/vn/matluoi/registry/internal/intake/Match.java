package vn.matluoi.registry.internal.intake;

import java.util.List;

/** Which camera a row speaks of. */
sealed interface Match {

    /** One that is in the catalogue. */
    record Known(String camera) implements Match {}

    /** One that is not in the catalogue yet. */
    record Fresh() implements Match {}

    /** One that an earlier row of the same statement spoke of. */
    record Again(int firstRow) implements Match {}

    /**
     * Perhaps one of these; a person decides.
     *
     * @param reason a stable word
     */
    record Doubtful(String reason, List<String> candidates) implements Match {}

    /** Not taken, so none. */
    record Refused() implements Match {}
}
