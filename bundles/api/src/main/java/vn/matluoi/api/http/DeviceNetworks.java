package vn.matluoi.api.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;

/**
 * The networks and ports the hub may reach devices in ({@code etc/vn.matluoi.devices.cfg}). Loopback, link-local,
 * multicast and the hub's own addresses are denied unless named. Everything that opens a connection to a device asks
 * here first, RTSP included. A driver that asks gets no more than what its plug-in says it reaches ({@link DriverReach}).
 */
@ProviderType
public interface DeviceNetworks {

    /**
     * Resolves once; connect to the address returned, never to the name again.
     *
     * @throws DeviceException.Refused {@code NETWORK}, naming the file and key to change
     * @throws DeviceException.Unreachable if the name does not resolve
     */
    InetSocketAddress resolve(String host, int port) throws DeviceException;

    /**
     * The same place by another port, as a device's redirect asks for: its name is not looked up again.
     *
     * @param host as it was written
     * @param at what that resolved to
     * @throws DeviceException as the other
     */
    default InetSocketAddress resolve(String host, InetAddress at, int port) throws DeviceException {
        return resolve(at.getHostAddress(), port);
    }

    /**
     * The same for an address of a stream that a source's driver named: within what that one's plug-in says it reaches.
     *
     * @throws DeviceException as the other
     */
    default InetSocketAddress resolve(SourceId source, String host, int port) throws DeviceException {
        return resolve(host, port);
    }
}
