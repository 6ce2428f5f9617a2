package vn.matluoi.discovery.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Page;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.discovery.Found;
import vn.matluoi.api.discovery.Found.How;
import vn.matluoi.api.discovery.ScanRequest;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.source.Sources;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.rtsp.Clip;

@ParameterizedClass
@EnumSource(Engine.class)
class DeviceDiscoveryTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Caller ADMIN = Caller.system();
    private static final Pattern MESSAGE_ID = Pattern.compile("<a:MessageID>([^<]+)</a:MessageID>");

    /** Loopback alone, and of its addresses only the first. */
    private static final DeviceNetworks NETWORKS = (host, port) -> {
        if (!host.equals("127.0.0.1")) {
            throw new DeviceException.Refused(
                    DeviceException.Refused.Why.NETWORK, new Text("ngoài mạng thiết bị", "outside the networks"));
        }
        return new InetSocketAddress(host, port);
    };

    @Parameter
    Engine engine;

    private final List<AuditRecord> audited = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private DataSource database;
    private DeviceDiscovery discovery;

    /** Answers every Probe in its own words. */
    private static final class Camera implements AutoCloseable {
        private final DatagramSocket socket;

        Camera(String types, String xaddr) throws SocketException {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var thread = new Thread(() -> serve(types, xaddr), "camera");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(String types, String xaddr) {
            try {
                while (true) {
                    var packet = new DatagramPacket(new byte[4096], 4096);
                    socket.receive(packet);
                    var asked = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                    var id = MESSAGE_ID.matcher(asked);
                    if (asked.contains(types) && id.find()) {
                        var answer = ("<e:Envelope><e:Header><RelatesTo>" + id.group(1)
                                        + "</RelatesTo></e:Header><e:Body><ProbeMatch><XAddrs>" + xaddr
                                        + "</XAddrs><Scopes>onvif://www.onvif.org/name/Cam</Scopes></ProbeMatch></e:Body></e:Envelope>")
                                .getBytes(StandardCharsets.UTF_8);
                        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    }
                }
            } catch (java.io.IOException e) {
                // closed
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    @BeforeEach
    void database() {
        database = engine.migrated("db/discovery.sql");
    }

    @AfterEach
    void close() throws Exception {
        discovery.end();
        for (var each : open) {
            each.close();
        }
    }

    private void discovery(int port) {
        var sources = (Sources) Proxy.newProxyInstance(
                Sources.class.getClassLoader(),
                new Class<?>[] {Sources.class},
                (self, method, arguments) -> new Page<>(List.of(), Optional.empty(), 0));
        var audit = (AuditLog) Proxy.newProxyInstance(
                AuditLog.class.getClassLoader(), new Class<?>[] {AuditLog.class}, (self, method, arguments) -> {
                    audited.add((AuditRecord) arguments[0]);
                    return null;
                });
        discovery = new DeviceDiscovery(
                database,
                NETWORKS,
                Targets.http(),
                sources,
                audit,
                Clock.fixed(Instant.parse("2026-11-28T03:00:00Z"), ZoneOffset.UTC),
                "",
                port,
                Duration.ofMillis(500));
    }

    private Camera camera(String types, String xaddr) throws SocketException {
        var camera = new Camera(types, xaddr);
        open.add(camera);
        return camera;
    }

    private DeviceServer web() {
        var web = DeviceServer.open(
                "admin",
                UUID.randomUUID().toString(),
                request -> DeviceServer.Answer.xml("<s:Envelope><s:Body/></s:Envelope>"));
        open.add(web);
        return web;
    }

    private List<Found> scan(Integer... ports) {
        discovery.start(ADMIN, new ScanRequest(Optional.of("127.0.0.1"), List.of(ports), Optional.empty()));
        await().atMost(LONG)
                .until(() -> discovery.latest().orElseThrow().ended().isPresent());
        assertThat(discovery.latest().orElseThrow().problem()).isEmpty();
        return discovery.inbox(false);
    }

    @Test
    void findsACameraThatAnswersAProbe() throws Exception {
        discovery(camera("", "http://192.168.1.108:8899/onvif/device_service").port());
        var found = scan(9);
        assertThat(found).hasSize(1);
        assertThat(found.get(0).address()).hasToString("http://127.0.0.1:8899");
        assertThat(found.get(0).how()).isEqualTo(How.UNICAST);
        assertThat(found.get(0).name()).isEqualTo("Cam");
        assertThat(discovery.latest().orElseThrow().asked()).isEqualTo(1);
        assertThat(audited).extracting(AuditRecord::action).containsExactly("discovery.scan");
    }

    @Test
    void findsACameraThatAnswersOnlyOneOfTheTypes() throws Exception {
        discovery(camera("<d:Types>dn:NetworkVideoTransmitter</d:Types>", "http://127.0.0.1:80/")
                .port());
        assertThat(scan(9)).hasSize(1);
    }

    @Test
    void findsAWebServerThatAsksForALogInWhereNoProbeIsAnswered() throws Exception {
        discovery(camera("nothing of the kind", "").port());
        var web = web();
        var found = scan(9, web.address().getPort());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).address()).isEqualTo(web.address());
        assertThat(found.get(0).how()).isEqualTo(How.HTTP);
        assertThat(web.wrongLogins()).as("nobody was logged in").isZero();
        assertThat(web.goodLogins()).isZero();
    }

    @Test
    void climbsFromDeadPortsToTheOneThatAnswersAsOnvifAndLogsInNowhere() throws Exception {
        discovery(camera("nothing of the kind", "").port());
        var site = OnvifSite.start(Clip.builtIn());
        open.add(site);
        var device = site.add(
                OnvifSettings.camera("c1", "Cổng chợ", "hub"), UUID.randomUUID().toString());
        var found = scan(9, 7, device.port());
        assertThat(found).hasSize(1);
        assertThat(found.get(0).address()).hasToString("http://127.0.0.1:" + device.port());
        assertThat(found.get(0).how()).isEqualTo(How.ONVIF);
        assertThat(device.logins()).as("nobody was logged in").isEmpty();
        assertThat(device.requests()).containsOnly(Map.entry("tds:GetSystemDateAndTime", 1L));
    }

    @Test
    void takesFewAnswersOfOneHostAndEndsAllTheSame() throws Exception {
        var many = new StringBuilder();
        for (int port = 1; port <= 40; port++) {
            many.append("http://127.0.0.1:").append(port).append("/</XAddrs></ProbeMatch><ProbeMatch><XAddrs>");
        }
        discovery(camera("", many.toString()).port());
        assertThat(scan(9)).hasSize(4);
    }

    @Test
    void keepsADismissedOneAwayInTheNextScan() throws Exception {
        discovery(camera("", "http://127.0.0.1:80/").port());
        var id = scan(9).get(0).id();
        discovery.dismiss(ADMIN, id);
        assertThat(scan(9)).isEmpty();
        assertThat(discovery.inbox(true)).hasSize(1).allMatch(Found::dismissed);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> discovery.dismiss(ADMIN, 99))
                .matches(e -> e.reason() == Reason.NOT_FOUND);
    }

    @Test
    void asksNobodyOutsideTheNetworksOfDevices() {
        discovery(9);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> discovery.start(
                        ADMIN, new ScanRequest(Optional.of("127.0.0.0/30"), List.of(), Optional.empty())))
                .matches(e -> e.rule().equals("discovery.not-allowed"));
        assertThat(discovery.latest()).isEmpty();
    }

    @Test
    void asksNoMulticastUnlessItIsSwitchedOn() {
        discovery(9);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(
                        () -> discovery.start(ADMIN, new ScanRequest(Optional.empty(), List.of(), Optional.of("lo"))))
                .matches(e -> e.rule().equals("discovery.multicast-off"))
                .satisfies(e -> assertThat(e.text().vi()).contains("etc/vn.matluoi.discovery.cfg"));
    }

    @Test
    void wantsToKnowWhere() {
        discovery(9);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(
                        () -> discovery.start(ADMIN, new ScanRequest(Optional.empty(), List.of(), Optional.empty())))
                .matches(e -> e.rule().equals("discovery.nowhere"));
    }

    @Test
    void runsOneScanAtATimeAndStopsIt() throws Exception {
        discovery = new DeviceDiscovery(
                database,
                NETWORKS,
                Targets.http(),
                (Sources) Proxy.newProxyInstance(
                        Sources.class.getClassLoader(), new Class<?>[] {Sources.class}, (s, m, a) -> null),
                (AuditLog) Proxy.newProxyInstance(
                        AuditLog.class.getClassLoader(), new Class<?>[] {AuditLog.class}, (s, m, a) -> null),
                Clock.systemUTC(),
                "",
                9,
                Duration.ofMinutes(10));
        var here = new ScanRequest(Optional.of("127.0.0.1"), List.of(9), Optional.empty());
        discovery.start(ADMIN, here);
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> discovery.start(ADMIN, here))
                .matches(e -> e.reason() == Reason.CONFLICT);
        discovery.stop(ADMIN);
        await().atMost(LONG)
                .until(() -> discovery.latest().orElseThrow().ended().isPresent());
    }
}
