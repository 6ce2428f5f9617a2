package vn.matluoi.api.source;

import java.time.Instant;
import java.util.Objects;
import vn.matluoi.api.driver.StreamAddress;

/**
 * Recorded footage that can be played now.
 *
 * @param address where it is fetched
 * @param from where it begins, in true time
 * @param to where it ends; a device may go on after it, and is then stopped by whoever plays it
 */
public record Footage(StreamAddress address, Instant from, Instant to) {

    public Footage {
        Objects.requireNonNull(address, "address");
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("footage begins before it ends");
        }
    }
}
