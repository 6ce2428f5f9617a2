package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What came and is not confirmed yet. The client confirms in the order in which messages came, over connections: what will
 * not be confirmed any more, since its connection is gone, is let go before the next, or it would hold up all that
 * follows. The broker hears nothing of that, and sends it again.
 */
final class Unconfirmed {

    private final Set<One> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unasked = new AtomicInteger(); // of them with QoS 0
    private final AtomicLong dropped = new AtomicLong();
    private final int mostUnasked;

    /** @param mostUnasked messages with QoS 0, which the broker does not hold back, that may wait to be kept */
    Unconfirmed(int mostUnasked) {
        this.mostUnasked = mostUnasked;
    }

    /** One message. */
    final class One {

        private final Mqtt5Publish message;
        private final AtomicBoolean done = new AtomicBoolean();

        private One(Mqtt5Publish message) {
            this.message = message;
        }

        /** Tells the broker that it may forget it, if it came by the connection that stands. */
        void confirm() {
            all.remove(this);
            if (done.compareAndSet(false, true)) {
                if (message.getQos() == MqttQos.AT_MOST_ONCE) {
                    unasked.decrementAndGet();
                }
                message.acknowledge();
            }
        }
    }

    /** @return empty if it is dropped */
    Optional<One> came(Mqtt5Publish message) {
        var one = new One(message);
        if (message.getQos() == MqttQos.AT_MOST_ONCE && unasked.incrementAndGet() > mostUnasked) {
            dropped.incrementAndGet();
            one.confirm();
            return Optional.empty();
        }
        all.add(one);
        return Optional.of(one);
    }

    long dropped() {
        return dropped.get();
    }

    /** To be called while there is no connection. */
    void letGo() {
        all.forEach(One::confirm);
    }
}
