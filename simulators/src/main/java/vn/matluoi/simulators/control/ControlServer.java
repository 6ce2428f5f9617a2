package vn.matluoi.simulators.control;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.Look;
import vn.matluoi.simulators.recorder.Quirk;

/**
 * {@code GET /state}, {@code POST /fault}, {@code /channel}, {@code /event}, {@code /quirk}, {@code /wiring}, {@code /label}, {@code /password} and {@code /reset} on loopback, for all
 * recorders of one program. It gives no password away.
 */
public final class ControlServer implements AutoCloseable {

    private static final Duration LOCK = Duration.ofMinutes(30);

    private final Map<String, HikvisionRecorder> recorders = new LinkedHashMap<>();
    private final JsonServer server;

    /** @param port 0 for any free one */
    public ControlServer(int port, List<HikvisionRecorder> all) throws IOException {
        all.forEach(recorder -> recorders.put(recorder.name(), recorder));
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
            return state();
        }
        Map<String, String> asked = method.equals("POST") ? Json.readFlat(body.isBlank() ? "{}" : body) : Map.of();
        switch (line) {
            case "POST /fault" -> fault(recorder(asked), asked);
            case "POST /channel" ->
                recorder(asked).setOnline((int) number(asked, "n", 0), Boolean.parseBoolean(required(asked, "online")));
            case "POST /event" ->
                recorder(asked)
                        .raise(
                                (int) number(asked, "n", 0),
                                required(asked, "type"),
                                asked.getOrDefault("target", ""),
                                asked.getOrDefault("plate", ""),
                                Duration.ofSeconds(number(asked, "seconds", 5)));
            case "POST /quirk" ->
                recorder(asked)
                        .setQuirk(
                                Quirk.of(required(asked, "name")),
                                Boolean.parseBoolean(asked.getOrDefault("on", "true")));
            case "POST /wiring" ->
                recorder(asked).setWired((int) number(asked, "n", 0), Boolean.parseBoolean(required(asked, "center")));
            case "POST /label" -> recorder(asked).setLabel(required(asked, "label"));
            case "POST /password" -> recorder(asked).changePassword(required(asked, "password"));
            case "POST /reset" -> recorder(asked).resetCounts();
            default ->
                throw new IllegalArgumentException(
                        "GET /state, POST /fault, /channel, /event, /quirk, /wiring, /label, /password or /reset, not: "
                                + line);
        }
        return state(recorder(asked));
    }

    private static void fault(HikvisionRecorder recorder, Map<String, String> asked) {
        String kind = required(asked, "kind");
        switch (kind) {
            case "locked" -> recorder.lock(Duration.ofSeconds(number(asked, "seconds", LOCK.toSeconds())));
            case "unlocked" -> recorder.lock(Duration.ZERO);
            case "stale" -> recorder.expireNonces();
            default ->
                recorder.setFault(new Fault(
                        Fault.Kind.of(kind),
                        Fault.Where.of(asked.getOrDefault("where", "both")),
                        asked.getOrDefault("path", ""),
                        number(asked, "seconds", 0),
                        (int) number(asked, "year", 0)));
        }
    }

    private HikvisionRecorder recorder(Map<String, String> asked) {
        if (!asked.containsKey("recorder") && recorders.size() == 1) {
            return recorders.values().iterator().next();
        }
        HikvisionRecorder found = recorders.get(required(asked, "recorder"));
        if (found == null) {
            throw new IllegalArgumentException("recorder is one of " + String.join(", ", recorders.keySet()));
        }
        return found;
    }

    static String required(Map<String, String> asked, String name) {
        String value = asked.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return value;
    }

    static long number(Map<String, String> asked, String name, long otherwise) {
        String value = asked.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.matches("-?\\d{1,12}")) {
            throw new IllegalArgumentException(name + " is a whole number, not: " + value);
        }
        return Long.parseLong(value);
    }

    private Map<String, Object> state() {
        return Map.of(
                "recorders",
                recorders.values().stream().map(ControlServer::state).toList());
    }

    private static Map<String, Object> look(Look look) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("azimuth", look.azimuth());
        one.put("elevation", look.elevation());
        one.put("zoom", look.zoom());
        one.put("moving", look.moving());
        one.put("patrol", look.patrol());
        return one;
    }

    private static Map<String, Object> state(HikvisionRecorder recorder) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", recorder.name());
        state.put("address", recorder.address());
        state.put("rtspPort", recorder.rtspPort());
        state.put("serial", recorder.serial());
        state.put("user", recorder.user());
        Fault fault = recorder.fault();
        Map<String, Object> wrong = new LinkedHashMap<>();
        wrong.put("kind", fault.kind().token());
        wrong.put("where", fault.where().name().toLowerCase(java.util.Locale.ROOT));
        wrong.put("path", fault.path());
        wrong.put("seconds", fault.seconds());
        wrong.put("year", fault.year());
        state.put("fault", wrong);
        state.put(
                "quirks", recorder.quirks().stream().map(Quirk::token).sorted().toList());
        state.put("alarmStreams", recorder.alarmStreams());
        state.put("lockedSeconds", recorder.lockedSeconds());
        Map<String, Object> logins = new LinkedHashMap<>();
        recorder.logins().forEach((name, count) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("ok", count.ok());
            one.put("wrong", count.wrong());
            one.put("whileLocked", count.whileLocked());
            logins.put(name, one);
        });
        state.put("logins", logins);
        state.put("challenges", recorder.challenges());
        state.put("requests", recorder.requests());
        var rtsp = recorder.rtsp();
        Map<String, Object> streams = new LinkedHashMap<>();
        streams.put("connections", rtsp.connections());
        streams.put("sessions", rtsp.sessions());
        streams.put("playing", rtsp.playing());
        streams.put("framesSent", rtsp.framesSent());
        streams.put("framesSkipped", rtsp.framesSkipped());
        streams.put("framesLate", rtsp.framesLate());
        streams.put("requests", rtsp.requests());
        state.put("rtsp", streams);
        state.put(
                "channels",
                recorder.channels().stream()
                        .map(channel -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("n", channel.number());
                            one.put("name", channel.name());
                            one.put("kind", channel.kind());
                            one.put("online", channel.online());
                            recorder.look(channel.number()).ifPresent(look -> one.put("look", look(look)));
                            return one;
                        })
                        .toList());
        return state;
    }
}
