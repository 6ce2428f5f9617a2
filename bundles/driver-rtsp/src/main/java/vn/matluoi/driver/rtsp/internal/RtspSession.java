package vn.matluoi.driver.rtsp.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;

/**
 * A device whose stream was described once. It holds no connection: each call opens one, asks, and closes it, since small
 * cameras have room for few and drop those that are quiet.
 */
final class RtspSession implements DeviceSession {

    static final ChannelId CHANNEL = new ChannelId("1");

    private static final Logger LOG = LoggerFactory.getLogger(RtspSession.class);

    private final Target target;
    private final Place place;
    private final Login login;
    private final Wire.Dial dial;
    private final LongSupplier nanos;
    private volatile boolean closed;

    RtspSession(Target target, Place place, Login login, Wire.Dial dial, LongSupplier nanos) {
        this.target = target;
        this.place = place;
        this.login = login;
        this.dial = dial;
        this.nanos = nanos;
    }

    /** What is asked within one connection. */
    private interface Talk<T> {
        T with(Dialogue dialogue) throws DeviceException;
    }

    private <T> T talk(Talk<T> talk) throws DeviceException {
        if (closed) {
            throw Words.closed();
        }
        var deadline = Deadline.in(target.timeout(), nanos);
        login.enter(deadline);
        try (var dialogue = new Dialogue(target, place, login, dial, deadline)) {
            return talk.with(dialogue);
        } finally {
            login.leave();
        }
    }

    private Look look(Dialogue dialogue, String path) throws DeviceException {
        var answer = dialogue.describe(path);
        var look = Look.of(answer, place, dialogue.roundTrip());
        LOG.debug(
                "{}: {} after {} ms, {}",
                target.id(),
                look.word(),
                look.roundTrip().toMillis(),
                look.video().map(Object::toString).orElse("no video"));
        return look;
    }

    /** Asks for everything once, so that what cannot be spoken to shows at once. */
    DeviceInfo info() throws DeviceException {
        return talk(dialogue -> {
            var options = dialogue.options();
            var look = look(dialogue, place.main());
            var server = options.first("Server").map(Words::clean).filter(said -> !said.isEmpty());
            var software = server.orElse(look.server());
            var tool = look.description().map(Description::tool).orElse("");
            return new DeviceInfo(
                    "",
                    "",
                    Optional.empty(),
                    software.equals(tool) ? software : (software + " " + tool).strip(),
                    Optional.empty(),
                    look.description().map(Description::name).orElse(""),
                    "RTSP");
        });
    }

    @Override
    public List<Channel> channels() throws DeviceException {
        var fault = talk(dialogue -> look(dialogue, place.main())).fault();
        return List.of(new Channel(
                CHANNEL,
                1,
                "",
                Channel.Kind.SELF,
                fault.isEmpty() ? Channel.Status.ONLINE : Channel.Status.OFFLINE,
                fault,
                Optional.empty()));
    }

    @Override
    public <F extends DeviceFacet> Optional<F> facet(Class<F> facet) {
        if (facet == DeviceFacet.Identity.class) {
            DeviceFacet.Identity identity = this::info;
            return Optional.of(facet.cast(identity));
        }
        if (facet == DeviceFacet.Health.class) {
            DeviceFacet.Health health = this::health;
            return Optional.of(facet.cast(health));
        }
        return Optional.empty();
    }

    /** A path that gives no picture is all a device can complain of here. */
    private DeviceFacet.Health.HealthReport health() throws DeviceException {
        var faults = new ArrayList<String>();
        var looks = looks();
        looks.forEach((kind, look) ->
                look.fault().ifPresent(fault -> faults.add(kind.name().toLowerCase(Locale.ROOT) + ": " + fault)));
        var shortest = looks.values().stream().map(Look::roundTrip).min(Duration::compareTo);
        return new DeviceFacet.Health.HealthReport(
                Optional.empty(), List.of(), faults, Map.of(), Optional.empty(), shortest);
    }

    @Override
    public <F extends ChannelFacet> Optional<F> facet(ChannelId channel, Class<F> facet) {
        return channel.equals(CHANNEL) && facet == ChannelFacet.Streams.class
                ? Optional.of(facet.cast(new Streams()))
                : Optional.empty();
    }

    private Optional<String> path(StreamKind kind) {
        return switch (kind) {
            case MAIN -> Optional.of(place.main());
            case SUB -> place.sub();
            default -> Optional.empty();
        };
    }

    /** Each path has the whole time-out: two slow answers are not one that is late. */
    private Map<StreamKind, Look> looks() throws DeviceException {
        var looks = new LinkedHashMap<StreamKind, Look>();
        for (var kind : StreamKind.values()) {
            var path = path(kind);
            if (path.isPresent()) {
                looks.put(kind, talk(dialogue -> look(dialogue, path.get())));
            }
        }
        return looks;
    }

    private final class Streams implements ChannelFacet.Streams {

        @Override
        public List<StreamInfo> streams() throws DeviceException {
            var found = new ArrayList<StreamInfo>();
            looks().forEach((kind, look) -> look.video()
                    .ifPresent(video -> found.add(new StreamInfo(
                            kind,
                            video.codec(),
                            video.width(),
                            video.height(),
                            video.frameRate(),
                            video.bitrateKbps(),
                            look.description().orElseThrow().audio()))));
            return List.copyOf(found);
        }

        @Override
        public StreamAddress address(StreamKind kind) throws DeviceException {
            var path = path(kind).orElseThrow(() -> Words.noStream(kind.name().toLowerCase(Locale.ROOT)));
            return new StreamAddress(target.id(), place.uri(path), target.user(), target.secret());
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "session with " + target.id() + " at " + place;
    }
}
