package vn.matluoi.http.internal;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.http.DeviceNetworks;

/**
 * The device networks of {@code etc/vn.matluoi.devices.cfg}. A changed file takes effect at once and for what is
 * connected from then on; a bad value is refused, and the last good rules stay, over a restart too. Without any good
 * rules nothing may be reached. Each bundle has them as {@link BundleNetworks}.
 */
@Component(
        service = {ConfiguredNetworks.class, HealthCheck.class},
        configurationPid = "vn.matluoi.devices",
        immediate = true)
@Designate(ocd = ConfiguredNetworks.Config.class)
public final class ConfiguredNetworks implements DeviceNetworks, HealthCheck {

    static final String FILE = "etc/vn.matluoi.devices.cfg";
    static final String NETWORKS = "networks";
    static final String PORTS = "ports";
    static final String LOOPBACK_PORTS = "loopback.ports";

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredNetworks.class);
    private static final Set<String> KEYS = Set.of(NETWORKS, PORTS, LOOPBACK_PORTS);
    private static final List<String> CONTAINERS_OWN =
            List.of("service.", "felix.", "component.", "osgi.", "org.apache.");
    private static final long OWN_FOR_NANOS = 30_000_000_000L;

    /** What may be configured; the defaults are in force without a file. */
    @ObjectClassDefinition(
            name = "Device networks",
            description = "Networks and ports devices may have; one file, " + FILE + ".")
    public @interface Config {

        @AttributeDefinition(description = "Allowed networks, separated by commas.")
        String networks() default "10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16";

        @AttributeDefinition(description = "Allowed ports and ranges of ports, separated by commas.")
        String ports() default "80-89, 443, 554, 2020, 5000, 8000-8999, 10080, 10443, 10554";

        @AttributeDefinition(description = "Ports allowed on this machine itself (127.0.0.1, ::1); empty for none.")
        String loopback_ports() default "";
    }

    private record State(Optional<NetworkRules> rules, Optional<Text> refused) {}

    private record Own(Set<InetAddress> addresses, long since) {}

    private final Names names = new Names();
    private final Optional<Path> memory;
    private volatile State state = new State(Optional.empty(), Optional.empty());
    private volatile Own own = new Own(Set.of(), System.nanoTime() - 2 * OWN_FOR_NANOS);

    @Activate
    public ConfiguredNetworks(BundleContext context, Config config, Map<String, Object> all) {
        this(Optional.ofNullable(context.getDataFile("devices.properties")).map(File::toPath), config, all);
    }

    /** @param memory file that keeps the last good values over a restart */
    ConfiguredNetworks(Optional<Path> memory, Config config, Map<String, Object> all) {
        this.memory = memory;
        changed(config, all);
        if (state.rules.isEmpty()) {
            recall();
        }
    }

    @Modified
    void changed(Config config, Map<String, Object> all) {
        try {
            checkKeys(all);
            var rules = NetworkRules.parse(config.networks(), config.ports(), config.loopback_ports());
            state = new State(Optional.of(rules), Optional.empty());
            remember(config);
            LOG.info("devices may be in {} on ports {}", config.networks(), config.ports());
        } catch (NetworkRules.Unreadable e) {
            var what = new Text(
                    "%s, khóa %s: %s".formatted(FILE, e.key(), e.what().vi()),
                    "%s, key %s: %s".formatted(FILE, e.key(), e.what().en()));
            LOG.error("refused, the last good networks stay: {}", what.en());
            state = new State(state.rules, Optional.of(what));
        }
    }

    @Deactivate
    void stop() {
        names.close();
    }

    private static void checkKeys(Map<String, Object> all) throws NetworkRules.Unreadable {
        for (var key : new TreeSet<>(all.keySet())) {
            if (!KEYS.contains(key) && CONTAINERS_OWN.stream().noneMatch(key::startsWith)) {
                var known = new TreeSet<>(KEYS);
                throw new NetworkRules.Unreadable(
                        key,
                        new Text("không có khóa này; các khóa: " + known, "there is no such key; known are " + known),
                        null);
            }
        }
    }

    @Override
    public InetSocketAddress resolve(String host, int port) throws DeviceException {
        var rules = state.rules.orElseThrow(() -> Failures.network(
                "Chưa có mạng thiết bị hợp lệ trong %s.".formatted(FILE),
                "%s holds no usable networks.".formatted(FILE)));
        boolean written = Literals.isAddress(host);
        if (Literals.isDisguised(host) || !written && !Literals.isName(host)) {
            throw Failures.network(
                    "'%s' không phải tên máy hay địa chỉ IP viết đầy đủ.".formatted(host),
                    "'%s' is neither a host name nor an IP address written in full.".formatted(host));
        }
        Optional<Refused> why = Optional.empty();
        for (var address : names.addresses(host)) {
            var denied = rules.deny(address, port, ownAddresses());
            if (denied.isEmpty()) {
                return new InetSocketAddress(address, port);
            }
            why = why.or(() -> denied);
        }
        throw why.orElseThrow(
                () -> Failures.network("%s không có địa chỉ.".formatted(host), "%s has no address.".formatted(host)));
    }

    private Set<InetAddress> ownAddresses() {
        var known = own;
        if (System.nanoTime() - known.since > OWN_FOR_NANOS) {
            known = new Own(measured(known), System.nanoTime());
            own = known;
        }
        return known.addresses;
    }

    private static Set<InetAddress> measured(Own before) {
        try {
            var found = new HashSet<InetAddress>();
            NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .forEach(found::add);
            return Set.copyOf(found);
        } catch (SocketException e) {
            LOG.warn("the machine's own addresses cannot be read: {}", e.getMessage());
            return before.addresses;
        }
    }

    @Override
    public String name() {
        return "devices";
    }

    @Override
    public Result check() {
        var now = state;
        if (now.rules.isEmpty()) {
            var what = now.refused.orElse(Text.same(FILE));
            return Result.down(
                    new Text("Không có mạng thiết bị hợp lệ: " + what.vi(), "No usable device networks: " + what.en()));
        }
        return Result.ok(now.refused
                .map(r -> new Text(
                        "Cấu hình mới bị từ chối, giữ cấu hình đúng gần nhất: " + r.vi(),
                        "New configuration refused, the last good one stays: " + r.en()))
                .orElse(new Text("Mạng thiết bị hợp lệ", "Device networks are good")));
    }

    private void remember(Config config) {
        var values = new Properties();
        values.setProperty(NETWORKS, config.networks());
        values.setProperty(PORTS, config.ports());
        values.setProperty(LOOPBACK_PORTS, config.loopback_ports());
        memory.ifPresent(file -> {
            try (var out = Files.newBufferedWriter(file)) {
                values.store(out, null);
            } catch (IOException e) {
                LOG.warn("the good device networks could not be kept for the next start: {}", e.getMessage());
            }
        });
    }

    private void recall() {
        memory.filter(Files::exists).ifPresent(file -> {
            try (var in = Files.newBufferedReader(file)) {
                var values = new Properties();
                values.load(in);
                var rules = NetworkRules.parse(
                        values.getProperty(NETWORKS, ""),
                        values.getProperty(PORTS, ""),
                        values.getProperty(LOOPBACK_PORTS, ""));
                state = new State(Optional.of(rules), state.refused);
            } catch (IOException | NetworkRules.Unreadable e) {
                LOG.warn("the device networks of the last run cannot be read: {}", e.getMessage());
            }
        });
    }
}
