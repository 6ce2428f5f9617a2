package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.HandlerWatch.Owner;
import vn.matluoi.api.source.SourceAddresses;

/** A driver goes where the header of its bundle says, and where people sent it. */
class DriverDoorsTest {

    private static final String ACME = "vn.matluoi.driver.acme";
    private static final SourceId NVR = new SourceId("nvr-1");

    /** All of the hub's networks; 203.0.113.0/24 is none of them. */
    private static final DeviceNetworks ALL = (host, port) -> {
        if (host.startsWith("203.")) {
            throw Failures.network("ngoài mạng thiết bị", "outside the hub's networks");
        }
        return new InetSocketAddress(host, port);
    };

    private DriverDoors doors(Bundle... bundles) {
        return new DriverDoors(fake(BundleContext.class, Map.of("getBundles", bundles)));
    }

    private static Bundle bundle(String name, String reaches) {
        Dictionary<String, String> headers = new Hashtable<>();
        Optional.ofNullable(reaches).ifPresent(each -> headers.put("Matluoi-Reaches", each));
        return fake(Bundle.class, Map.of("getSymbolicName", name, "getHeaders", headers));
    }

    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answers.get(method.getName())));
    }

    /** A person set {@code Cam.lan:8099} for a source of acme. */
    private static final class OneSource implements SourceAddresses {

        @Override
        public Optional<String> family(SourceId source) {
            return Optional.of("acme").filter(family -> source.equals(NVR));
        }

        @Override
        public boolean names(String family, String host, int port) {
            return family.equals("acme") && host.equalsIgnoreCase("10.9.9.9") && port == 8099;
        }
    }

    private static void refused(DeviceNetworks networks, String host, int port) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> networks.resolve(host, port))
                .satisfies(refusal -> {
                    assertThat(refusal.why()).isEqualTo(Refused.Why.NETWORK);
                    for (var words :
                            new String[] {refusal.text().vi(), refusal.text().en()}) {
                        assertThat(words).contains("acme", host, String.valueOf(port), "Matluoi-Reaches");
                    }
                });
    }

    @Test
    void aDriverGoesWhereItsHeaderSaysAndNowhereElse() throws DeviceException {
        var networks = doors().web(bundle(ACME, "http:80-89@10.0.0.0/8, rtsp:554"), ALL);
        assertThat(networks.resolve("10.1.2.3", 88).getPort()).isEqualTo(88);
        refused(networks, "10.1.2.3", 8099);
        refused(networks, "192.168.1.1", 80);
        refused(networks, "10.1.2.3", 554);
    }

    @Test
    void oneThatOpensItsOwnSocketsIsHeldToAllItsWays() throws DeviceException {
        var networks = doors().of(bundle(ACME, "rtsp:554, udp:3702"), ALL);
        assertThat(networks.resolve("10.1.2.3", 554).getPort()).isEqualTo(554);
        assertThat(networks.resolve("10.1.2.3", 3702).getPort()).isEqualTo(3702);
        refused(networks, "10.1.2.3", 80);
    }

    @Test
    void whereAPersonSetASourceADriverMayGoWhateverItsHeaderSays() throws DeviceException {
        var doors = doors();
        var narrow = doors.web(bundle(ACME, "http:80"), ALL);
        refused(narrow, "10.9.9.9", 8099);
        doors.sources = new OneSource();
        assertThat(narrow.resolve("10.9.9.9", 8099).getPort()).isEqualTo(8099);
        refused(narrow, "10.9.9.9", 8098);

        var other = doors.web(bundle("vn.matluoi.driver.other", "http:80"), ALL);
        assertThatExceptionOfType(Refused.class).isThrownBy(() -> other.resolve("10.9.9.9", 8099));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gopher", "http@anywhere"})
    void oneWhoseHeaderIsMiswrittenReachesItsSourcesOwnAddressesOnly(String header) throws DeviceException {
        var doors = doors();
        doors.sources = new OneSource();
        for (var networks :
                new DeviceNetworks[] {doors.web(bundle(ACME, header), ALL), doors.web(bundle(ACME, null), ALL)}) {
            refused(networks, "10.1.2.3", 80);
            assertThat(networks.resolve("10.9.9.9", 8099)).isNotNull();
        }
    }

    /** A device that was named leads to another port: the person set its name, and it is not looked up again. */
    @Test
    void aRedirectIsHeldToTheHostThatAPersonSet() throws Exception {
        var doors = doors();
        doors.sources = new SourceAddresses() {
            @Override
            public Optional<String> family(SourceId source) {
                return Optional.empty();
            }

            @Override
            public boolean names(String family, String host, int port) {
                return host.equals("cam.lan") && port == 8443;
            }
        };
        var at = InetAddress.getByName("10.9.9.9");
        var narrow = doors.web(bundle(ACME, "http:80"), ALL);
        assertThat(narrow.resolve("cam.lan", at, 8443)).isEqualTo(new InetSocketAddress(at, 8443));
        refused((host, port) -> narrow.resolve(host, at, port), "cam.lan", 8444);
    }

    @Test
    void theHubsOwnBundlesAreNotHeld() throws DeviceException {
        assertThat(doors().web(bundle("vn.matluoi.discovery", null), ALL).resolve("10.1.2.3", 80))
                .isNotNull();
    }

    @Test
    void theHubsNetworksAreNeverWidened() {
        var networks = doors().web(bundle(ACME, "http@0.0.0.0/0"), ALL);
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> networks.resolve("203.0.113.1", 80))
                .withMessageContaining("outside the hub's networks");
    }

    @Test
    void aStreamThatADriverNamedIsHeldToItsHeaderToo() throws DeviceException {
        var doors = doors(bundle("vn.matluoi.api", null), bundle(ACME, "http, rtsp:554"));
        doors.sources = new OneSource();
        assertThat(doors.stream(ALL, NVR, "10.1.2.3", 554).getPort()).isEqualTo(554);
        refused((host, port) -> doors.stream(ALL, NVR, host, port), "10.1.2.3", 80);
        assertThat(doors.stream(ALL, NVR, "10.9.9.9", 8099)).isNotNull();
        assertThat(doors.stream(ALL, new SourceId("by-route"), "10.1.2.3", 80)).isNotNull();
    }

    @Test
    void nothingIsSentWhereADriverMayNotGo() throws Exception {
        DeviceNetworks loopback = (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var http = new NettyDeviceHttp(loopback, System::nanoTime);
        try (var device = ScriptedDevice.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            var driver = http.handlers().driver(new Owner(ACME, "1.0.0"));
            var narrow = doors().web(bundle(ACME, "http:1"), loopback);
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> http.connect(device.target(), driver, narrow));
            assertThat(device.requests()).isEmpty();
        } finally {
            http.stop();
        }
    }

    /** The device sends a driver, by a redirect, to a port of its own that the driver does not say it reaches. */
    @Test
    void aRedirectTakesNoDriverBeyondItsHeader() throws Exception {
        DeviceNetworks loopback = (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        var http = new NettyDeviceHttp(loopback, System::nanoTime);
        try (var device = ScriptedDevice.open((request, out) -> {
            ScriptedDevice.send(out, 302, "Location: https://127.0.0.1:1/", "");
            return true;
        })) {
            var driver = http.handlers().driver(new Owner(ACME, "1.0.0"));
            var narrow = doors().web(bundle(ACME, "http:" + device.port()), loopback);
            try (var connection = http.connect(device.target(), driver, narrow)) {
                assertThatExceptionOfType(Refused.class)
                        .isThrownBy(() -> connection.call(DeviceRequest.get("/")))
                        .withMessageContaining("Matluoi-Reaches");
            }
        } finally {
            http.stop();
        }
    }
}
