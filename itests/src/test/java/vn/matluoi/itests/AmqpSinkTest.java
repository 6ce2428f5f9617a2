package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vn.matluoi.forward.amqp.internal.support.Artemis;

/** What cameras report and what changes in the catalogue arrives at a real Artemis, encrypted and with a log-in, from the hub as it is shipped, by the files of the guide. */
@Timeout(240)
class AmqpSinkTest {

    private static final String CHANGES = "amqp-thay-doi";
    private static final String EVENTS = "amqp-su-kien";
    private static final Map<String, String> QUEUES = Map.of(CHANGES, "tinh.danh-muc", EVENTS, "tinh.su-kien");
    private static final String GATE = "amqp-cong";
    private static final String SHEET = "amqp-bang-ke";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Artemis broker;
    private static Client admin;
    private static Client gate;
    private static long began; // place in the change feed

    private final Map<String, List<JsonNode>> arrived = new HashMap<>(Map.of(
            CHANGES, new ArrayList<>(),
            EVENTS, new ArrayList<>()));

    @BeforeAll
    static void open() throws Exception {
        var password = UUID.randomUUID().toString();
        broker = Artemis.encrypted(folder, "tram", password);
        var key = Files.createFile(
                key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, password);
        admin = SharedHub.administrator();
        sink(CHANGES);
        sink(EVENTS);
        SharedHub.get()
                .configure(
                        file(GATE),
                        """
                        template = source-webhook
                        source = %s
                        name = Cổng
                        area = %s
                        profile = residential
                        """
                                .formatted(GATE, SharedHub.LONG_AN));
        var sheet =
                SharedHub.json(Map.of("id", SHEET, "name", "Bảng kê", "area", SharedHub.LONG_AN, "sector", "security"));
        assertThat(admin.post("/api/v1/sources", sheet).status()).isEqualTo(201);
        await().atMost(PATIENCE)
                .until(() -> find(CHANGES).isPresent() && find(EVENTS).isPresent());
        await().atMost(PATIENCE).until(AmqpSinkTest::gateIsOpen);
        began = find(CHANGES).orElseThrow().get("position").asLong();
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", GATE, "label", "cổng", "days", 1)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        gate = SharedHub.get().client().with(made.json().path("key").asText());
    }

    private static String file(String route) {
        return "vn.matluoi.route-%s.cfg".formatted(route);
    }

    private static Path key() {
        return SharedHub.get().etc().resolve("keys/amqp-tinh.password");
    }

    /** The file of the guide, with this broker's place and certificate. */
    private static void sink(String name) throws IOException {
        SharedHub.get()
                .configure(
                        file(name),
                        Guide.file("forward.md", file(name))
                                .replace("amqps://mq.tinh.example.vn:5671", "amqps://127.0.0.1:" + broker.port())
                                .replace(Guide.FINGERPRINT, broker.fingerprint()));
    }

    @AfterAll
    static void close() throws Exception {
        for (var route : List.of(CHANGES, EVENTS, GATE)) {
            Files.deleteIfExists(SharedHub.get().etc().resolve(file(route)));
        }
        await().atMost(PATIENCE)
                .until(() -> find(CHANGES).isEmpty()
                        && find(EVENTS).isEmpty()
                        && !admin.get("/api/v1/routes").text().contains(GATE));
        admin.delete("/api/v1/sources/" + SHEET);
        admin.delete("/api/v1/sources/" + GATE);
        Files.deleteIfExists(key());
        broker.close();
    }

