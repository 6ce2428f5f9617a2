package vn.matluoi.core.internal.supervise;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * Why nothing is sent to a source any more, as kept with it in the database.
 *
 * @param cause one of {@link Causes}
 * @param until when one more try is allowed; empty if only a person can open it
 */
record Block(String cause, Optional<Instant> until) {

    private static final String UNTIL = ":until:";

    static Block forPerson(String cause) {
        return new Block(cause, Optional.empty());
    }

    /** @param stored {@code credentials-rejected}, or {@code locked:until:2026-11-22T03:00:00Z} */
    static Block parse(String stored) {
        var at = stored.indexOf(UNTIL);
        if (at < 0) {
            return forPerson(stored);
        }
        try {
            var until = Instant.parse(stored.substring(at + UNTIL.length()));
            return new Block(stored.substring(0, at), Optional.of(until));
        } catch (DateTimeException e) {
            return forPerson(stored.substring(0, at)); // unreadable: the careful reading
        }
    }

    String stored() {
        return until.map(time -> cause + UNTIL + time).orElse(cause);
    }
}
