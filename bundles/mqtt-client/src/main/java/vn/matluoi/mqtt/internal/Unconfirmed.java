package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What came by one connection and is not confirmed yet. The client confirms in the order in which messages came, over connections, and
 * counts what is not confirmed against the next: what will not be confirmed any more, since its connection is gone, is let go before the
 * next. The broker hears nothing of that, and sends it again.
 */
final class Unconfirmed {

    private final Set<One> all = ConcurrentHashMap.newKeySet();
    private final Queue<Mqtt5Publish> keptLate = new ConcurrentLinkedQueue<>(); // when nobody could be told
    private final AtomicInteger unasked = new AtomicInteger(); // of them with QoS 0
    private final int mostUnasked;
    private volatile boolean gone; // the connection
    private volatile boolean comesAgain; // what it brought and was not confirmed

    /** @param mostUnasked messages with QoS 0, which the broker does not hold back, that may wait to be kept */
    Unconfirmed(int mostUnasked) {
        this.mostUnasked = mostUnasked;
    }

    /** One message. */
    final class One {

        private final Mqtt5Publish message;
        private final AtomicBoolean done = new AtomicBoolean();
        private volatile CompletionStage<?> taken = new CompletableFuture<>();

        private One(Mqtt5Publish message) {
            this.message = message;
        }

        Mqtt5Publish message() {
            return message;
        }

        Unconfirmed connection() {
            return Unconfirmed.this;
        }

        /** @param taken of the receiver, that has it now */
        void given(CompletionStage<?> taken) {
            this.taken = taken;
            if (comesAgain()) { // by now
                giveUp();
            }
        }

        private void giveUp() {
            taken.toCompletableFuture().cancel(false);
        }

        /** It is kept: tells the broker that it may forget it, if it came by the connection that stands. */
        void confirm() {
            var waited = all.remove(this);
            var untold = gone && mustComeAgain();
            var first = letGo();
            // with QoS 2 the client itself remembers what it was told of before it forgot
            if (waited && untold && (!first || message.getQos() == MqttQos.AT_LEAST_ONCE)) {
                keptLate.add(message);
            }
        }

        private boolean letGo() {
            if (!done.compareAndSet(false, true)) {
                return false;
            }
            if (isUnasked()) {
                unasked.decrementAndGet();
            }
            message.acknowledge();
            return true;
        }

        /** The broker brings it again, by another connection. */
        boolean comesAgain() {
            return comesAgain && mustComeAgain();
        }

        /** One that expires the broker may have dropped meanwhile. */
        private boolean mustComeAgain() {
            return !isUnasked() && message.getMessageExpiryInterval().isEmpty();
        }

        boolean isUnasked() {
            return message.getQos() == MqttQos.AT_MOST_ONCE;
        }
    }

    /** @return empty if there are too many that the broker does not hold back: it is dropped */
    Optional<One> came(Mqtt5Publish message) {
        var one = new One(message);
        if (one.isUnasked() && unasked.incrementAndGet() > mostUnasked) {
            one.confirm();
            return Optional.empty();
        }
        all.add(one);
        return Optional.of(one);
    }

    /** @return how many are not confirmed, or were not before they were let go */
    int size() {
        return all.size();
    }

    boolean isGone() {
        return gone;
    }

    /** The connection is gone: what is kept from now on the broker is not told of. */
    void isLost() {
        gone = true;
    }

    /** To be called when the connection is gone, before the next. */
    void letGo() {
        gone = true;
        all.forEach(One::letGo);
    }

    /** @return what was kept when the broker could not be told, in no order */
    Collection<Mqtt5Publish> keptLate() {
        return keptLate;
    }

    /** The next connection goes on with the session: what the receiver has not kept yet it need not. */
    void comesAgain() {
        comesAgain = true;
        all.stream().filter(One::comesAgain).forEach(One::giveUp);
        all.clear();
    }
}
