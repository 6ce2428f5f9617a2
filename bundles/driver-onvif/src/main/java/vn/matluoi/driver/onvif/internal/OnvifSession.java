package vn.matluoi.driver.onvif.internal;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;

/**
 * A device that was logged in to. ONVIF has no session of its own: this is a connection, and what the device was asked once.
 * Channels are asked for anew each time; addresses of streams are kept for a minute.
 */
final class OnvifSession implements DeviceSession {

    private final Onvif onvif;
    private final Target target;
    private final InstantSource clock;
    private final OnvifEvents told;
    private final OnvifCredentials.Opener again;
    private final Addresses addresses;
    private final AtomicReference<Optional<DeviceFacet.Events.Subscription>> events =
            new AtomicReference<>(Optional.empty());
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Optional<Layout> layout = Optional.empty();

    OnvifSession(Onvif onvif, Target target, InstantSource clock, boolean pullPoint, OnvifCredentials.Opener again) {
        this.onvif = onvif;
        this.target = target;
        this.clock = clock;
        this.told = new OnvifEvents(onvif, target, pullPoint);
        this.again = again;
        this.addresses = new Addresses(onvif, target, clock);
    }

    Onvif onvif() {
        return onvif;
    }

    @Override
    public List<Channel> channels() throws DeviceException {
        addresses.forget();
        return freshLayout().channels();
    }

    @Override
    public <F extends DeviceFacet> Optional<F> facet(Class<F> facet) {
        if (facet == DeviceFacet.Identity.class) {
            DeviceFacet.Identity identity = () -> Description.read(onvif, target);
            return Optional.of(facet.cast(identity));
        }
        if (facet == DeviceFacet.Health.class) {
            return Optional.of(facet.cast(new OnvifHealth(onvif, clock)));
        }
        if (facet == DeviceFacet.Clock.class) {
            return Optional.of(facet.cast(new OnvifClock(onvif)));
        }
        if (facet == DeviceFacet.Credentials.class && !target.user().isEmpty()) {
            return Optional.of(facet.cast(new OnvifCredentials(onvif, target, again)));
        }
        if (facet == DeviceFacet.Events.class && told.offered()) {
            DeviceFacet.Events tells = this::subscribe;
            return Optional.of(facet.cast(tells));
        }
        return Optional.empty();
    }

    /** The session may be closed meanwhile: what the device then gives is given back before the connection closes. */
    private DeviceFacet.Events.Subscription subscribe(DeviceFacet.Events.Sink sink) throws DeviceException {
        var notices = new Notices(target.id(), layout(), clock);
        try (var hold = onvif.unfinished().begin()) {
            var opened = told.subscribe(notices, sink);
            replace(Optional.of(opened));
            if (closed.get()) {
                replace(Optional.empty());
                throw Words.endedMeanwhile();
            }
            return opened;
        }
    }

    private void replace(Optional<DeviceFacet.Events.Subscription> now) {
        events.getAndSet(now).ifPresent(DeviceFacet.Events.Subscription::close);
    }

    /**
     * Before the channels were read nothing is known to be missing: the facet then finds its channel when it is used, and
     * says {@code Unsupported} if there is none.
     */
    @Override
    public <F extends ChannelFacet> Optional<F> facet(ChannelId channel, Class<F> facet) {
        var known = layout;
        var slot = known.flatMap(l -> l.slot(channel));
        if (known.isPresent()
                && slot.filter(s -> s.channel().status() != Channel.Status.EMPTY)
                        .isEmpty()) {
            return Optional.empty();
        }
        Slots find = () -> layout().slot(channel).orElseThrow(() -> Words.noChannel(channel.value()));
        if (facet == ChannelFacet.Streams.class) {
            return Optional.of(facet.cast(new OnvifStreams(find, addresses)));
        }
        if (facet == ChannelFacet.Snapshots.class) {
            return Optional.of(facet.cast(new OnvifSnapshots(find, onvif)));
        }
        if (facet == ChannelFacet.Recordings.class && onvif.has(Service.SEARCH) && onvif.has(Service.REPLAY)) {
            boolean only = known.filter(l -> l.slots().size() == 1).isPresent();
            return Optional.of(facet.cast(new OnvifRecordings(find, onvif, target, only)));
        }
        var ptz = slot.flatMap(Layout.Slot::ptz);
        return ptz.isPresent() && onvif.has(Service.PTZ)
                ? moving(facet, ptz.get(), known.orElseThrow())
                : Optional.empty();
    }

    private <F extends ChannelFacet> Optional<F> moving(Class<F> facet, Profile profile, Layout known) {
        if (facet == ChannelFacet.Ptz.class) {
            return Optional.of(facet.cast(new OnvifPtz(onvif, profile)));
        }
        if (facet == ChannelFacet.PtzPosition.class && PtzRanges.mayBeAbsolute(profile)) {
            return Optional.of(facet.cast(new OnvifPtzPosition(onvif, profile)));
        }
        if (facet == ChannelFacet.Presets.class) {
            return Optional.of(facet.cast(new OnvifPresets(onvif, profile)));
        }
        var node = profile.ptz().flatMap(p -> p.text("NodeToken"));
        boolean tours =
                node.map(known.touring()::contains).orElse(!known.touring().isEmpty());
        if (facet == ChannelFacet.Tours.class && tours) {
            return Optional.of(facet.cast(new OnvifTours(onvif, profile)));
        }
        return Optional.empty();
    }

    /** Finds a channel when it is first needed. */
    @FunctionalInterface
    interface Slots {
        Layout.Slot find() throws DeviceException;
    }

    private Layout layout() throws DeviceException {
        var known = layout;
        return known.isPresent() ? known.get() : freshLayout();
    }

    private Layout freshLayout() throws DeviceException {
        var fresh = Layout.read(onvif);
        layout = Optional.of(fresh);
        return fresh;
    }

    /** The device is told first that the subscription is over: it has room for two to five. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            replace(Optional.empty());
            onvif.close();
        }
    }

    @Override
    public String toString() {
        return "session with " + target;
    }
}
