package vn.matluoi.core.internal.testing;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;

/** A recorder of four slots that does what a test tells it; counts what it is asked. */
public final class FakeDevice implements DeviceDriver {

    public static final DeviceException UNREACHABLE = new DeviceException.Unreachable(Text.same("no answer"));
    public static final DeviceException BUSY = new DeviceException.Busy(Text.same("no room"));

    public final AtomicInteger opened = new AtomicInteger();
    public final AtomicInteger closed = new AtomicInteger();
    public final AtomicInteger asked = new AtomicInteger();
    public final AtomicInteger pictures = new AtomicInteger();
    public final List<String> secrets = new ArrayList<>();
    public volatile String password = "right";
    public volatile String serial = "SN1";
    /** What its channels can do besides; null for nothing. */
    public volatile FakePtz ptz;
    /** Hands out its footage; null if it does not. */
    public volatile ChannelFacet.Downloads downloads;

    /** How its password is changed; null if it cannot be. */
    public volatile DeviceFacet.Credentials credentials;
    /** null if it tells no time. */
    public volatile DeviceFacet.Clock clock;
    /** How often it was shown a password that is not its own. */
    public final AtomicInteger wrong = new AtomicInteger();

    public volatile DeviceException failure;
    public volatile DeviceException failOnce;
    public volatile RuntimeException bug;
    public volatile RuntimeException bugAtClosing;
    public volatile DeviceException channelsFail;
    public volatile DeviceException streamsFail;
    public volatile Duration clockOffset = Duration.ZERO;
    public volatile boolean diskHealthy = true;
    /** Whether it tells events. */
    public volatile boolean tells;

    public volatile DeviceException subscribeFails;
    public volatile Runnable whileSubscribing = () -> {};
    public final List<DeviceFacet.Events.Sink> sinks = new CopyOnWriteArrayList<>();
    public final AtomicInteger unsubscribed = new AtomicInteger();
    public volatile Runnable whileAsked = () -> {};
    public volatile Runnable whileOpening = () -> {};
    public volatile List<Channel> channels = List.of(
            channel("1", Channel.Status.ONLINE),
            channel("2", Channel.Status.OFFLINE),
            channel("3", Channel.Status.EMPTY),
            channel("4", Channel.Status.ONLINE));

    public static Channel channel(String id, Channel.Status status) {
        return new Channel(
                new ChannelId(id),
                Integer.parseInt(id),
                "Cổng " + id,
                Channel.Kind.IP,
                status,
                Optional.empty(),
                Optional.of(new Channel.Child(
                        Optional.of("onvif"),
                        Optional.of("192.0.2." + id),
                        Optional.of("Maker"),
                        Optional.of("M-" + id),
                        Optional.of("CAM" + id),
                        Optional.of("V1"),
                        Optional.empty())));
    }

