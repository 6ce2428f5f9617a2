package vn.matluoi.driver.testkit;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceNetworks;

/** Targets for tests, and the hub's own HTTP client to reach them with (loopback only). */
public final class Targets {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Targets() {}

    /** The client is one for all tests of a run, as it is one for a hub. */
    private static final class Client {
        private static final DeviceHttp HTTP = ServiceLoader.load(DeviceHttp.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("vn.matluoi.http is not on the test's class path"));
    }

    public static DeviceHttp http() {
        return Client.HTTP;
    }

    /** @return the same client in a hub that takes in nothing devices send by themselves, as is the default */
    public static DeviceHttp deafHttp() {
        return new DeafHttp(Client.HTTP);
    }

    /** What the hub lets a driver reach, here this machine only; for drivers that open connections of their own. */
    public static DeviceNetworks networks() {
        return (host, port) -> {
            var address = new InetSocketAddress(host, port);
            if (address.isUnresolved() || !address.getAddress().isLoopbackAddress()) {
                throw new DeviceException.Refused(
                        DeviceException.Refused.Why.NETWORK, Text.same("tests reach this machine only"));
            }
            return address;
        };
    }

    /** A target of its own, with ten seconds to answer, as a loaded build machine needs. */
    public static Target at(URI address, String user, String secret) {
        var id = new SourceId("test-" + COUNT.incrementAndGet());
        return new Target(
                id, address, user, secret, Duration.ofSeconds(10), Optional.empty(), Optional.empty(), Map.of());
    }

    /** The same account elsewhere, with less time. */
    public static Target moved(Target target, URI address, Duration timeout) {
        return new Target(
                target.id(),
                address,
                target.user(),
                target.secret(),
                timeout,
                target.pinnedIdentity(),
                target.pinnedCertificate(),
                target.options());
    }

    public static Target pinned(Target target, String identity) {
        return new Target(
                target.id(),
                target.address(),
                target.user(),
                target.secret(),
                target.timeout(),
                Optional.of(identity),
                target.pinnedCertificate(),
                target.options());
    }

    public static Target with(Target target, String option, String value) {
        var options = new HashMap<>(target.options());
        options.put(option, value);
        return new Target(
                target.id(),
                target.address(),
                target.user(),
                target.secret(),
                target.timeout(),
                target.pinnedIdentity(),
                target.pinnedCertificate(),
                options);
    }
}
