package vn.matluoi.driver.onvif.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;

/**
 * Where the device's own ports are found from here, and the connections to them. The port the device has its device service at
 * is the one of the source's address, whatever a router makes of it; {@code http.port} and {@code rtsp.port} say where the
 * other two are; else a port is taken as told. The host is always the source's. Safe for any thread.
 */
final class Ports implements AutoCloseable {

    /** Options of a source: ports as seen from the hub. */
    static final String HTTP_OPTION = "http.port";

    static final String RTSP_OPTION = "rtsp.port";

    private static final int USUAL_RTSP = 554;

    /** A device has one port for services and at most one for pictures; more is not believed. */
    private static final int MOST = 3;

    private final DeviceHttp http;
    private final Target target;
    private final DeviceHttp.Connection main;
    private final Map<Integer, DeviceHttp.Connection> others = new HashMap<>(); // guarded by this
    private boolean closed; // guarded by this
    private volatile OptionalInt inside = OptionalInt.empty();

    Ports(DeviceHttp http, Target target) throws DeviceException {
        this.http = http;
        this.target = target;
        this.main = http.connect(target);
    }

    /** @param port of the device service as the device tells it */
    void inside(int port) {
        inside = OptionalInt.of(port);
    }

    int outside() {
        return port(target);
    }

    static int port(Target target) {
        int port = target.address().getPort();
        return port > 0 ? port : "https".equalsIgnoreCase(target.address().getScheme()) ? 443 : 80;
    }

    /** @return the port from here of a web address the device told */
    int web(Told told) throws DeviceException {
        int said = told.port().orElse(told.scheme().equals("https") ? 443 : 80);
        if (said == outside() || said == inside.orElse(outside())) {
            return outside();
        }
        return option(HTTP_OPTION).orElse(said);
    }

    int rtsp(Told told) throws DeviceException {
        return option(RTSP_OPTION).orElse(told.port().orElse(USUAL_RTSP));
    }

    private OptionalInt option(String key) throws DeviceException {
        var value = Optional.ofNullable(target.options().get(key))
                .map(String::strip)
                .filter(v -> !v.isEmpty());
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        var port = value.get().matches("\\d{1,5}") ? Told.valid(value.get()) : OptionalInt.empty();
        if (port.isEmpty()) {
            throw Words.badOption(key, value.get(), "1–65535");
        }
        return port;
    }

    /** @return the connection to the device at that port of the source's host */
    synchronized DeviceHttp.Connection at(int port) throws DeviceException {
        if (port == outside() || closed) {
            return main;
        }
        var known = others.get(port);
        if (known == null) {
            if (others.size() >= MOST) {
                throw Words.tooManyPorts(port);
            }
            known = http.connect(Targets.at(target, port));
            others.put(port, known);
        }
        return known;
    }

    DeviceHttp.Connection main() {
        return main;
    }

    @Override
    public synchronized void close() {
        closed = true;
        main.close();
        others.values().forEach(DeviceHttp.Connection::close);
        others.clear();
    }
}
