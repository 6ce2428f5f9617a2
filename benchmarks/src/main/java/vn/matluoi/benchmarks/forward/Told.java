package vn.matluoi.benchmarks.forward;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One event as an agency's program told it. Its name stands in the event's topic, which the hub passes on as it came.
 *
 * @param source who told it
 * @param number counts what that one told, from 1
 * @param millis when it was sent, by this machine's clock
 */
public record Told(String source, int number, long millis) {

    String topic() {
        return source + ' ' + number + ' ' + millis;
    }

    /** @throws IllegalArgumentException if the hub tells of something that no agency told */
    public static Told of(JsonNode cloudEvent) {
        String[] words = cloudEvent.path("data").path("topic").asText().split(" ");
        if (words.length != 3
                || !words[0].equals(cloudEvent.path("data").path("source").asText())) {
            throw new IllegalArgumentException("nobody told " + cloudEvent);
        }
        return new Told(words[0], Integer.parseInt(words[1]), Long.parseLong(words[2]));
    }
}
