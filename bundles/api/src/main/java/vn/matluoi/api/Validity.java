package vn.matluoi.api;

import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;

/**
 * The days on which something is in force, both ends included.
 *
 * @param from first day
 * @param to last day; empty while no end is known
 */
public record Validity(LocalDate from, Optional<LocalDate> to) {

    public Validity {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        if (to.isPresent() && to.get().isBefore(from)) {
            throw new IllegalArgumentException("ends " + to.get() + ", before it begins " + from);
        }
    }

    /** In force from that day on, with no end known. */
    public static Validity since(LocalDate from) {
        return new Validity(from, Optional.empty());
    }

    /** In force on those days, both included. */
    public static Validity between(LocalDate from, LocalDate to) {
        return new Validity(from, Optional.of(to));
    }

    public boolean covers(LocalDate day) {
        return !day.isBefore(from) && (to.isEmpty() || !day.isAfter(to.get()));
    }
}
