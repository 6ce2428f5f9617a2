package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** A sink of the shared hub whose receiver does not take everything, two sources whose events it is told, and what became of them. */
final class PoisonedSink implements AutoCloseable {

    /** It is tried ten times, longer apart each time, before it is put aside. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String name;
    private final List<String> sources;
    private final Supplier<List<JsonNode>> receiver;
    private final Client admin = SharedHub.administrator();

    /**
     * Paused.
     *
     * @param settings of the route, without what is told and by what right
     * @param receiver what it took, in order, repeats included
     */
    PoisonedSink(String name, List<String> sources, String settings, Supplier<List<JsonNode>> receiver)
            throws IOException {
        this.name = name;
        this.sources = sources;
        this.receiver = receiver;
        for (var source : sources) {
            var made = admin.post(
                    "/api/v1/sources",
                    SharedHub.json(
                            Map.of("id", source, "name", source, "area", SharedHub.TAN_CHAU, "sector", "security")));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
        SharedHub.get()
                .configure(
                        file(),
                        """
                        content = events
                        areas = %s
                        legal.basis = Quyết định 5/QĐ-UBND
                        """
                                        .formatted(SharedHub.TAN_CHAU)
                                + settings);
        await().atMost(PATIENCE).until(() -> order("pause") == 200);
    }

    private String file() {
        return "vn.matluoi.route-" + name + ".cfg";
    }

    private int order(String what) {
        return admin.post("/api/v1/sinks/" + name + "/" + what, "").status();
    }

    void pause() {
        assertThat(order("pause")).isEqualTo(200);
    }

    void resume() {
        assertThat(order("resume")).isEqualTo(200);
    }

    void retry() throws IOException, InterruptedException {
        SharedHub.get().shellSays("hub:sink-retry " + name);
    }

    void tell(String source, int count) {
        var events = String.join(",", Collections.nCopies(count, "{\"type\": \"motion\"}"));
        var told = admin.post("/api/v1/events?source=" + source, "[" + events + "]");
        assertThat(told.status()).as(told.text()).isEqualTo(202);
    }

    /** @return the ids of what that source told the hub, in order */
    List<String> told(String source) {
        var ids = new ArrayList<String>();
        admin.get("/api/v1/events?limit=1000&source=" + source)
                .json()
                .get("items")
                .forEach(event -> ids.add("e-" + event.get("sequence").asText()));
        return ids;
    }

    /** @return the ids of what the receiver took of that source, in order, repeats included */
    List<String> taken(String source) {
        return receiver.get().stream()
                .filter(event -> event.get("data").path("source").asText().equals(source))
                .map(event -> event.get("id").asText())
                .toList();
    }

    void theRestIsThereInOrder(List<String> poison) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (var source : sources) {
                var rest = told(source);
                rest.removeAll(poison);
                assertThat(taken(source)).as(source).containsExactlyElementsOf(rest);
            }
            assertThat(shown().get("lag").asLong()).isZero();
            assertThat(shown().get("state").asText()).isEqualTo("running");
        });
    }

    List<JsonNode> quarantine() {
        var answer = admin.get("/api/v1/sinks/" + name + "/quarantine");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return StreamSupport.stream(answer.json().get("items").spliterator(), false)
                .toList();
    }

    private JsonNode shown() {
        return StreamSupport.stream(
                        admin.get("/api/v1/sinks").json().get("items").spliterator(), false)
                .filter(sink -> sink.get("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(file()));
        await().atMost(PATIENCE).until(() -> !admin.get("/api/v1/routes").text().contains("\"" + name + "\""));
        sources.forEach(source -> admin.delete("/api/v1/sources/" + source));
    }
}
