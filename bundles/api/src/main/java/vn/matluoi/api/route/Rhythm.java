package vn.matluoi.api.route;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long to wait for the next run. */
interface Rhythm {

    /** @param failures how many runs failed since the last that did not */
    Duration after(int failures);

    /** A run that began then did not fail. */
    default void ran(Instant begun) {}

    default Optional<Poll.Times> times() {
        return Optional.empty();
    }
}
