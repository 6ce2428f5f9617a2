package vn.matluoi.simulators.control;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import vn.matluoi.simulators.dahua.DahuaRecorder;
import vn.matluoi.simulators.dahua.Quirk;
import vn.matluoi.simulators.fault.Fault;

/**
 * {@code GET /state}, {@code POST /fault}, {@code /quirk}, {@code /event}, {@code /channel}, {@code /clock}, {@code /password}
 * and {@code /reset} on loopback, for all Dahua recorders of one program. It gives no password away.
 */
public final class DahuaControl implements AutoCloseable {

    private static final Duration LOCK = Duration.ofMinutes(30);

    private final Map<String, DahuaRecorder> recorders = new LinkedHashMap<>();
    private final JsonServer server;

    /** @param port 0 for any free one */
    public DahuaControl(int port, List<DahuaRecorder> all) throws IOException {
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
            return Map.of(
                    "recorders",
                    recorders.values().stream().map(DahuaControl::state).toList());
        }
        Map<String, String> asked = method.equals("POST") ? Json.readFlat(body.isBlank() ? "{}" : body) : Map.of();
        switch (line) {
            case "POST /fault" -> fault(recorder(asked), asked);
            case "POST /quirk" ->
                recorder(asked)
                        .set(
                                Quirk.of(ControlServer.required(asked, "quirk")),
                                Boolean.parseBoolean(asked.getOrDefault("on", "true")));
            case "POST /event" -> event(recorder(asked), asked);
            case "POST /channel" -> channel(recorder(asked), asked);
            case "POST /clock" ->
                recorder(asked).setAhead(Duration.ofSeconds(ControlServer.number(asked, "seconds", 0)));
            case "POST /password" -> recorder(asked).changePassword(ControlServer.required(asked, "password"));
            case "POST /reset" -> recorder(asked).resetCounts();
            default ->
                throw new IllegalArgumentException("GET /state, POST /fault, POST /quirk, POST /event, POST /channel,"
                        + " POST /clock, POST /password or POST /reset, not: " + line);
        }
        return state(recorder(asked));
    }

    private static void event(DahuaRecorder recorder, Map<String, String> asked) {
        String code = ControlServer.required(asked, "code");
        String action = asked.getOrDefault("action", "Pulse");
        if (!code.matches("\\w{1,64}") || !action.matches("\\w{1,16}")) {
            throw new IllegalArgumentException("code and action are words");
        }
        int index = (int)
                (asked.containsKey("n")
                        ? ControlServer.number(asked, "n", 1) - 1
                        : ControlServer.number(asked, "index", 0));
        int repeat = (int) Math.min(ControlServer.number(asked, "repeat", 1), 10_000);
        for (int i = 0; i < repeat; i++) {
            recorder.tell(code, action, index, asked.getOrDefault("data", ""));
        }
    }

    private static void channel(DahuaRecorder recorder, Map<String, String> asked) {
        int channel = (int) ControlServer.number(asked, "n", 0);
        if (asked.containsKey("recordMode")) {
            recorder.setRecordMode(channel, (int) ControlServer.number(asked, "recordMode", 0));
        }
        if (asked.containsKey("online") || !asked.containsKey("recordMode")) {
            recorder.setOnline(channel, Boolean.parseBoolean(ControlServer.required(asked, "online")));
        }
    }

    private static void fault(DahuaRecorder recorder, Map<String, String> asked) {
        String kind = ControlServer.required(asked, "kind");
        switch (kind) {
            case "locked" ->
                recorder.lock(Duration.ofSeconds(ControlServer.number(asked, "seconds", LOCK.toSeconds())));
            case "unlocked" -> recorder.lock(Duration.ZERO);
            case "stale" -> recorder.expireNonces();
            case "drop-events" -> recorder.dropEventStreams();
            default ->
                recorder.setFault(new Fault(
                        Fault.Kind.of(kind),
                        Fault.Where.of(asked.getOrDefault("where", "both")),
                        asked.getOrDefault("path", ""),
                        ControlServer.number(asked, "seconds", 0),
                        (int) ControlServer.number(asked, "year", 0)));
        }
    }

    private DahuaRecorder recorder(Map<String, String> asked) {
        if (!asked.containsKey("recorder") && recorders.size() == 1) {
            return recorders.values().iterator().next();
        }
        DahuaRecorder found = recorders.get(ControlServer.required(asked, "recorder"));
        if (found == null) {
            throw new IllegalArgumentException("recorder is one of " + String.join(", ", recorders.keySet()));
        }
        return found;
    }

    private static Map<String, Object> state(DahuaRecorder recorder) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", recorder.name());
        state.put("address", recorder.address());
        state.put("rtspPort", recorder.rtspPort());
        state.put("serial", recorder.serial());
        state.put("user", recorder.user());
        Map<String, Object> wrong = new LinkedHashMap<>();
        wrong.put("kind", recorder.fault().kind().token());
        wrong.put("where", recorder.fault().where().name().toLowerCase(Locale.ROOT));
        wrong.put("path", recorder.fault().path());
        state.put("fault", wrong);
        state.put(
                "quirks",
                Arrays.stream(Quirk.values())
                        .filter(recorder::has)
                        .map(Quirk::token)
                        .toList());
        state.put("lockedSeconds", recorder.lockedSeconds());
        Map<String, Object> logins = new LinkedHashMap<>();
        recorder.logins()
                .forEach((name, count) -> logins.put(
                        name, Map.of("ok", count.ok(), "wrong", count.wrong(), "whileLocked", count.whileLocked())));
        state.put("logins", logins);
        state.put("requests", recorder.requests());
        state.put("eventStreams", recorder.eventStreams());
        state.put("openSearches", recorder.openSearches());
        var rtsp = recorder.rtsp();
        state.put(
                "rtsp",
                Map.of(
                        "connections",
                        rtsp.connections(),
                        "sessions",
                        rtsp.sessions(),
                        "playing",
                        rtsp.playing(),
                        "framesSent",
                        rtsp.framesSent(),
                        "requests",
                        rtsp.requests()));
        state.put(
                "channels",
                recorder.channels().stream()
                        .map(channel -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("n", channel.number());
                            one.put("name", channel.name());
                            one.put("kind", channel.kind());
                            one.put("online", channel.online());
                            one.put("recordMode", channel.recordMode());
                            one.put("motion", channel.motion());
                            return one;
                        })
                        .toList());
        return state;
    }
}
