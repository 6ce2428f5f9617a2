package vn.matluoi.driver.dahua.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/**
 * A device that was logged in to. CGI has no session of its own: this is a connection, and what the device was asked
 * once. Channels are asked for anew each time; the encoding table and the RTSP port when first needed after that.
 */
final class DahuaSession implements DeviceSession {

    /** A clock is read in whole seconds: a change no larger than this is the reading's, not the clock's. */
    private static final Duration SAME = Duration.ofSeconds(1);

    private final DeviceHttp http;
    private final Cgi cgi;
    private final Target target;
    private final InstantSource clock;
    private final PtzHeads heads;
    private final Semaphore camera = new Semaphore(1);
    private final Map<ChannelId, String> picturePaths = new ConcurrentHashMap<>();
    private volatile Optional<String> type = Optional.empty();
    private volatile Optional<Layout> layout = Optional.empty();
    private volatile Optional<StreamTable> streams = Optional.empty();
    private volatile Optional<Integer> rtspPort = Optional.empty();
    private volatile Optional<Duration> ahead = Optional.empty();

    DahuaSession(DeviceHttp http, Cgi cgi, Target target, InstantSource clock) {
        this.http = http;
        this.cgi = cgi;
        this.target = target;
        this.clock = clock;
        heads = new PtzHeads(cgi);
    }

    DahuaClock clock() {
        return new DahuaClock(cgi, target, clock);
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
            DeviceFacet.Identity identity = () -> Description.read(cgi, target);
            return Optional.of(facet.cast(identity));
        }
        if (facet == DeviceFacet.Health.class) {
            return Optional.of(facet.cast(new DahuaHealth(this)));
        }
        if (facet == DeviceFacet.Clock.class) {
            return Optional.of(facet.cast(clock()));
        }
        if (facet == DeviceFacet.Credentials.class) {
            return Optional.of(facet.cast(new DahuaCredentials(http, target)));
        }
        if (facet == DeviceFacet.Events.class) {
            return Optional.of(facet.cast(new DahuaEvents(cgi, target, clock)));
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
        DahuaStreams.Slots slot = () -> slot(channel);
        if (facet == ChannelFacet.Streams.class) {
            return Optional.of(facet.cast(new DahuaStreams(this, slot, target)));
        }
        if (facet == ChannelFacet.Snapshots.class) {
            return Optional.of(facet.cast(new DahuaSnapshots(this, slot, target)));
        }
        if (facet == ChannelFacet.Recordings.class) {
            return Optional.of(facet.cast(new DahuaRecordings(this, slot, target)));
        }
        if (facet == ChannelFacet.Downloads.class) {
            return Optional.of(facet.cast(new DahuaDownloads(cgi, channel)));
        }
        return known.isPresent() ? heads.facet(known.get().orElseThrow(), facet) : heads.facet(slot, channel, facet);
    }

    private Layout.Slot slot(ChannelId channel) throws DeviceException {
        return layout().slot(channel).orElseThrow(() -> Words.noChannel(channel.value()));
    }

    Layout layout() throws DeviceException {
        return layout.isPresent() ? layout.get() : freshLayout();
    }

    private Layout freshLayout() throws DeviceException {
        var known = type.isPresent() ? type.get() : Description.type(cgi);
        type = Optional.of(known);
        var fresh = Layout.read(cgi, known);
        layout = Optional.of(fresh);
        return fresh;
    }

    StreamTable streams() throws DeviceException {
        var known = streams.isPresent() ? streams.get() : StreamTable.read(cgi);
        streams = Optional.of(known);
        return known;
    }

    int rtspPort() throws DeviceException {
        int port = rtspPort.isPresent() ? rtspPort.get() : RtspPort.of(target, cgi);
        rtspPort = Optional.of(port);
        return port;
    }

    /**
     * Looks at the device's clock. What was found stays while it is right within a second, so that a file has the same
     * times at each search.
     *
     * @return device clock minus hub clock; zero if the device tells no time
     */
    Duration ahead() throws DeviceException {
        var measured = clock().look().flatMap(DahuaClock.Look::offset).orElse(Duration.ZERO);
        var kept =
                ahead.filter(a -> a.minus(measured).abs().compareTo(SAME) <= 0).orElse(measured);
        ahead = Optional.of(kept);
        return kept;
    }

    /** One picture at a time: a second one is answered as busy, or not at all. */
    Semaphore camera() {
        return camera;
    }

    /** @return the path that gave a picture of that channel before */
    Optional<String> picturePath(Layout.Slot slot) {
        return Optional.ofNullable(picturePaths.get(slot.channel().id()));
    }

    void pictureTaken(Layout.Slot slot, String path) {
        picturePaths.put(slot.channel().id(), path);
    }

    Cgi cgi() {
        return cgi;
    }

    @Override
    public void close() {
        cgi.close();
    }

    @Override
    public String toString() {
        return "session with " + target;
    }
}
