package vn.matluoi.simulators.control;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.onvif.Event;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifDevice;

/**
 * {@code GET /state}, {@code POST /event}, {@code /mode}, {@code /fault}, {@code /channel}, {@code /password} and
 * {@code /reset} on loopback, for all ONVIF devices of one program. It gives no password away.
 */
public final class OnvifControl implements AutoCloseable {

    private static final Duration LOCK = Duration.ofMinutes(30);

    private final Supplier<List<OnvifDevice>> devices;
    private final JsonServer server;

    /** @param port 0 for any free one */
    public OnvifControl(int port, Supplier<List<OnvifDevice>> devices) throws IOException {
        this.devices = devices;
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
        String line = method + ' ' + path;
        if (line.equals("GET /state")) {
            return Map.of(
                    "devices", devices.get().stream().map(OnvifControl::state).toList());
        }
        Map<String, String> asked = method.equals("POST") ? Json.readFlat(body.isBlank() ? "{}" : body) : Map.of();
        switch (line) {
            case "POST /event" -> event(device(asked), asked);
            case "POST /mode" ->
                device(asked)
                        .set(
                                Mode.of(ControlServer.required(asked, "mode")),
                                !asked.getOrDefault("on", "true").equals("false"));
            case "POST /fault" -> fault(device(asked), asked);
            case "POST /channel" ->
                device(asked)
                        .setOnline(
                                (int) ControlServer.number(asked, "n", 0),
                                Boolean.parseBoolean(ControlServer.required(asked, "online")));
            case "POST /password" -> device(asked).changePassword(ControlServer.required(asked, "password"));
            case "POST /reset" -> device(asked).resetCounts();
            default ->
                throw new IllegalArgumentException(
                        "GET /state, POST /event, POST /mode, POST /fault, POST /channel, POST /password or POST /reset, not: "
                                + line);
        }
        return state(device(asked));
    }

    /** The source follows from the channel, where there is one and nothing else is said. */
    private static void event(OnvifDevice device, Map<String, String> asked) {
        long channel = ControlServer.number(asked, "channel", 0);
        if (channel < 0 || channel > device.channels()) {
            throw new IllegalArgumentException("channel is 1 to " + device.channels() + ", or left out");
        }
        String topic = ControlServer.required(asked, "topic");
        String where = topic.startsWith("tns1:RuleEngine/") ? "VideoSourceConfigurationToken" : "Source";
        String token = topic.startsWith("tns1:RuleEngine/") ? "VideoSourceConfig_" : "VideoSource_";
        device.happen(new Event(
                topic,
                asked.getOrDefault("sourceName", channel == 0 ? "" : where),
                asked.getOrDefault("source", channel == 0 ? "" : token + channel),
                asked.getOrDefault("name", "State"),
                asked.getOrDefault("value", "true"),
                asked.getOrDefault("operation", "Changed"),
                asked.containsKey("at") ? Instant.parse(asked.get("at")) : Instant.now()));
    }

    private static void fault(OnvifDevice device, Map<String, String> asked) {
        String kind = ControlServer.required(asked, "kind");
        switch (kind) {
            case "locked" -> device.lock(Duration.ofSeconds(ControlServer.number(asked, "seconds", LOCK.toSeconds())));
            case "unlocked" -> device.lock(Duration.ZERO);
            case "stale" -> device.expireNonces();
            default ->
                device.setFault(new Fault(
                        Fault.Kind.of(kind),
                        Fault.Where.of(asked.getOrDefault("where", "both")),
                        asked.getOrDefault("path", ""),
                        ControlServer.number(asked, "seconds", 0),
                        (int) ControlServer.number(asked, "year", 0)));
        }
    }

    private OnvifDevice device(Map<String, String> asked) {
        List<OnvifDevice> all = devices.get();
        if (!asked.containsKey("device") && all.size() == 1) {
            return all.get(0);
        }
        String name = ControlServer.required(asked, "device");
        return all.stream()
                .filter(device -> device.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no device " + name));
    }

    private static Map<String, Object> state(OnvifDevice device) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", device.name());
        state.put("address", device.address());
        state.put("rtspPort", device.rtspPort());
        state.put("serial", device.serial());
        state.put("user", device.user());
        state.put("modes", device.modes().stream().map(Mode::token).sorted().toList());
        state.put("fault", device.fault().kind().token());
        state.put("lockedSeconds", device.lockedSeconds());
        Map<String, Object> logins = new LinkedHashMap<>();
        device.logins()
                .forEach((name, count) -> logins.put(
                        name, Map.of("ok", count.ok(), "wrong", count.wrong(), "whileLocked", count.whileLocked())));
        state.put("logins", logins);
        state.put("challenges", device.challenges());
        state.put("requests", device.requests());
        state.put("subscriptions", device.subscriptions());
        state.put("channels", device.channels());
        return state;
    }
}
