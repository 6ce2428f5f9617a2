package vn.matluoi.benchmarks.drivers;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceNetworks;

/** A driver outside OSGi, with the hub's HTTP client, and what the hub asks of a device when it comes to know it. */
final class Driven {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    final DeviceHttp http = ServiceLoader.load(DeviceHttp.class).findFirst().orElseThrow();
    final Tap tap = new Tap(http);
    private final DeviceDriver driver;
    private final String password;
    private final AtomicInteger sources = new AtomicInteger();

    Driven(String family, String password) throws ReflectiveOperationException {
        this.password = password;
        String name = Character.toUpperCase(family.charAt(0)) + family.substring(1);
        Class<?> type = Class.forName("vn.matluoi.driver.%s.internal.%sDriver".formatted(family, name));
        DeviceNetworks anywhere = InetSocketAddress::new;
        driver = (DeviceDriver)
                (family.equals("rtsp")
                        ? type.getConstructor(DeviceNetworks.class).newInstance(anywhere)
                        : type.getConstructor(DeviceHttp.class).newInstance(tap));
    }

    DeviceSession open(String address) throws DeviceException {
        return driver.open(target(address, Devices.USER, password));
    }

    /** Another source each time: nothing is known of the device. */
    Target target(String address, String user, String secret) {
        return new Target(
                new SourceId("bench-" + sources.incrementAndGet()),
                URI.create(address),
                user,
                secret,
                TIMEOUT,
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    /** Logs in, asks who it is, for its channels, for each the streams and the main one's address, how it is, and one picture. */
    int look(String address) throws DeviceException {
        try (DeviceSession session = open(address)) {
            List<Channel> channels = addresses(session);
            for (Channel channel : channels) {
                var streams = session.facet(channel.id(), ChannelFacet.Streams.class);
                if (streams.isPresent()) {
                    streams.get().streams();
                }
            }
            var health = session.facet(DeviceFacet.Health.class);
            if (health.isPresent()) {
                health.get().health();
            }
            var pictures = session.facet(channels.get(0).id(), ChannelFacet.Snapshots.class);
            if (pictures.isPresent() && pictures.get().take().length == 0) {
                throw new IllegalStateException("an empty picture");
            }
            return channels.size();
        }
    }

    /** Asks who it is, for its channels, and where each one's main stream is. */
    List<Channel> addresses(DeviceSession session) throws DeviceException {
        session.facet(DeviceFacet.Identity.class).orElseThrow().info();
        List<Channel> channels = session.channels();
        for (Channel channel : channels) {
            session.facet(channel.id(), ChannelFacet.Streams.class)
                    .orElseThrow()
                    .address(StreamKind.MAIN);
        }
        return channels;
    }
}
