package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The journal of events as the real web server and the real shell give it. What devices tell is their drivers' story. */
@Timeout(90)
class EventsTest {

    @Test
    void theJournalIsReadAndHealthy() throws Exception {
        var events = SharedHub.administrator().get("/api/v1/events?newest=true&limit=5");
        assertThat(events.status()).as(events.text()).isEqualTo(200);
        assertThat(events.json().has("items")).isTrue();
        assertThat(events.json().get("next").asText()).matches("[0-9]+");
        assertThat(SharedHub.get().shellSays("hub:events --limit 5")).contains("sequence");
        var ready = SharedHub.get().client().get("/health/ready");
        assertThat(ready.json().get("checks").findValuesAsText("name")).contains("events");
    }

    @Test
    void aStreamStaysOpenAndBeats() throws Exception {
        var answer = SharedHub.administrator().open("/api/v1/events/stream");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("retry: 3000");
            var line = lines.readLine();
            while (line != null && !line.startsWith(":") && !line.startsWith("id:")) {
                line = lines.readLine();
            }
            assertThat(line).as("a comment within 15 s, or an event").isNotNull();
        }
    }
}
