package vn.matluoi.forward.internal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.forward.Delivery;

/**
 * One entry of a journal, as a sink sees it.
 *
 * @param at when the hub wrote it
 * @param delivery what the sink is told of it; empty if it is not for this sink
 * @param told what the sink knows once that is confirmed
 */
record Step(long sequence, Instant at, Optional<Delivery> delivery, Optional<Told> told) {

    /** @param known whether the sink now knows of that camera; it does not, if it was withdrawn */
    record Told(String camera, boolean known) {}

    Step {
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(told, "told");
    }

    static Step passed(long sequence, Instant at) {
        return new Step(sequence, at, Optional.empty(), Optional.empty());
    }
}
