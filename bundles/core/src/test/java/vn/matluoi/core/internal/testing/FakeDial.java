package vn.matluoi.core.internal.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.core.internal.ladder.Dial;

/** A network in which every port answers but the ones a test closes. */
public final class FakeDial implements Dial {

    public static final String FINGERPRINT = "ab".repeat(32);

    public final Set<Integer> closed = new HashSet<>();
    public DeviceException unresolved;

    @Override
    public InetSocketAddress resolve(String host, int port) throws DeviceException {
        if (unresolved != null) {
            throw unresolved;
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Override
    public void connect(InetSocketAddress address, Duration timeout) throws IOException {
        if (closed.contains(address.getPort())) {
            throw new IOException("closed");
        }
    }

    @Override
    public String certificate(InetSocketAddress address, String host, Duration timeout) {
        return FINGERPRINT;
    }
}
