package ${package};

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;

/**
 * A device that was logged in to: a connection, and the channels as they were last told. Any thread.
 */
final class ${className}Session implements DeviceSession {

    private final Calls calls;
    private final Target target;
    private final InstantSource clock;
    private volatile Optional<Layout> layout = Optional.empty();

    ${className}Session(Calls calls, Target target, InstantSource clock) {
        this.calls = calls;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public List<Channel> channels() throws DeviceException {
        return freshLayout().channels();
    }

    @Override
    public <F extends DeviceFacet> Optional<F> facet(Class<F> facet) {
        if (facet == DeviceFacet.Identity.class) {
            DeviceFacet.Identity identity = () -> Description.read(calls, target);
            return Optional.of(facet.cast(identity));
        }
        if (facet == DeviceFacet.Health.class) {
            return Optional.of(facet.cast(new ${className}Health(calls, clock)));
        }
        if (facet == DeviceFacet.Events.class) {
            return Optional.of(facet.cast(new ${className}Events(calls, target, clock)));
        }
        return Optional.empty();
    }

    /** Before the channels were read nothing is known to be missing: the facet then says so when it is used. */
    @Override
    public <F extends ChannelFacet> Optional<F> facet(ChannelId channel, Class<F> facet) {
        var known = layout;
        if (known.isPresent() && known.get().row(channel).isEmpty() || facet != ChannelFacet.Streams.class) {
            return Optional.empty();
        }
        return Optional.of(facet.cast(new ${className}Streams(() -> row(channel), target)));
    }

    private KeyValues row(ChannelId channel) throws DeviceException {
        var known = layout;
        return (known.isPresent() ? known.get() : freshLayout())
                .row(channel)
                .orElseThrow(() -> Words.noChannel(channel.value()));
    }

    private Layout freshLayout() throws DeviceException {
        var fresh = Layout.read(calls);
        layout = Optional.of(fresh);
        return fresh;
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "session with " + target;
    }
}
