package vn.matluoi.api.driver;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Talks to one family of devices. Register an implementation as an OSGi service with the property
 * {@link #FAMILY}; the hub finds it. Stateless; may be called from any thread.
 */
@ConsumerType
public interface DeviceDriver {

    /** Service property naming the family, for example {@code hikvision}. */
    String FAMILY = "matluoi.driver";

    /**
     * Connects and logs in. Blocks for at most {@link Target#timeout()}.
     *
     * @return an open session, to be closed by the caller
     * @throws DeviceException.Unreachable if nothing answered in time; the hub retries
     * @throws DeviceException.Refused if the credentials were not accepted (never retried, since devices lock
     *     accounts), or the device is not the one pinned
     * @throws DeviceException.Busy if the device has no room for another session; the hub retries later
     * @throws DeviceException.Garbled if what answered does not speak this family's protocol
     */
    DeviceSession open(Target target) throws DeviceException;
}
