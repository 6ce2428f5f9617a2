package vn.matluoi.discovery.internal;

import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import vn.matluoi.api.Page;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.discovery.ScanRequest;
import vn.matluoi.api.source.Sources;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.rtsp.Clip;

/**
 * A process that is a hub's search and an ONVIF camera on one network card, which must be able to multicast. It prints what
 * {@link MulticastTest} looks at, a line each.
 */
final class MulticastScan {

    private static final String CARD = "lo";
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private MulticastScan() {}

    /** It ends by itself, whatever happens: pools of the test's database would go on. */
    public static void main(String... none) {
        try {
            scan();
            System.exit(0);
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private static void scan() throws Exception {
        var secret = UUID.randomUUID().toString();
        try (var site = new OnvifSite(0, Clip.builtIn(), Clock.systemUTC())) {
            var camera = site.add(OnvifSettings.camera("c1", "Cổng chợ", "hub"), secret);
            site.beDiscovered(Probe.PORT, true);
            System.out.println("camera http://127.0.0.1:" + camera.port());

            var discovery = discovery();
            discovery.start(
                    Caller.system(), new ScanRequest(Optional.empty(), ScanRequest.USUAL_PORTS, Optional.of(CARD)));
            await().until(() -> discovery.latest().orElseThrow().ended().isPresent());
            discovery.latest().orElseThrow().problem().ifPresent(System.out::println);
            discovery.inbox(false).forEach(found -> System.out.println("found " + found.how() + " " + found.address()));
            System.out.println("log-ins " + camera.logins() + ", requests " + camera.requests());
        }
    }

    private static DeviceDiscovery discovery() {
        var sources = (Sources) Proxy.newProxyInstance(
                Sources.class.getClassLoader(), new Class<?>[] {Sources.class}, (self, method, arguments) -> {
                    if (!method.getName().equals("list")) {
                        throw new AssertionError("a search makes no source: " + method);
                    }
                    return new Page<>(List.of(), Optional.empty(), 0);
                });
        var audit = (AuditLog) Proxy.newProxyInstance(
                AuditLog.class.getClassLoader(), new Class<?>[] {AuditLog.class}, (self, method, arguments) -> null);
        return new DeviceDiscovery(
                Engine.DERBY.migrated("db/discovery.sql"),
                InetSocketAddress::new,
                Targets.http(),
                sources,
                audit,
                Clock.systemUTC(),
                CARD,
                Probe.PORT,
                PATIENCE);
    }
}
