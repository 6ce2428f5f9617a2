package vn.matluoi.api.forward;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** The way from the hub to one receiver: what the hub has for it goes through here, and nowhere else. */
@ConsumerType
@FunctionalInterface
public interface Carrier {

    /**
     * Brings some deliveries to the receiver, in their order. Called by one thread at a time; blocks until the receiver has
     * confirmed them all, or something went wrong, and no longer than two minutes. It does not try again: that is the caller's.
     *
     * @param batch 1 to {@link SinkRoute#batch()}, together at most 4 MiB unless one alone is larger
     * @throws SinkException what went wrong, and how many were confirmed before
     */
    void carry(List<Delivery> batch) throws SinkException;
}
