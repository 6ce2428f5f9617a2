package vn.matluoi.http.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.http.DeviceReply;

/**
 * The same client outside OSGi, for drivers' tests: found by {@link java.util.ServiceLoader}, reaches loopback and
 * nothing else. What devices send by themselves it takes in on a free port.
 */
public final class LoopbackDeviceHttp implements DeviceHttp {

    private final NettyDeviceHttp http =
            new NettyDeviceHttp(new OnlyLoopback(), new PushListener("http://127.0.0.1:0"));

    @Override
    public Connection connect(Target target) throws DeviceException {
        return http.connect(target);
    }

    @Override
    public void retryCredentials(SourceId source) {
        http.retryCredentials(source);
    }

    @Override
    public DeviceReply kept(byte[] body) {
        return http.kept(body);
    }

    private static final class OnlyLoopback implements DeviceNetworks {

        @Override
        public InetSocketAddress resolve(String host, int port) throws DeviceException {
            try {
                var address = InetAddress.getByName(Literals.isAddress(host) ? host : "127.0.0.1");
                if (address.isLoopbackAddress() && (Literals.isAddress(host) || host.equals("localhost"))) {
                    return new InetSocketAddress(address, port);
                }
            } catch (UnknownHostException e) {
                throw Failures.noConnection(host, e);
            }
            throw Failures.network(
                    "Kiểm thử chỉ được tới máy này, không tới %s.".formatted(host),
                    "Tests reach this machine only, not %s.".formatted(host));
        }
    }
}
