package vn.matluoi.driver.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Downloads.DownloadSink;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.event.CameraEvent;

/** Whatever can be asked of a device, each thing once: of its channels, of the first that offers it. */
final class EveryCall {

    private final DeviceSession session;
    private final List<Channel> channels;
    private final List<Throwable> told;
    private final List<ThrowingCallable> calls = new ArrayList<>();
    private final Set<Class<?>> kinds = new HashSet<>();

    private EveryCall(DeviceSession session, List<Throwable> told) throws DeviceException {
        this.session = session;
        this.told = told;
        channels = session.channels();
    }

    /**
     * @param newSecret what the password is to be changed to
     * @param told takes what is told later than by throwing: why a subscription or a download ended
     */
    static List<ThrowingCallable> of(DeviceSession session, String newSecret, List<Throwable> told)
            throws DeviceException {
        var every = new EveryCall(session, told);
        every.device(newSecret);
        every.channels();
        assertThat(every.kinds)
                .as("kinds of facets that are called")
                .contains(DeviceFacet.class.getPermittedSubclasses())
                .contains(ChannelFacet.class.getPermittedSubclasses());
        return List.copyOf(every.calls);
    }

    /** One call of a facet. */
    @FunctionalInterface
    private interface Call<T> {
        void of(T facet) throws Exception;
    }

    private void device(String newSecret) {
        calls.add(session::channels);
        device(DeviceFacet.Identity.class, DeviceFacet.Identity::info);
        device(DeviceFacet.Health.class, DeviceFacet.Health::health);
        device(DeviceFacet.Events.class, e -> e.subscribe(new Listener()).close());
        device(DeviceFacet.Clock.class, DeviceFacet.Clock::offset);
        device(DeviceFacet.Clock.class, DeviceFacet.Clock::follows);
        device(DeviceFacet.Clock.class, c -> c.set(Instant.now()));
        device(DeviceFacet.Credentials.class, c -> c.rotate(newSecret));
    }

    private void channels() {
        channel(ChannelFacet.Streams.class, ChannelFacet.Streams::streams);
        for (var kind : StreamKind.values()) {
            channel(ChannelFacet.Streams.class, s -> s.address(kind));
        }
        channel(ChannelFacet.Snapshots.class, ChannelFacet.Snapshots::take);
        channel(ChannelFacet.Ptz.class, p -> p.move(0.5, -0.5, 0));
        channel(ChannelFacet.Ptz.class, ChannelFacet.Ptz::stop);
        channel(ChannelFacet.PtzPosition.class, p -> p.go(new Position(0.5, 0.5, 0.5)));
        channel(ChannelFacet.PtzPosition.class, ChannelFacet.PtzPosition::position);
        channel(ChannelFacet.Presets.class, ChannelFacet.Presets::presets);
        channel(ChannelFacet.Presets.class, p -> p.recall("1"));
        channel(ChannelFacet.Presets.class, p -> p.save(Optional.empty(), "Chợ"));
        channel(ChannelFacet.Presets.class, p -> p.remove("1"));
        channel(ChannelFacet.Tours.class, ChannelFacet.Tours::tours);
        channel(ChannelFacet.Tours.class, t -> t.start("1"));
        channel(ChannelFacet.Tours.class, t -> t.stop("1"));
        var to = Instant.now();
        var hour = new Recording(to.minus(Duration.ofHours(1)), to, "none", Optional.empty());
        channel(ChannelFacet.Recordings.class, r -> r.search(hour.from(), hour.to()));
        channel(ChannelFacet.Recordings.class, r -> r.playback(hour));
        channel(ChannelFacet.Downloads.class, d -> fetch(d, hour));
    }

    private void fetch(ChannelFacet.Downloads downloads, Recording recording) throws Exception {
        try {
            downloads
                    .download(recording, new Listener())
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS)
                    .close();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private <T extends DeviceFacet> void device(Class<T> kind, Call<T> call) {
        kinds.add(kind);
        session.facet(kind).ifPresent(facet -> calls.add(() -> call.of(facet)));
    }

    private <T extends ChannelFacet> void channel(Class<T> kind, Call<T> call) {
        kinds.add(kind);
        channels.stream()
                .flatMap(c -> session.facet(c.id(), kind).stream())
                .findFirst()
                .ifPresent(facet -> calls.add(() -> call.of(facet)));
    }

    /** Keeps why it ended. */
    private final class Listener implements DeviceFacet.Events.Sink, DownloadSink {
        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {}

        @Override
        public void piece(byte[] piece) {}

        @Override
        public void ended(DeviceException why) {
            told.add(why);
        }

        @Override
        public void ended(Optional<DeviceException> why) {
            why.ifPresent(told::add);
        }
    }
}
