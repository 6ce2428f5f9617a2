package vn.matluoi.discovery.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.api.discovery.Discovery;
import vn.matluoi.api.discovery.Found;
import vn.matluoi.api.discovery.Scan;
import vn.matluoi.api.discovery.ScanRequest;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.schema.SchemaReady;
import vn.matluoi.api.source.Sources;

/** Scans on a thread that lives as long as the scan: Probes by multicast, Probes to each address, then HTTP where none answered. */
@Component
@Designate(ocd = DiscoveryConfig.class)
public final class DeviceDiscovery implements Discovery {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceDiscovery.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int PAGE = 200;
    private static final int MOST_OF_A_HOST = 4;

    private final Inbox inbox;
    private final DeviceNetworks networks;
    private final DeviceHttp http;
    private final Sources sources;
    private final AuditLog audit;
    private final Clock clock;
    private final String multicast;
    private final int port;
    private final Duration patience;
    private Optional<Running> latest = Optional.empty(); // guarded by this

    @Activate
    public DeviceDiscovery(
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=discovery)") SchemaReady schema,
            @Reference DeviceNetworks networks,
            @Reference DeviceHttp http,
            @Reference Sources sources,
            @Reference AuditLog audit,
            DiscoveryConfig config) {
        this(
                database,
                networks,
                http,
                sources,
                audit,
                Clock.systemUTC(),
                config.multicast_interface().strip(),
                Probe.PORT,
                PATIENCE);
    }

    DeviceDiscovery(
            DataSource database,
            DeviceNetworks networks,
            DeviceHttp http,
            Sources sources,
            AuditLog audit,
            Clock clock,
            String multicast,
            int port,
            Duration patience) {
        this.inbox = new Inbox(database);
        this.networks = networks;
        this.http = http;
        this.sources = sources;
        this.audit = audit;
        this.clock = clock;
        this.multicast = multicast;
        this.port = port;
        this.patience = patience;
    }

    /** A scan, as its thread sees it. */
    private static final class Running {
        private final ScanRequest request;
        private final String by;
        private final Instant began;
        private final int addresses;
        private final Set<String> found = ConcurrentHashMap.newKeySet();
        private final Map<String, Set<String>> places = new ConcurrentHashMap<>();
        private volatile int asked;
        private volatile boolean stopped;
        private volatile Optional<Instant> ended = Optional.empty();
        private volatile Optional<Text> problem = Optional.empty();

        Running(ScanRequest request, String by, Instant began, int addresses) {
            this.request = request;
            this.by = by;
            this.began = began;
            this.addresses = addresses;
        }

        Scan scan() {
            return new Scan(request, by, began, ended, addresses, asked, found.size(), problem);
        }
    }

    @Override
    public Scan start(Caller by, ScanRequest request) {
        var addresses = request.range().map(Range::addresses).orElse(List.of());
        var on = request.networkInterface().map(this::multicastOn);
        if (addresses.isEmpty() && on.isEmpty()) {
            throw wrong(
                    "range",
                    "discovery.nowhere",
                    new Text(
                            "Cần một dải địa chỉ, hoặc một card mạng để hỏi multicast.",
                            "A range is needed, or an interface to ask by multicast."));
        }
        allowed(addresses, request.ports());
        Running mine;
        synchronized (this) {
            if (latest.filter(scan -> scan.ended.isEmpty()).isPresent()) {
                throw new HubException(
                        Reason.CONFLICT,
                        "discovery.running",
                        new Text(
                                "Đang có một lượt tìm khác. Hãy chờ xong, hoặc dừng nó.",
                                "Another scan is running. Wait for it to end, or stop it."));
            }
            mine = new Running(request, by.account(), clock.instant(), addresses.size());
            latest = Optional.of(mine);
        }
        try {
            audit.append(AuditRecord.of(
                    by.account(),
                    "discovery",
                    "discovery.scan",
                    request.range().orElse(request.networkInterface().orElse("")),
                    Outcome.DONE,
                    Map.of("ports", request.ports().toString())));
        } catch (RuntimeException e) {
            mine.ended = Optional.of(clock.instant()); // what cannot be recorded is not done
            throw e;
        }
        var thread = new Thread(() -> run(mine, addresses, on), "discovery");
        thread.setDaemon(true);
        thread.start();
        return mine.scan();
    }

    private void run(Running scan, List<InetAddress> addresses, Optional<NetworkInterface> on) {
        try {
            var udp = new UdpRound(
                    patience, port, () -> scan.stopped, claim -> take(scan, claim), asked -> scan.asked = asked);
            if (on.isPresent()) {
                udp.multicast(on.get(), this::mayBe);
            }
            if (!addresses.isEmpty()) {
                udp.unicast(addresses);
                var silent = addresses.stream()
                        .filter(a -> !scan.found.contains(a.getHostAddress()))
                        .toList();
                new HttpRound(
                                http,
                                scan.request.ports(),
                                () -> scan.stopped,
                                claim -> take(scan, claim),
                                asked -> scan.asked = addresses.size() - silent.size() + asked)
                        .ask(silent);
            }
        } catch (IOException e) {
            scan.problem = Optional.of(new Text(
                    "Mạng không cho gửi: " + e.getMessage(), "The network does not let us send: " + e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (HubException e) {
            scan.problem = Optional.of(e.text());
        } catch (RuntimeException e) {
            LOG.error("a scan for devices broke off", e);
            scan.problem = Optional.of(Text.same(e.toString()));
        } finally {
            scan.ended = Optional.of(clock.instant());
            LOG.info("scan for devices over: {} of {} addresses answered", scan.found.size(), scan.addresses);
        }
    }

    /** The same answer once, and few of one host: what answers again and again must not crowd out the others. */
    private void take(Running scan, Claim claim) {
        var places = scan.places.computeIfAbsent(claim.address().getHost(), host -> ConcurrentHashMap.newKeySet());
        if (places.size() < MOST_OF_A_HOST && places.add(claim.address().toString())) {
            inbox.seen(claim, clock.instant());
            scan.found.add(claim.address().getHost());
        }
    }

    /** Who answers a multicast is only listened to from networks the hub may reach devices in. */
    private boolean mayBe(InetAddress address) {
        return ScanRequest.USUAL_PORTS.stream()
                .anyMatch(p -> refusal(address, p).isEmpty());
    }

    /** Each address must be one the hub may reach by at least one of the ports. */
    private void allowed(List<InetAddress> addresses, List<Integer> ports) {
        if (ports.stream().anyMatch(p -> p < 1 || p > 65_535) || ports.size() > 16) {
            throw wrong(
                    "ports",
                    "discovery.ports",
                    new Text("Cổng từ 1 đến 65535, nhiều nhất 16 cổng.", "Ports are 1 to 65535, at most 16 of them."));
        }
        for (var address : addresses) {
            Optional<Text> why = Optional.empty();
            for (int p : ports) {
                why = refusal(address, p);
                if (why.isEmpty()) {
                    break;
                }
            }
            if (why.isPresent()) {
                throw wrong("range", "discovery.not-allowed", why.get());
            }
        }
    }

    private Optional<Text> refusal(InetAddress address, int port) {
        try {
            networks.resolve(address.getHostAddress(), port);
            return Optional.empty();
        } catch (DeviceException e) {
            return Optional.of(e.text());
        }
    }

    private NetworkInterface multicastOn(String name) {
        if (!name.equals(multicast) || name.isEmpty()) {
            throw wrong(
                    "interface",
                    "discovery.multicast-off",
                    new Text(
                            "Chưa cho phép hỏi multicast qua %s: ghi multicast.interface = %s vào etc/vn.matluoi.discovery.cfg."
                                    .formatted(name, name),
                            "Multicast on %s is not allowed: write multicast.interface = %s to etc/vn.matluoi.discovery.cfg."
                                    .formatted(name, name)));
        }
        try {
            var on = NetworkInterface.getByName(name);
            if (on != null && on.isUp() && on.supportsMulticast()) {
                return on;
            }
        } catch (IOException e) {
            LOG.debug("interface {}", name, e);
        }
        throw wrong(
                "interface",
                "discovery.interface",
                new Text(
                        "Máy này không có card mạng %s, hoặc nó không hỏi multicast được.".formatted(name),
                        "This machine has no interface %s, or it cannot multicast.".formatted(name)));
    }

    private static HubException wrong(String field, String rule, Text text) {
        return new HubException(Reason.INVALID, rule, text, List.of(new FieldError(field, rule, text)));
    }

    @Override
    public synchronized void stop(Caller by) {
        latest.ifPresent(scan -> scan.stopped = true);
    }

    @Override
    public synchronized Optional<Scan> latest() {
        return latest.map(Running::scan);
    }

    @Override
    public List<Found> inbox(boolean dismissed) {
        var sourceAt = sourcesByPlace();
        return inbox.list(dismissed, address -> Optional.ofNullable(sourceAt.get(place(address))));
    }

    /** Host and port: behind one address of a commune there may be several recorders. */
    private static String place(URI address) {
        int port = address.getPort() > 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        return address.getHost() + ":" + port;
    }

    private Map<String, String> sourcesByPlace() {
        var places = new HashMap<String, String>();
        var cursor = Optional.<String>empty();
        do {
            var page = sources.list(Scope.all(), Optional.empty(), PAGE, cursor);
            page.items().forEach(source -> source.settings()
                    .address()
                    .ifPresent(address -> places.putIfAbsent(
                            place(address), source.settings().id().value())));
            cursor = page.next();
        } while (cursor.isPresent());
        return places;
    }

    @Override
    public void dismiss(Caller by, long id) {
        var address = inbox.dismiss(id)
                .orElseThrow(() -> new HubException(
                        Reason.NOT_FOUND,
                        "discovery.unknown",
                        new Text("Không có mục này trong danh sách tìm thấy.", "There is no such entry in the list.")));
        audit.append(AuditRecord.of(
                by.account(),
                "discovery",
                "discovery.dismiss",
                address,
                Outcome.DONE,
                Map.of("id", String.valueOf(id))));
    }

    @Deactivate
    synchronized void end() {
        latest.ifPresent(scan -> scan.stopped = true);
    }
}
