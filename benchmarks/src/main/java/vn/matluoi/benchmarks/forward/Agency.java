package vn.matluoi.benchmarks.forward;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
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
    private final String key;
    private volatile int told;

    /** @param key of the source */
    public Agency(HttpClient http, URI base, String source, String key) {
        this.http = http;
        this.base = base;
        this.source = source;
        this.key = key;
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
     * What is sent at once, and may be sent again word for word.
     *
     * @param first number of its first event
     * @param last number of its last event
     */
    public record Message(int first, int last, byte[] body) {

        int count() {
            return last - first + 1;
        }
    }

    /** @return so many more events, not sent yet */
    public Message next(int count) {
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
        return new Message(told - count + 1, told, events.append(']').toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Tells so many more events in one message, and waits until the hub has them.
     *
     * @return the status of the answer
     * @throws IOException if there is no answer: they may be there or not
     */
    public int send(int count) throws IOException, InterruptedException {
        Message message = next(count);
        return answer(message, request(message));
    }

    /** The same, signed and under an id of its own: a message that was taken is not taken again. */
    public int sendSigned(Message message) throws IOException, InterruptedException {
        String id = source + '-' + message.first();
        String timestamp = String.valueOf(System.currentTimeMillis() / 1000);
        return answer(
                message,
                request(message)
                        .header("webhook-id", id)
                        .header("webhook-timestamp", timestamp)
                        .header("webhook-signature", "v1," + signature(id + '.' + timestamp + '.', message.body())));
    }

    private HttpRequest.Builder request(Message message) {
        return HttpRequest.newBuilder(base.resolve("/api/v1/events"))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(message.body()));
    }

    private String signature(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private int answer(Message message, HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
        String words = new String(answer.body(), StandardCharsets.UTF_8);
        if (answer.statusCode() == 202
                && !words.contains("\"kept\":" + message.count())
                && !words.contains("\"repeated\":true")) {
            throw new IOException("not all were kept: " + words);
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
