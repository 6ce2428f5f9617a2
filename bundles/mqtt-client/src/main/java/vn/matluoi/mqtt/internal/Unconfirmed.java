package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What came and is not confirmed yet. The client confirms in the order in which messages came, over connections: what will
 * not be confirmed any more, since its connection is gone, is let go before the next, or it would hold up all that
 * follows. The broker hears nothing of that, and sends it again.
 */
final class Unconfirmed {

    private final Set<One> all = ConcurrentHashMap.newKeySet();

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
                message.acknowledge();
            }
        }
    }

    One came(Mqtt5Publish message) {
        var one = new One(message);
        all.add(one);
        return one;
    }

    /** To be called while there is no connection. */
    void letGo() {
        all.forEach(One::confirm);
    }
}
