package vn.matluoi.core.internal.ladder;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import vn.matluoi.api.driver.DeviceException;

/** The lowest rungs of the test ladder: is the address known and allowed, does the port answer, what certificate is shown. */
public interface Dial {

    /**
     * @throws DeviceException.Refused {@code NETWORK} if the hub may not go there
     * @throws DeviceException.Unreachable if the name does not resolve
     */
    InetSocketAddress resolve(String host, int port) throws DeviceException;

    /**
     * Connects and hangs up.
     *
     * @throws IOException if nothing answers within the time
     */
    void connect(InetSocketAddress address, Duration timeout) throws IOException;

    /**
     * Shakes hands by TLS, looks at the certificate and hangs up. Nothing is trusted by it.
     *
     * @return SHA-256 fingerprint of the certificate, lower-case hex
     * @param timeout for all of it; never more than 15 s
     * @throws IOException if it is not shown within the time, or the port does not speak TLS
     */
    String certificate(InetSocketAddress address, String host, Duration timeout) throws IOException;
}
