package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/**
 * A device that was logged in to. ISAPI has no session of its own: this is a connection, and what the device was asked
 * once. Channels are asked for anew each time; the stream table and the RTSP port when first needed after that.
 */
final class HikvisionSession implements DeviceSession {

    /** The list of triggers is long, and people change it seldom. */
    private static final Duration TRIGGERS_KEPT = Duration.ofHours(1);

    private static final Set<Class<? extends ChannelFacet>> MOVING = Set.of(
            ChannelFacet.Ptz.class,
            ChannelFacet.PtzPosition.class,
            ChannelFacet.Presets.class,
            ChannelFacet.Tours.class);

    private final Isapi isapi;
    private final DeviceHttp http;
    private final DeviceInfo info;
    private final Target target;
    private final InstantSource clock;
    private final Map<ChannelId, String> picturePaths = new ConcurrentHashMap<>();
    private final Abilities abilities;
    private final Duration look;
    private final GoodByes goodByes;
    private Optional<PushedAlarms> pushed = Optional.empty(); // guarded by this, as the next
    private CompletionStage<Void> leaving = CompletableFuture.completedFuture(null);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<Layout> layout = Optional.empty();
    private volatile Optional<StreamTable> streams = Optional.empty();
    private volatile Optional<Integer> rtspPort = Optional.empty();
    private volatile Optional<Footage> footage = Optional.empty();
    private volatile Optional<Wired> wired = Optional.empty();

    /** A clock is read in whole seconds: a change no larger than this is the reading's, not the clock's. */
    private static final Duration SAME = Duration.ofSeconds(1);

    /** What was found of the triggers, and when. */
    private record Wired(Optional<String> fault, Instant at) {}

    /** @param look time between two looks whether the device still sends its alarms here */
    HikvisionSession(
            Isapi isapi,
            DeviceHttp http,
            DeviceInfo info,
            Target target,
            InstantSource clock,
            Duration look,
            GoodByes goodByes) {
        this.goodByes = goodByes;
        this.isapi = isapi;
        this.http = http;
        this.info = info;
        this.target = target;
        this.clock = clock;
        this.look = look;
        this.abilities = new Abilities(isapi, new HikvisionHealth(this, target, clock));
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
            return Optional.of(facet.cast(new HikvisionHealth(this, target, clock)));
        }
        if (facet == DeviceFacet.Events.class) {
            return abilities.events()
                    ? Optional.of(facet.cast(new HikvisionEvents(this, target, clock, look)))
                    : Optional.empty();
        }
        if (facet == DeviceFacet.Clock.class) {
            return abilities.clock()
                    ? Optional.of(facet.cast(new HikvisionClock(isapi, target, clock)))
                    : Optional.empty();
        }
        if (facet == DeviceFacet.Credentials.class) {
            return abilities.users()
                    ? Optional.of(facet.cast(new HikvisionCredentials(isapi, http, target)))
                    : Optional.empty();
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
        if (facet == ChannelFacet.Recordings.class) {
            return abilities.records(slot)
                    ? Optional.of(facet.cast(new HikvisionRecordings(this, slot, target)))
                    : Optional.empty();
        }
        if (facet == ChannelFacet.Downloads.class) {
            return abilities.records(slot) ? Optional.of(facet.cast(new HikvisionDownloads(isapi))) : Optional.empty();
        }
        return MOVING.contains(facet) ? abilities.mount(slot).flatMap(m -> moving(facet, m)) : Optional.empty();
    }

    private <F extends ChannelFacet> Optional<F> moving(Class<F> facet, Mount mount) {
        if (facet == ChannelFacet.Ptz.class && mount.moves()) {
            return Optional.of(facet.cast(new HikvisionPtz(isapi, mount)));
        }
        if (facet == ChannelFacet.PtzPosition.class && mount.goes()) {
            return Optional.of(facet.cast(new HikvisionPosition(isapi, mount)));
        }
        if (facet == ChannelFacet.Presets.class && mount.presets() > 0) {
            return Optional.of(facet.cast(new HikvisionPresets(isapi, mount)));
        }
        if (facet == ChannelFacet.Tours.class && mount.tours() > 0) {
            return Optional.of(facet.cast(new HikvisionTours(isapi, mount)));
        }
        return Optional.empty();
    }

    private Layout.Slot slot(ChannelId channel) throws DeviceException {
        return layout().slot(channel).orElseThrow(() -> Words.noChannel(channel.value()));
    }

    /** Asks for the channels if nobody did yet. */
    Layout layout() throws DeviceException {
        return layout.isPresent() ? layout.get() : freshLayout();
    }

    /** @return the channels as they are known; none before they were asked for */
    Layout knownLayout() {
        return layout.orElseGet(() -> new Layout(List.of()));
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

    /**
     * @param fresh measures the device's clock anew, as for a search; what it found is then played by the same measure,
     *     and found again with the same times unless the clock was set
     */
    Footage footage(boolean fresh) throws DeviceException {
        if (!fresh && footage.isPresent()) {
            return footage.get();
        }
        var measured = new HikvisionClock(isapi, target, clock).read().offset().orElse(Duration.ZERO);
        var offset = footage.map(Footage::offset)
                .filter(kept -> kept.minus(measured).abs().compareTo(SAME) <= 0)
                .orElse(measured);
        var found = new Footage(isapi, DeviceTime.zone(target), offset);
        footage = Optional.of(found);
        return found;
    }

    /** The device refused its event stream as something it does not have. */
    void noEvents() {
        abilities.noEvents();
    }

    /**
     * @return done when the device was told that it need not send where it did before: every place it was given, not only the
     *     last, for one that was given up waiting for may still be on its way back
     */
    synchronized CompletionStage<Void> pushes(PushedAlarms now) {
        var left = leave();
        pushed = Optional.of(now);
        if (closed.get()) {
            now.end(); // before it begins
        }
        return left;
    }

    private synchronized CompletionStage<Void> leave() {
        if (pushed.isPresent()) {
            leaving = leaving.thenCombine(pushed.get().end(), (one, other) -> null);
        }
        pushed = Optional.empty();
        return leaving;
    }

    Optional<String> wiringFault() throws DeviceException {
        var now = clock.instant();
        if (wired.filter(w -> now.isBefore(w.at().plus(TRIGGERS_KEPT))).isEmpty()) {
            wired = Optional.of(new Wired(Wiring.fault(isapi, knownLayout()), now));
        }
        return wired.get().fault();
    }

    String firmware() {
        return info.firmware();
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

    /** The device is told first that it need not send its alarms here any more. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            var told = leave();
            goodByes.leaves(target.address(), told);
            told.whenComplete((done, why) -> isapi.close());
        }
    }

    @Override
    public String toString() {
        return "session with " + target;
    }
}
