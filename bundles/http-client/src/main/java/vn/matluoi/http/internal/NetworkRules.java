package vn.matluoi.http.internal;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Refused;

/**
 * What addresses and ports a device may have. Denied even inside an allowed network, unless named: loopback (named by
 * {@code loopback.ports}), link-local (by a network that lies within it) and the hub's own addresses (each by itself).
 * Multicast and the any-address can not be named.
 *
 * @param networks allowed networks
 * @param ports allowed ports
 * @param loopback ports allowed on loopback
 */
record NetworkRules(List<Cidr> networks, Ports ports, Ports loopback) {

    private static final List<Cidr> LINK_LOCAL = List.of(Cidr.parse("169.254.0.0/16"), Cidr.parse("fe80::/10"));

    /** A value that cannot be read. */
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1L;

        private final String key;
        private final transient Text what;

        Unreadable(String key, Text what, Throwable cause) {
            super(what.en(), cause);
            this.key = key;
            this.what = what;
        }

        String key() {
            return key;
        }

        Text what() {
            return what;
        }
    }

    static NetworkRules parse(String networks, String ports, String loopback) throws Unreadable {
        return new NetworkRules(
                networks(networks),
                ports(ConfiguredNetworks.PORTS, ports),
                ports(ConfiguredNetworks.LOOPBACK_PORTS, loopback));
    }

    private static List<Cidr> networks(String text) throws Unreadable {
        var found = new ArrayList<Cidr>();
        for (var item : text.split(",")) {
            if (!item.isBlank()) {
                try {
                    found.add(Cidr.parse(item.strip()));
                } catch (Miswritten e) {
                    throw new Unreadable(ConfiguredNetworks.NETWORKS, e.text(), e);
                }
            }
        }
        return List.copyOf(found);
    }

    private static Ports ports(String key, String text) throws Unreadable {
        try {
            return Ports.parse(text);
        } catch (Miswritten e) {
            throw new Unreadable(key, e.text(), e);
        }
    }

    /**
     * @param own the hub's own addresses
     * @return why that address may not be connected to; empty if it may
     */
    Optional<Refused> deny(InetAddress address, int port, Set<InetAddress> own) {
        if (address.isMulticastAddress() || address.isAnyLocalAddress()) {
            return Optional.of(Failures.network(
                    "%s không thể là địa chỉ của một thiết bị.".formatted(show(address)),
                    "%s cannot be a device's address.".formatted(show(address))));
        }
        if (address.isLoopbackAddress()) {
            return loopback.contains(port) ? Optional.empty() : Optional.of(notNamed(address, port, "loopback.ports"));
        }
        if (address.isLinkLocalAddress()) {
            boolean named = networks.stream()
                    .anyMatch(n -> n.contains(address) && LINK_LOCAL.stream().anyMatch(n::within));
            if (!named) {
                return Optional.of(notNamed(address, port, ConfiguredNetworks.NETWORKS));
            }
        } else if (own.contains(address)) {
            if (networks.stream().noneMatch(n -> n.single() && n.contains(address))) {
                return Optional.of(Failures.network(
                        "%s là địa chỉ của chính máy chủ này. Nếu đúng là nơi cần nối, thêm %s/32 vào khóa networks của %s."
                                .formatted(show(address), show(address), ConfiguredNetworks.FILE),
                        "%s is an address of this machine itself. If the hub is to connect there, add %s/32 to the key networks of %s."
                                .formatted(show(address), show(address), ConfiguredNetworks.FILE)));
            }
        } else if (networks.stream().noneMatch(n -> n.contains(address))) {
            return Optional.of(notNamed(address, port, ConfiguredNetworks.NETWORKS));
        }
        return ports.contains(port) ? Optional.empty() : Optional.of(notNamed(address, port, ConfiguredNetworks.PORTS));
    }

    private static Refused notNamed(InetAddress address, int port, String key) {
        return Failures.network(
                "%s cổng %d nằm ngoài các mạng và cổng được phép. Nếu đúng là nơi cần nối, thêm vào khóa %s của %s."
                        .formatted(show(address), port, key, ConfiguredNetworks.FILE),
                "%s port %d is outside the allowed networks and ports. If the hub is to connect there, add it to the key %s of %s."
                        .formatted(show(address), port, key, ConfiguredNetworks.FILE));
    }

    private static String show(InetAddress address) {
        return address.getHostAddress();
    }
}
