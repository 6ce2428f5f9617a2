package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A residential area's gate tells its cameras and events by itself, with a key of its source. */
class WebhookTest {

    private static final String SOURCE = "khu-do-thi";
    private static final String FILE = "vn.matluoi.route-cong-an-ninh.cfg";

    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        admin = SharedHub.administrator();
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = source-webhook
                        source = %s
                        name = Khu đô thị
                        area = %s
                        profile = residential
                        """
                                .formatted(SOURCE, SharedHub.LONG_AN));
        await().atMost(Duration.ofSeconds(60)).until(() -> route().contains("\"started\""));
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(Duration.ofSeconds(30)).until(() -> route().isEmpty());
        admin.delete("/api/v1/sources/" + SOURCE);
    }

    private static String route() {
        for (var route : admin.get("/api/v1/routes").json().path("items")) {
            if (route.path("name").asText().equals("cong-an-ninh")) {
                return route.toString();
            }
        }
        return "";
    }

    @Test
    void whatTheGateTellsIsKeptAndItsKeyOpensNothingElse() {
        var made = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", SOURCE, "label", "cổng", "days", 1)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        var gate = SharedHub.get().client().with(made.json().path("key").asText());

        var told = gate.post(
                "/api/v1/events",
                "[{\"camera\": \"CONG-1\", \"type\": \"motion\", \"phase\": \"active\"},"
                        + " {\"type\": \"Barrier.Opened\", \"lane\": 2}]");
        assertThat(told.status()).as(told.text()).isEqualTo(202);
        assertThat(told.json().path("kept").asInt()).isEqualTo(2);
        var events = admin.get("/api/v1/events?source=" + SOURCE).text();
        assertThat(events).contains("Barrier.Opened", "\"lane\\\":2", "CONG-1");
        assertThat(gate.get("/api/v1/events").status()).isEqualTo(403);
        assertThat(gate.get("/api/v1/cameras").status()).isEqualTo(403);
        assertThat(gate.post("/api/v1/events?source=nguon-khac", "{\"type\": \"motion\"}")
                        .status())
                .isEqualTo(403);

        assertThat(admin.post("/api/v1/routes/cong-an-ninh/stop", "").status()).isEqualTo(200);
        var closed = gate.post("/api/v1/events", "{\"type\": \"motion\"}");
        assertThat(closed.status()).isEqualTo(503);
        assertThat(closed.text()).contains("route.closed");
        assertThat(admin.post("/api/v1/routes/cong-an-ninh/start", "").status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        gate.post("/api/v1/events", "{\"type\": \"motion\"}").status() == 202);

        var id = made.json().path("about").path("id").asText();
        assertThat(admin.get("/api/v1/keys?source=" + SOURCE).text())
                .contains(id, "lastUsed")
                .doesNotContain(made.json().path("key").asText());
        assertThat(admin.delete("/api/v1/keys/" + id).status()).isEqualTo(204);
        assertThat(gate.post("/api/v1/events", "{\"type\": \"motion\"}").status())
                .isEqualTo(401);
    }
}
