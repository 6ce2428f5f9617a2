package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import vn.matluoi.mqtt.internal.Unconfirmed.One;

/**
 * What earlier connections brought and the broker was not told of: it comes again in its order, before anything new (MQTT 5.0, 4.4 and
 * 4.6), and is known by its topic and its words. One that expires the broker may have dropped meanwhile: it is not waited for. Any thread.
 */
final class Repeats {

    private record Said(String topic, ByteBuffer payload) {

        static Said of(Mqtt5Publish message) {
            return new Said(message.getTopic().toString(), ByteBuffer.wrap(message.getPayloadAsBytes()));
        }
    }

    private final Map<Said, Queue<One>> expected = new HashMap<>(); // guarded by this
    private int among; // guarded by this; so many of the next messages with QoS 1 or 2 may be one of them

    /** @param more what comes again beside those that are still expected */
    synchronized void expect(List<One> more) {
        among += more.size();
        more.stream()
                .filter(one -> one.message().getMessageExpiryInterval().isEmpty())
                .forEach(one -> expected.computeIfAbsent(Said.of(one.message()), any -> new ArrayDeque<>())
                        .add(one));
        forgetIfNone();
    }

    synchronized void forget() {
        expected.clear();
        among = 0;
    }

    /** @return the earlier one that this message is, the next with QoS 1 or 2 */
    synchronized Optional<One> of(Mqtt5Publish message) {
        if (among == 0) {
            return Optional.empty();
        }
        among--;
        var said = Said.of(message);
        var same = expected.get(said);
        var before = Optional.ofNullable(same).map(Queue::remove);
        if (same != null && same.isEmpty()) {
            expected.remove(said);
        }
        forgetIfNone();
        return before;
    }

    private void forgetIfNone() {
        if (among == 0 || expected.isEmpty()) {
            forget();
        }
    }
}
