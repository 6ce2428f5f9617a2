package vn.matluoi.media.internal;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import vn.matluoi.api.Text;

/**
 * How media is set up, checked.
 *
 * @param address where to listen
 * @param port 0 to 65,535; 0 for any free one
 * @param host the host that stands in ticket addresses
 * @param linger how long an upstream stays after its last viewer
 * @param queueBytesTotal most bytes that wait for all slow viewers together
 * @param queueBytesViewer most bytes that wait for one slow viewer
 * @param connections most connections of viewers
 * @param connectionsAddress most connections from one address
 */
record Settings(
        String address,
        int port,
        String host,
        Duration linger,
        long queueBytesTotal,
        long queueBytesViewer,
        int connections,
        int connectionsAddress) {

    static final String FILE = "etc/vn.matluoi.media.cfg";
    static final String PORT = "rtsp.port";
    static final String ADDRESS = "rtsp.address";
    static final String HOST = "rtsp.host";
    static final String LINGER = "linger.seconds";
    static final String TOTAL = "queue.bytes.total";
    static final String VIEWER = "queue.bytes.viewer";
    static final String CONNECTIONS = "connections.total";
    static final String CONNECTIONS_ADDRESS = "connections.address";

    /** Every key there is. */
    static final List<String> KEYS =
            List.of(PORT, ADDRESS, HOST, LINGER, TOTAL, VIEWER, CONNECTIONS, CONNECTIONS_ADDRESS);

    private static final long KIB = 1024;
    private static final long MIB = 1024 * KIB;

    /**
     * @param properties as they stand in the file; what is missing has its default
     * @param directMemory most direct memory of this process, in bytes
     * @throws BadSettings naming every key at fault
     */
    static Settings of(Map<String, Object> properties, long directMemory) throws BadSettings {
        var read = new Reader(properties);
        var address = read.host(ADDRESS, "127.0.0.1");
        var settings = new Settings(
                address,
                (int) read.number(PORT, Long.getLong("matluoi.port.rtsp", 8554L), 0, 65_535),
                read.host(HOST, shown(address)),
                Duration.ofSeconds(read.number(LINGER, 25, 1, 3600)),
                read.number(TOTAL, Math.max(MIB, directMemory / 4), MIB, 64L * 1024 * MIB),
                read.number(VIEWER, 2 * MIB, 64 * KIB, 64 * MIB),
                (int) read.number(CONNECTIONS, 4096, 1, 65_535),
                (int) read.number(CONNECTIONS_ADDRESS, 256, 1, 65_535));
        read.finish();
        return settings;
    }

    /** @return the address under which a viewer opens a ticket */
    URI live(int actualPort, String ticket) {
        try {
            return address(host, actualPort, "/live/" + ticket);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the host was checked", e);
        }
    }

    /** @return the same for recorded footage */
    URI playback(int actualPort, String ticket) {
        return live(actualPort, "").resolve("/playback/" + ticket);
    }

    private static URI address(String host, int port, String path) throws URISyntaxException {
        return new URI("rtsp", null, host, port, path, null, null);
    }

    private static String shown(String address) {
        return "0.0.0.0".equals(address) || "::".equals(address) ? "localhost" : address;
    }

    /** A value that cannot be used. */
    static final class BadSettings extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Text text;

        BadSettings(Text text) {
            super(text.en());
            this.text = text;
        }

        Text text() {
            return text;
        }
    }

    private record Reader(Map<String, Object> properties, List<Text> faults) {

        Reader(Map<String, Object> properties) {
            this(properties, new ArrayList<>());
        }

        long number(String key, long otherwise, long least, long most) {
            var text = String.valueOf(properties.getOrDefault(key, otherwise)).strip();
            if (text.matches("\\d{1,18}")) {
                var value = Long.parseLong(text);
                if (value >= least && value <= most) {
                    return value;
                }
            }
            faults.add(new Text(
                    key + " là số nguyên từ " + least + " đến " + most,
                    key + " is a whole number from " + least + " to " + most));
            return otherwise;
        }

        String host(String key, String otherwise) {
            var text = String.valueOf(properties.getOrDefault(key, "")).strip();
            if (text.isEmpty()) {
                return otherwise;
            }
            if (!text.matches("[A-Za-z0-9.:-]{1,255}") || !standsInAnAddress(text)) {
                faults.add(new Text(
                        key + " là tên máy hoặc địa chỉ, không kèm cổng",
                        key + " is a host name or an address, without a port"));
            }
            return text;
        }

        private static boolean standsInAnAddress(String host) {
            try {
                return address(host, 8554, "/x").getHost() != null;
            } catch (URISyntaxException e) {
                return false;
            }
        }

        void finish() throws BadSettings {
            if (!faults.isEmpty()) {
                throw new BadSettings(new Text(FILE + ": " + all(Text::vi), FILE + ": " + all(Text::en)));
            }
        }

        private String all(Function<Text, String> language) {
            return faults.stream().map(language).collect(Collectors.joining("; "));
        }
    }
}