    /** Whoever interrupts it gets nothing. */
    public static void awaitAsABadDriverDoes(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // it does not care
            }
        }
    }

    public static DeviceException.Refused refused(DeviceException.Refused.Why why) {
        return new DeviceException.Refused(why, Text.same("no: " + why));
    }

    public static DeviceException.Refused locked(Duration time) {
        return new DeviceException.Refused(
                DeviceException.Refused.Why.LOCKED, Text.same("locked"), Optional.of(time), Optional.empty());
    }

    @Override
    public DeviceSession open(Target target) throws DeviceException {
        opened.incrementAndGet();
        whileOpening.run();
        synchronized (secrets) {
            secrets.add(target.secret());
        }
        fail();
        refuseWrong(target.secret());
        return new Session(target.secret());
    }

    private void refuseWrong(String secret) throws DeviceException {
        if (!secret.equals(password)) {
            wrong.incrementAndGet();
            throw refused(DeviceException.Refused.Why.CREDENTIALS);
        }
    }

    private void fail() throws DeviceException {
        whileAsked.run();
        if (bug != null) {
            throw bug;
        }
        if (failOnce != null) {
            var once = failOnce;
            failOnce = null;
            throw once;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private final class Session implements DeviceSession {

        private final String secret;

        private Session(String secret) {
            this.secret = secret;
        }

        @Override
        public List<Channel> channels() throws DeviceException {
            asked.incrementAndGet();
            fail();
            refuseWrong(secret);
            if (channelsFail != null) {
                throw channelsFail;
            }
            return channels;
        }

        @Override
        public <F extends DeviceFacet> Optional<F> facet(Class<F> facet) {
            if (facet == DeviceFacet.Identity.class) {
                return Optional.of(facet.cast(new Identity()));
            }
            if (facet == DeviceFacet.Credentials.class) {
                return Optional.ofNullable(credentials).map(facet::cast);
            }
            if (facet == DeviceFacet.Clock.class) {
                return Optional.ofNullable(clock).map(facet::cast);
            }
            if (facet == DeviceFacet.Events.class) {
                return tells ? Optional.of(facet.cast(new Telling())) : Optional.empty();
            }
            return facet == DeviceFacet.Health.class ? Optional.of(facet.cast(new Health())) : Optional.empty();
        }

        @Override
        public <F extends ChannelFacet> Optional<F> facet(ChannelId channel, Class<F> facet) {
            if (ptz != null && facet.isInstance(ptz)) {
                return Optional.of(facet.cast(ptz));
            }
            if (facet == ChannelFacet.Downloads.class) {
                return Optional.ofNullable(downloads).map(facet::cast);
            }
            if (facet == ChannelFacet.Streams.class) {
                return Optional.of(facet.cast(new Streams()));
            }
            return facet == ChannelFacet.Snapshots.class ? Optional.of(facet.cast(new Pictures())) : Optional.empty();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
            if (bugAtClosing != null) {
                throw bugAtClosing;
            }
        }
    }

    private final class Identity implements DeviceFacet.Identity {
        @Override
        public DeviceInfo info() {
            return new DeviceInfo(
                    "Maker",
                    "R-4",
                    Optional.of(serial).filter(some -> !some.isEmpty()),
                    "V9",
                    Optional.empty(),
                    "Đầu ghi",
                    "NVR");
        }
    }

    private final class Health implements DeviceFacet.Health {
        @Override
        public HealthReport health() throws DeviceException {
            fail();
            return new HealthReport(
                    Optional.of(clockOffset), List.of(new Disk("1", diskHealthy, "ok", 1000, 0)), List.of());
        }
    }

    private final class Telling implements DeviceFacet.Events {
        @Override
        public Subscription subscribe(Sink sink) throws DeviceException {
            if (failure != null) {
                throw failure;
            }
            sinks.add(sink);
            whileSubscribing.run();
            if (subscribeFails != null) {
                throw subscribeFails;
            }
            return unsubscribed::incrementAndGet;
        }
    }

    /** @return the sink of the newest subscription */
    public DeviceFacet.Events.Sink sink() {
        return sinks.get(sinks.size() - 1);
    }

    private final class Streams implements ChannelFacet.Streams {
        @Override
        public List<StreamInfo> streams() throws DeviceException {
            fail();
            if (streamsFail != null) {
                throw streamsFail;
            }
            return List.of(new StreamInfo(StreamKind.MAIN, "H264", 1920, 1080, 12.5, 2048, false));
        }

        @Override
        public StreamAddress address(StreamKind kind) throws DeviceException {
            fail();
            return new StreamAddress(
                    new vn.matluoi.api.SourceId("x"), URI.create("rtsp://192.0.2.1:554/1"), "u", password);
        }
    }

    private final class Pictures implements ChannelFacet.Snapshots {
        @Override
        public byte[] take() throws DeviceException {
            pictures.incrementAndGet();
            fail();
            return new byte[] {(byte) 0xFF, (byte) 0xD8};
        }
    }
}
