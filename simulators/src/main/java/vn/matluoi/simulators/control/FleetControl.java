package vn.matluoi.simulators.control;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import vn.matluoi.simulators.recorder.Fleet;

/**
 * {@code GET /state}, {@code POST /events} with {@code rate} (a second) and {@code POST /power} with {@code count} and {@code on},
 * on loopback, for a {@link Fleet}.
 */
public final class FleetControl implements AutoCloseable {

    private static final int LOOK_BACK_SECONDS = 300;

    private final Fleet fleet;
    private final JsonServer server;

    /** @param port 0 for any free one */
    public FleetControl(int port, Fleet fleet) throws IOException {
        this.fleet = fleet;
        server = new JsonServer(port, this::answer);
    }

    /** The port it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    private Object answer(String method, String path, String body) {
        Map<String, String> asked = Json.readFlat(body.isBlank() ? "{}" : body);
        switch (method + ' ' + path) {
            case "GET /state" -> {}
            case "POST /events" -> fleet.tellEvents((int) ControlServer.number(asked, "rate", 0));
            case "POST /power" ->
                fleet.power(
                        (int) ControlServer.number(asked, "count", 0),
                        Boolean.parseBoolean(ControlServer.required(asked, "on")));
            default ->
                throw new IllegalArgumentException(
                        "GET /state, POST /events or POST /power, not: " + method + ' ' + path);
        }
        Fleet.State now = fleet.state(LOOK_BACK_SECONDS);
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("told", now.told());
        state.put("streaming", now.streaming());
        state.put("connections", now.connections());
        state.put("mostConnectionsASecond", now.most());
        state.put("wrongLogins", now.wrong());
        state.put("locked", now.locked());
        return state;
    }
}
