package vn.matluoi.api.http;

import java.net.InetSocketAddress;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.driver.DeviceException;

/**
 * The networks and ports the hub may reach devices in ({@code etc/vn.matluoi.devices.cfg}). Loopback, link-local,
 * multicast and the hub's own addresses are denied unless named. Everything that opens a connection to a device asks
 * here first, RTSP included.
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
}
