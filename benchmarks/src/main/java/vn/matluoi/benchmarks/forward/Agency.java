package vn.matluoi.benchmarks.forward;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import vn.matluoi.benchmarks.Hub;
import vn.matluoi.simulators.control.Json;

/** An agency's program: tells events of its source, one message after the other, with the key of that source. One thread. */
public final class Agency {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** What a device of some vendor would have said, about as long. */
    private static final String WORDS = "<EventNotificationAlert>" + "x".repeat(450) + "</EventNotificationAlert>";

    private final HttpClient http;
    private final URI base;
    private final String source;
    private final String authorization;
    private volatile int told;

    /** @param key of the source */
    public Agency(HttpClient http, URI base, String source, String key) {
        this.http = http;
        this.base = base;
        this.source = source;
        this.authorization = "Bearer " + key;
    }

    /** An agency whose source the hub already has a route for; it gets a key. */
    public static Agency of(HttpClient http, URI base, Hub admin, String source) throws IOException {
        String key = admin.send("POST", "/api/v1/keys", Map.of("source", source, "label", "bench", "days", 1))
                .get("key")
                .asText();
        return new Agency(http, base, source, key);
    }

    public String source() {
        return source;
    }

    /** @return the number of the last event that was sent */
    public int told() {
        return told;
    }

    /**
     * Tells so many more events in one message, and waits until the hub has them.
     *
     * @return the status of the answer
     * @throws IOException if there is no answer: they may be there or not
     */
    public int send(int count) throws IOException, InterruptedException {
        long now = System.currentTimeMillis();
        StringBuilder events = new StringBuilder("[");
        for (int i = 1; i <= count; i++) {
            events.append(i == 1 ? "" : ",")
                    .append(Json.write(Map.of(
                            "type",
                            "motion",
                            "phase",
                            "pulse",
                            "topic",
                            new Told(source, told + i, now).topic(),
                            "words",
                            WORDS)));
        }
        told += count;
        HttpRequest request = HttpRequest.newBuilder(base.resolve("/api/v1/events"))
                .timeout(PATIENCE)
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(events.append(']').toString().getBytes(StandardCharsets.UTF_8)))
                .build();
        HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
        if (answer.statusCode() == 202
                && !new String(answer.body(), StandardCharsets.UTF_8).contains("\"kept\":" + count)) {
            throw new IOException("not all were kept: " + new String(answer.body(), StandardCharsets.UTF_8));
        }
        return answer.statusCode();
    }

    /** The same, where another answer than that all are kept is not expected. */
    public void tell(int count) throws IOException, InterruptedException {
        int status = send(count);
        if (status != 202) {
            throw new IOException("events were not taken: " + status);
        }
    }
}
