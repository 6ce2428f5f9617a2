package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What was kept when its connection was gone, so that the broker was not told: it comes again by the next, before anything new, among as
 * many messages as were not confirmed (MQTT 5.0, 4.4 and 4.6). It is known by its topic and its words, as often as it was kept. Any thread.
 */
final class Repeats {

    private record Said(String topic, ByteBuffer payload) {

        static Said of(Mqtt5Publish message) {
            return new Said(message.getTopic().toString(), ByteBuffer.wrap(message.getPayloadAsBytes()));
        }
    }

    private final Map<Said, Integer> kept = new HashMap<>(); // guarded by this
    private int among; // guarded by this; so many of the next messages may be one of them

    /** @param others how many messages come again beside them */
    synchronized void expect(Collection<Mqtt5Publish> more, int others) {
        more.forEach(message -> kept.merge(Said.of(message), 1, Integer::sum));
        among = others + kept.values().stream().mapToInt(Integer::intValue).sum();
    }

    synchronized void forget() {
        kept.clear();
        among = 0;
    }

    /** @return whether that message, the next with QoS 1 or 2, was kept before */
    synchronized boolean isOne(Mqtt5Publish message) {
        if (among == 0) {
            return false;
        }
        var said = Said.of(message);
        var there = kept.containsKey(said);
        kept.computeIfPresent(said, (words, times) -> times > 1 ? times - 1 : null);
        if (--among == 0) {
            kept.clear();
        }
        return there;
    }
}
