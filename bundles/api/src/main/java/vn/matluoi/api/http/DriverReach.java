package vn.matluoi.api.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/**
 * What a driver says it reaches, in the header {@value #HEADER} of its bundle: ways with commas between, each
 * {@code SCHEME[:PORTS][@NETWORK]}, as {@code http, rtsp:554, tcp:9000-9010@10.20.0.0/16, https@fd00::/8}. Ports are one, a range, or
 * {@code *}, as is none; the network is {@code devices}, as is none: all that the hub allows devices to have. The hub's client
 * and its streams go nowhere else for that driver, besides to what people set as a source's address or ports: nothing
 * is sent there. It narrows {@link DeviceNetworks}, and never widens it. How: {@code docs/design/plugin-lifecycle.md}.
 *
 * @param ways one at least
 */
public record DriverReach(List<Way> ways) {

    public static final String HEADER = "Matluoi-Reaches";

    /** Of a driver that opens sockets by itself; {@code tcp} goes for every scheme. */
    private static final Set<String> SCHEMES = Set.of("http", "https", "rtsp", "rtsps", "tcp", "udp");

    private static final int LONGEST = 400;
    private static final String DEVICES = "devices";
    private static final Pattern FORM =
            Pattern.compile("([a-z]+)(?::(\\*|\\d{1,5}(?:-\\d{1,5})?))?(?:@([0-9a-z.:/]+))?");
    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9a-f:]*:[0-9a-f:]*");
    private static final int MOST_PORT = 65_535;

    public DriverReach {
        ways = List.copyOf(ways);
    }

    /**
     * One way.
     *
     * @param from lowest port, 1 to 65535
     * @param to highest port
     * @param network empty for all that the hub allows
     */
    public record Way(String scheme, int from, int to, Optional<Network> network) {

        private boolean leadsTo(InetSocketAddress place) {
            return place.getPort() >= from
                    && place.getPort() <= to
                    && network.map(each -> each.contains(place.getAddress())).orElse(true);
        }

        @Override
        public String toString() {
            var ports = from == 1 && to == MOST_PORT ? "" : ":" + from + (to > from ? "-" + to : "");
            return scheme + ports + network.map(each -> "@" + each).orElse("");
        }
    }

    /** A network, as {@code 10.0.0.0/8}; a single address is a network of one. */
    public record Network(InetAddress address, int prefix) {

        private boolean contains(InetAddress other) {
            var own = address.getAddress();
            var bytes = other.getAddress();
            return own.length == bytes.length && Arrays.equals(masked(own, prefix), masked(bytes, prefix));
        }

        private static byte[] masked(byte[] bytes, int prefix) {
            for (var bit = prefix; bit < bytes.length * 8; bit++) {
                bytes[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
            }
            return bytes;
        }

        @Override
        public String toString() {
            return address.getHostAddress() + "/" + prefix;
        }
    }

    /** @throws HubException {@code INVALID}, naming the header, the way and the rule, if it is not written so */
    public static DriverReach parse(String header) {
        if (header.length() > LONGEST) {
            throw miswritten(
                    header.substring(0, 20) + "…",
                    "dài hơn %d ký tự".formatted(LONGEST),
                    "it is longer than %d characters".formatted(LONGEST));
        }
        return new DriverReach(Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .map(DriverReach::way)
                .toList());
    }

    private static Way way(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw miswritten(
                    text,
                    "phải có dạng GIAO_THỨC[:CỔNG][@MẠNG], như rtsp:554@10.0.0.0/8",
                    "it must be SCHEME[:PORTS][@NETWORK], as rtsp:554@10.0.0.0/8");
        }
        if (!SCHEMES.contains(form.group(1))) {
            var known = new TreeSet<>(SCHEMES);
            throw miswritten(
                    text,
                    "không có giao thức này; các giao thức: " + known,
                    "there is no such scheme; known are " + known);
        }
        var ports = Optional.ofNullable(form.group(2)).filter(each -> !each.equals("*"));
        var ends = ports.map(each -> each.split("-")).orElse(new String[] {"1", String.valueOf(MOST_PORT)});
        var from = Integer.parseInt(ends[0]);
        var to = Integer.parseInt(ends[ends.length - 1]);
        if (from < 1 || to > MOST_PORT || to < from) {
            throw miswritten(
                    text,
                    "cổng là số từ 1 đến 65535, khoảng cổng từ nhỏ đến lớn",
                    "ports are numbers from 1 to 65535, ranges from the lower to the higher");
        }
        return new Way(
                form.group(1),
                from,
                to,
                Optional.ofNullable(form.group(3))
                        .filter(each -> !each.equals(DEVICES))
                        .map(each -> network(text, each)));
    }

    private static Network network(String way, String text) {
        var parts = text.split("/", -1);
        // nothing but what is written as an address is asked for: no name is ever looked up here
        if (parts.length > 2
                || !V4.matcher(parts[0]).matches() && !V6.matcher(parts[0]).matches()) {
            throw noNetwork(way);
        }
        try {
            var address = InetAddress.getByName(parts[0]);
            var bits = address.getAddress().length * 8;
            if (parts.length == 2 && !parts[1].matches("\\d{1,3}")) {
                throw noNetwork(way);
            }
            var prefix = parts.length == 2 ? Integer.parseInt(parts[1]) : bits;
            if (prefix > bits || !Arrays.equals(Network.masked(address.getAddress(), prefix), address.getAddress())) {
                throw miswritten(
                        way,
                        "mạng có nhiều nhất %d bit, các bit sau đó phải bằng 0".formatted(bits),
                        "a network has at most %d bits, and none set behind its first".formatted(bits));
            }
            return new Network(address, prefix);
        } catch (UnknownHostException e) {
            throw noNetwork(way);
        }
    }

    private static HubException noNetwork(String way) {
        return miswritten(
                way,
                "mạng phải là devices, hay như 10.0.0.0/8 hoặc fd00::/8",
                "its network must be devices, or as 10.0.0.0/8 or fd00::/8");
    }

    private static HubException miswritten(String way, String vi, String en) {
        var shown = way.replaceAll("[^\\x21-\\x7e…]", "?");
        return new HubException(
                Reason.INVALID,
                "driver.reaches",
                new Text("%s, “%s”: %s".formatted(HEADER, shown, vi), "%s, “%s”: %s".formatted(HEADER, shown, en)));
    }

    /** @return whether it says so for one of these schemes, or for {@code tcp} */
    public boolean allows(Set<String> schemes, InetSocketAddress to) {
        return ways.stream()
                .filter(way -> way.scheme().equals("tcp") || schemes.contains(way.scheme()))
                .anyMatch(way -> way.leadsTo(to));
    }

    /** @return whether it says so, by whatever way */
    public boolean allows(InetSocketAddress to) {
        return allows(SCHEMES, to);
    }

    /** @return whether the driver opens sockets by itself */
    public boolean opensSockets() {
        return ways.stream().map(Way::scheme).anyMatch(Set.of("tcp", "udp")::contains);
    }

    @Override
    public String toString() {
        return ways.stream().map(Way::toString).collect(Collectors.joining(", "));
    }
}