    private static Optional<JsonNode> find(String sink) {
        for (var one : admin.get("/api/v1/sinks").json().path("items")) {
            if (one.path("name").asText().equals(sink)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private static boolean gateIsOpen() {
        for (var route : admin.get("/api/v1/routes").json().path("items")) {
            if (route.path("name").asText().equals(GATE)) {
                return route.toString().contains("\"started\"");
            }
        }
        return false;
    }

    @Test
    void whatHappensArrivesInOrderAndNothingOfItIsLostWhileTheBrokerIsStopped() throws Exception {
        imported("Cổng một,AM-1\nCổng hai,AM-2\n");
        report(3);
        await().atMost(PATIENCE).untilAsserted(this::allArrived);
        assertThat(arrived.get(CHANGES)).anySatisfy(change -> {
            assertThat(change.get("specversion").asText()).isEqualTo("1.0");
            assertThat(change.get("type").asText()).isEqualTo("vn.matluoi.camera.created");
            assertThat(change.at("/data/values/name").asText()).isEqualTo("Cổng một");
        });

        broker.stop();
        imported("Cổng một mới,AM-1\nCổng hai,AM-2\nCổng ba,AM-3\n");
        report(5);
        for (var sink : List.of(CHANGES, EVENTS)) {
            await().atMost(PATIENCE)
                    .until(() -> find(sink).orElseThrow().get("state").asText().equals("waiting"));
            assertThat(find(sink).orElseThrow().get("lag").asLong()).isPositive();
        }
        imported("Cổng một mới,AM-1\nCổng hai mới,AM-2\nCổng ba,AM-3\n");
        report(2);
        broker.start();
        for (var sink : List.of(CHANGES, EVENTS)) { // it would go on by itself, some time later
            assertThat(admin.post("/api/v1/sinks/%s/resume".formatted(sink), "").status())
                    .isEqualTo(200);
        }
        await().atMost(PATIENCE).untilAsserted(this::allArrived);
        assertThat(arrived.get(CHANGES).toString()).contains("Cổng một mới", "Cổng hai mới", "Cổng ba");
        assertThat(find(CHANGES).orElseThrow().get("lost").asLong()).isZero();
    }

    /** Judged by the hub's own journals: all of ours is there, each for the first time in its order. */
    private void allArrived() throws Exception {
        for (var sink : arrived.entrySet()) {
            for (var body : broker.drain(QUEUES.get(sink.getKey()), Duration.ofMillis(300))) {
                sink.getValue().add(JSON.readTree(body));
            }
        }
        var cameras = Set.copyOf(admin.get("/api/v1/cameras?source=" + SHEET)
                .json()
                .path("items")
                .findValuesAsText("id"));
        var changed = new ArrayList<String>();
        for (var change :
                admin.get("/api/v1/changes?limit=1000&after=" + began).json().path("items")) {
            if (cameras.contains(change.path("subject").asText())) {
                changed.add("c-" + change.path("sequence").asLong());
            }
        }
        assertThat(changed).isNotEmpty();
        assertThat(ids(CHANGES)).containsSubsequence(changed);
        var reported = new TreeSet<Long>();
        admin.get("/api/v1/events?limit=1000&source=" + GATE)
                .json()
                .path("items")
                .forEach(event -> reported.add(event.path("sequence").asLong()));
        assertThat(reported).isNotEmpty();
        assertThat(ids(EVENTS))
                .containsSubsequence(
                        reported.stream().map(sequence -> "e-" + sequence).toList());
    }

    private List<String> ids(String sink) {
        return arrived.get(sink).stream()
                .map(event -> event.get("id").asText())
                .distinct()
                .toList();
    }

    private static void imported(String rows) {
        var report = admin.send(
                "POST",
                "/api/v1/imports?profile=generic&source=" + SHEET,
                "text/csv",
                ("Tên camera,Mã camera\n" + rows).getBytes(StandardCharsets.UTF_8));
        assertThat(report.status()).as(report.text()).isEqualTo(201);
    }

    private static void report(int events) {
        for (var n = 0; n < events; n++) {
            var told = gate.post("/api/v1/events", "{\"camera\": \"CONG-%d\", \"type\": \"motion\"}".formatted(n));
            assertThat(told.status()).as(told.text()).isEqualTo(202);
        }
    }
}
