package vn.matluoi.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The simulated recorders beside the hub: connects them to it, tells them what to do, reads what they were asked. */
public final class Recorders {

    /** A commune of Tây Ninh, in which all their cameras stand. */
    public static final String AREA = "27694";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern RECORDER = Pattern.compile(
            "recorder (\\S+): (http://\\S+)  rtsp://127\\.0\\.0\\.1:(\\d+)/\\S+  control (http://\\S+)");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, One> all = new LinkedHashMap<>();
    private final String password;
    private final String control;

    private record One(String name, String address, int rtspPort) {}

    /**
     * @param log what the recorders' program said when it started
     * @param passwordFile of the one account that each of them has
     */
    public Recorders(Path log, Path passwordFile) throws IOException {
        password = Files.readString(passwordFile).strip();
        String where = "";
        for (var line = RECORDER.matcher(Files.readString(log)); line.find(); where = line.group(4)) {
            all.put(line.group(1), new One(line.group(1), line.group(2), Integer.parseInt(line.group(3))));
        }
        control = where;
    }

    /** In the order of their numbers. */
    public List<String> names() {
        return List.copyOf(all.keySet());
    }

    /** Makes the recorder a source of the hub's. */
    public void connect(Hub admin, String name, Map<String, String> options) throws IOException {
        One one = all.get(name);
        Map<String, String> every = new HashMap<>(options);
        every.put("rtsp.port", String.valueOf(one.rtspPort));
        Map<String, Object> source = new HashMap<>();
        source.put("id", name);
        source.put("name", "Đầu ghi " + name);
        source.put("driver", "hikvision");
        source.put("address", one.address);
        source.put("username", "admin");
        source.put("secret", password);
        source.put("area", AREA);
        source.put("sector", "security");
        source.put("options", every);
        admin.send("POST", "/api/v1/sources", source);
    }

    /** Waits until so many cameras are online. @return the ids of all that are */
    public static List<String> awaitOnline(Hub admin, int cameras, int seconds)
            throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (int online; (online = online(admin)) < cameras; TimeUnit.MILLISECONDS.sleep(500)) {
            if (System.nanoTime() > until) {
                throw new IOException("%d of %d cameras are online after %d s".formatted(online, cameras, seconds));
            }
        }
        List<String> ids = new ArrayList<>();
        String first = "/api/v1/cameras?limit=200&state=online";
        for (Optional<String> path = Optional.of(first); path.isPresent(); ) {
            JsonNode page = admin.get(path.get());
            page.get("items").forEach(camera -> ids.add(camera.get("id").asText()));
            path = Hub.next(first, page);
        }
        return ids;
    }

    public static int online(Hub admin) throws IOException {
        return admin.get("/api/v1/cameras?limit=1&state=online").get("total").asInt();
    }

    /** @param what {@code fault}, {@code channel}, {@code reset}: as the control interface calls it */
    public void tell(String name, String what, Map<String, ?> body) throws IOException {
        Map<String, Object> whole = new HashMap<>(body);
        whole.put("recorder", name);
        ask(HttpRequest.newBuilder(URI.create(control + '/' + what))
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(whole))));
    }

    /** What a recorder was asked since it started, by HTTP and by RTSP. */
    public record Asked(long http, long rtsp) {

        public Asked plus(Asked other) {
            return new Asked(http + other.http, rtsp + other.rtsp);
        }

        public Asked minus(Asked other) {
            return new Asked(http - other.http, rtsp - other.rtsp);
        }
    }

    public Map<String, Asked> asked() throws IOException {
        JsonNode state = ask(HttpRequest.newBuilder(URI.create(control + "/state")));
        Map<String, Asked> asked = new LinkedHashMap<>();
        for (JsonNode one : state.get("recorders")) {
            asked.put(
                    one.get("name").asText(),
                    new Asked(sum(one.get("requests")), sum(one.get("rtsp").get("requests"))));
        }
        return asked;
    }

    private static long sum(JsonNode counts) {
        if (counts.isNumber()) {
            return counts.asLong();
        }
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }

    private JsonNode ask(HttpRequest.Builder request) throws IOException {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("the recorders' control interface: " + new String(answer.body()));
            }
            return JSON.readTree(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
