package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A receiver answers 500 to one message for ever and takes every other: the real hub puts that one aside, and the rest flows. */
@Timeout(240)
class PoisonMessageTest {

    private static final String SINK = "so-doc";
    private static final String FILE = "vn.matluoi.route-" + SINK + ".cfg";
    private static final List<String> SOURCES = List.of("doc-cong", "doc-san");
    private static final String KEY = UUID.randomUUID().toString();
    private static final int TURNS = 4;
    private static final int EVENTS_A_TURN = 3;

    /** It is tried ten times, longer apart each time, before it is put aside. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static WebhookReceiver receiver;
    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        admin = SharedHub.administrator();
        receiver = new WebhookReceiver(KEY);
        Files.writeString(key(), KEY);
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        for (var source : SOURCES) {
            var made = admin.post(
                    "/api/v1/sources",
                    SharedHub.json(
                            Map.of("id", source, "name", source, "area", SharedHub.TAN_CHAU, "sector", "security")));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = forward-webhook
                        content = events
                        areas = %s
                        legal.basis = Quyết định 5/QĐ-UBND
                        url = %s
                        plain = true
                        secret.file = %s
                        """
                                .formatted(SharedHub.TAN_CHAU, receiver.address(), SINK));
        await().atMost(PATIENCE)
                .until(() -> admin.post("/api/v1/sinks/" + SINK + "/pause", "").status() == 200);
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(PATIENCE).until(() -> !admin.get("/api/v1/routes").text().contains(SINK));
        SOURCES.forEach(source -> admin.delete("/api/v1/sources/" + source));
        Files.deleteIfExists(key());
        receiver.close();
    }

    private static Path key() {
        return SharedHub.get().etc().resolve("keys").resolve(SINK);
    }

    @Test
    void theOneIsPutAsideTheRestFlowsInOrderAndTheOneComesOnceTheReceiverIsMended() throws Exception {
        for (var turn = 0; turn < TURNS; turn++) {
            SOURCES.forEach(source -> tell(source, EVENTS_A_TURN));
        }
        var poison = told(SOURCES.get(0)).get(TURNS * EVENTS_A_TURN / 2);
        receiver.failsOver(poison);
        assertThat(admin.post("/api/v1/sinks/" + SINK + "/resume", "").status()).isEqualTo(200);

        await().atMost(PATIENCE).until(() -> quarantine().size() == 1);
        var aside = quarantine().get(0);
        assertThat(aside.get("id").asText()).isEqualTo(poison);
        assertThat(aside.get("reason").asText()).contains("500");
        assertThat(SharedHub.get().shellSays("hub:sink-quarantine " + SINK)).contains(poison, "500");
        assertThat(admin.get("/metrics").text())
                .containsPattern("matluoi_sink_quarantined\\{sink=\"" + SINK + "\"[^}]*} 1(\\.0)?\n");
        assertThat(SharedHub.audited().toString()).contains("sink.quarantine", poison);
        theRestIsThereInOrder(poison);

        SharedHub.get().shellSays("hub:sink-retry " + SINK);
        SOURCES.forEach(source -> tell(source, 1));
        theRestIsThereInOrder(poison);
        assertThat(quarantine()).as("the receiver fails over it still").hasSize(1);

        receiver.failsOver("");
        SharedHub.get().shellSays("hub:sink-retry " + SINK);
        await().atMost(PATIENCE).until(() -> quarantine().isEmpty());
        assertThat(taken(SOURCES.get(0))).last().isEqualTo(poison);
        SOURCES.forEach(source -> assertThat(taken(source)).containsExactlyInAnyOrderElementsOf(told(source)));
        assertThat(receiver.forged()).isEmpty();
    }

    private static void theRestIsThereInOrder(String poison) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var source : SOURCES) {
                var rest = told(source);
                rest.remove(poison);
                assertThat(taken(source)).as(source).containsExactlyElementsOf(rest);
            }
            assertThat(sink().get("lag").asLong()).isZero();
            assertThat(sink().get("state").asText()).isEqualTo("running");
        });
    }

    private static void tell(String source, int count) {
        var events = String.join(",", Collections.nCopies(count, "{\"type\": \"motion\"}"));
        var told = admin.post("/api/v1/events?source=" + source, "[" + events + "]");
        assertThat(told.status()).as(told.text()).isEqualTo(202);
    }

    /** @return the ids of what that source told the hub, in order */
    private static List<String> told(String source) {
        var ids = new ArrayList<String>();
        admin.get("/api/v1/events?limit=1000&source=" + source)
                .json()
                .get("items")
                .forEach(event -> ids.add("e-" + event.get("sequence").asText()));
        return ids;
    }

    /** @return the ids of what the receiver took of that source, in order, repeats included */
    private static List<String> taken(String source) {
        return receiver.taken().stream()
                .filter(event -> event.get("data").path("source").asText().equals(source))
                .map(event -> event.get("id").asText())
                .toList();
    }

    private static JsonNode quarantine() {
        var answer = admin.get("/api/v1/sinks/" + SINK + "/quarantine");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("items");
    }

    private static JsonNode sink() {
        return StreamSupport.stream(
                        admin.get("/api/v1/sinks").json().get("items").spliterator(), false)
                .filter(sink -> sink.get("name").asText().equals(SINK))
                .findFirst()
                .orElseThrow();
    }
}
