package vn.matluoi.driver.hikvision.internal;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;

/**
 * A device that was logged in to. ISAPI has no session of its own: this is a connection, and what the device was asked
 * once. Channels are asked for anew each time; the stream table and the RTSP port when first needed after that.
 */
final class HikvisionSession implements DeviceSession {

    private final Isapi isapi;
    private final DeviceInfo info;
    private final Target target;
    private final InstantSource clock;
    private final Map<ChannelId, String> picturePaths = new ConcurrentHashMap<>();
    private volatile Optional<Layout> layout = Optional.empty();
    private volatile Optional<StreamTable> streams = Optional.empty();
    private volatile Optional<Integer> rtspPort = Optional.empty();

    HikvisionSession(Isapi isapi, DeviceInfo info, Target target, InstantSource clock) {
        this.isapi = isapi;
        this.info = info;
        this.target = target;
        this.clock = clock;
    }

    @Override
    public List<Channel> channels() throws DeviceException {
        var fresh = freshLayout();
        streams = Optional.empty();
        rtspPort = Optional.empty();
        return fresh.channels();
    }

    @Override
    public <F extends DeviceFacet> Optional<F> facet(Class<F> facet) {
        if (facet == DeviceFacet.Identity.class) {
            DeviceFacet.Identity identity = () -> Description.read(isapi, target);
            return Optional.of(facet.cast(identity));
        }
        if (facet == DeviceFacet.Health.class) {
            return Optional.of(facet.cast(new HikvisionHealth(isapi, target, clock)));
        }
        return Optional.empty();
    }

    /**
     * Before the channels were read nothing is known to be missing: the facet then finds its channel when it is used,
     * and says {@code Unsupported} if there is none.
     */
    @Override
    public <F extends ChannelFacet> Optional<F> facet(ChannelId channel, Class<F> facet) {
        var known = layout.map(l -> l.slot(channel));
        boolean missing = known.isPresent()
                && known.get()
                        .filter(s -> s.channel().status() != Channel.Status.EMPTY)
                        .isEmpty();
        if (missing) {
            return Optional.empty();
        }
        HikvisionStreams.Slots slot = () -> slot(channel);
        if (facet == ChannelFacet.Streams.class) {
            return Optional.of(facet.cast(new HikvisionStreams(this, slot, target)));
        }
        if (facet == ChannelFacet.Snapshots.class) {
            return Optional.of(facet.cast(new HikvisionSnapshots(this, slot)));
        }
        return Optional.empty();
    }

    private Layout.Slot slot(ChannelId channel) throws DeviceException {
        var known = layout.isPresent() ? layout.get() : freshLayout();
        return known.slot(channel).orElseThrow(() -> Words.noChannel(channel.value()));
    }

    private Layout freshLayout() throws DeviceException {
        var fresh = Layout.read(isapi, info);
        layout = Optional.of(fresh);
        return fresh;
    }

    StreamTable streams() throws DeviceException {
        var known = streams.isPresent() ? streams.get() : StreamTable.read(isapi);
        streams = Optional.of(known);
        return known;
    }

    int rtspPort() throws DeviceException {
        int port = rtspPort.isPresent() ? rtspPort.get() : RtspPort.of(target, isapi);
        rtspPort = Optional.of(port);
        return port;
    }

    /** @return the path that gave a picture of that channel before */
    Optional<String> picturePath(Layout.Slot slot) {
        return Optional.ofNullable(picturePaths.get(slot.channel().id()));
    }

    void pictureTaken(Layout.Slot slot, String path) {
        picturePaths.put(slot.channel().id(), path);
    }

    Isapi isapi() {
        return isapi;
    }

    @Override
    public void close() {
        isapi.close();
    }

    @Override
    public String toString() {
        return "session with " + target;
    }
}
