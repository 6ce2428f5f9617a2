package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
    void aStreamBeatsEndsByItselfAndGoesOnWhereItWas() throws Exception {
        var began = System.nanoTime();
        var told = follow();
        var took = Duration.ofNanos(System.nanoTime() - began);

        assertThat(told.get(0)).isEqualTo("retry: 1000");
        assertThat(told).as("a comment after 15 s, or an event").anyMatch(line -> line.matches(":|data: .*"));
        assertThat(took).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40));
        var last = told.stream().filter(line -> line.startsWith("id: ")).reduce("", (one, next) -> next);
        assertThat(follow("Last-Event-ID", last.substring("id: ".length()))).contains(last);
    }

    /** @return all lines until the hub ends it */
    private static List<String> follow(String... headers) throws Exception {
        var answer = SharedHub.administrator().open("/api/v1/events/stream", headers);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
        try (var lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }
}
