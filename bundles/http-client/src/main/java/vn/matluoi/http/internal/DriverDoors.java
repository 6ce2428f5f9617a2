package vn.matluoi.http.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.http.DriverReach;
import vn.matluoi.api.source.SourceAddresses;

/**
 * Keeps each driver within what the header {@link DriverReach#HEADER} of its bundle says, and to what people set for its sources. A
 * driver is known by its bundle, which is named after its family; the hub's own bundles are not held. Any thread.
 */
@Component(service = DriverDoors.class)
public final class DriverDoors {

    static final Set<String> WEB = Set.of("http", "https");
    private static final Set<String> STREAMS = Set.of("rtsp", "rtsps");
    private static final String DRIVER = "vn.matluoi.driver.";
    private static final Logger LOG = LoggerFactory.getLogger(DriverDoors.class);

    private final BundleContext context;

    /** What people set; until it is there, nothing but the header counts. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile SourceAddresses sources;

    @Activate
    public DriverDoors(BundleContext context) {
        this.context = context;
    }

    /** One driver's. */
    private record Door(String family, DriverReach reach) {}

    /** @return the networks as that bundle has them, by whatever way it goes */
    DeviceNetworks of(Bundle bundle, DeviceNetworks all) {
        return door(bundle)
                .map(door -> (DeviceNetworks) (host, port) -> {
                    var to = all.resolve(host, port);
                    return through(door, door.reach.allows(to), host, to);
                })
                .orElse(all);
    }

    /** @return the same for HTTP and HTTPS: a device may lead from one to the other */
    DeviceNetworks web(Bundle bundle, DeviceNetworks all) {
        return door(bundle).map(door -> web(door, all)).orElse(all);
    }

    private DeviceNetworks web(Door door, DeviceNetworks all) {
        return new DeviceNetworks() {
            @Override
            public InetSocketAddress resolve(String host, int port) throws DeviceException {
                return through(host, all.resolve(host, port));
            }

            @Override
            public InetSocketAddress resolve(String host, InetAddress at, int port) throws DeviceException {
                return through(host, all.resolve(host, at, port)); // people set names, not what they resolve to
            }

            private InetSocketAddress through(String host, InetSocketAddress to) throws DeviceException {
                return DriverDoors.this.through(door, door.reach.allows(WEB, to), host, to);
            }
        };
    }

    /** An address of a stream that a source's driver named. One whose driver went meanwhile has the hub's networks. */
    InetSocketAddress stream(DeviceNetworks all, SourceId source, String host, int port) throws DeviceException {
        var to = all.resolve(host, port);
        var door = Optional.ofNullable(sources)
                .flatMap(known -> known.family(source))
                .flatMap(family -> Arrays.stream(context.getBundles())
                        .filter(bundle -> (DRIVER + family).equals(bundle.getSymbolicName()))
                        .findFirst())
                .flatMap(DriverDoors::door);
        return door.isEmpty() ? to : through(door.get(), door.get().reach.allows(STREAMS, to), host, to);
    }

    private static Optional<Door> door(Bundle bundle) {
        var name = String.valueOf(bundle.getSymbolicName());
        if (!name.startsWith(DRIVER)) {
            return Optional.empty();
        }
        var family = name.substring(DRIVER.length());
        try {
            var header = Optional.ofNullable(bundle.getHeaders("").get(DriverReach.HEADER));
            return Optional.of(new Door(family, header.map(DriverReach::parse).orElse(new DriverReach(List.of()))));
        } catch (HubException miswritten) {
            LOG.warn("driver {} reaches its sources' own addresses only: {}", family, miswritten.getMessage());
            return Optional.of(new Door(family, new DriverReach(List.of())));
        }
    }

    private InetSocketAddress through(Door door, boolean said, String host, InetSocketAddress to)
            throws DeviceException {
        var known = sources;
        if (said || known != null && known.names(door.family, host, to.getPort())) {
            return to;
        }
        var ways = door.reach.ways().isEmpty() ? "–" : door.reach.toString();
        throw Failures.network(
                "Trình điều khiển %s không được tới %s cổng %d: %s của gói chỉ ghi %s. Nếu đúng là thiết bị của nguồn, ghi địa chỉ và cổng ấy vào nguồn; nếu không, hãy báo cho tác giả."
                        .formatted(door.family, host, to.getPort(), DriverReach.HEADER, ways),
                "Driver %s may not reach %s port %d: the %s of its plug-in says no more than %s. If that is the source's device, enter that address and port in the source; else tell the driver's author."
                        .formatted(door.family, host, to.getPort(), DriverReach.HEADER, ways));
    }
}
