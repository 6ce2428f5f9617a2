package vn.matluoi.api.driver;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A logged-in device: a recorder with its channels, or a camera, which has one. May be called from several
 * threads. A call blocks for the few exchanges it needs, each of at most {@link Target#timeout()}: how many is the
 * device's way of keeping its lists, and a device that is slow but answers is not given up for it. The first exchange
 * that nothing answers ends the call. Long-lived streams never hold a thread.
 */
@ConsumerType
public interface DeviceSession extends AutoCloseable {

    /**
     * @return every channel, empty and offline ones included, in the device's own order
     * @throws DeviceException if it cannot be told; a list is whole or not at all
     */
    List<Channel> channels() throws DeviceException;

    /** @return the ability of the device; empty if it has none */
    <F extends DeviceFacet> Optional<F> facet(Class<F> facet);

    /** @return the ability of that channel; empty if it has none, or there is no such channel */
    <F extends ChannelFacet> Optional<F> facet(ChannelId channel, Class<F> facet);

    /** Ends subscriptions and logs out where that exists. Does not throw; safe to repeat. */
    @Override
    void close();
}
