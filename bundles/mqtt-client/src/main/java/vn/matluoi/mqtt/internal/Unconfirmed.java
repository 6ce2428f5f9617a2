package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What came by one connection and the broker was not told of yet. The client confirms in the order in which messages came, over
 * connections, and counts what is not confirmed against the next: what will not be confirmed any more, since its connection is gone, is
 * let go before the next. The broker hears nothing of that, and sends it again. Any thread.
 */
final class Unconfirmed {

    private final Queue<One> asked = new ArrayDeque<>(); // guarded by this; with QoS 1 or 2, in their order
    private final AtomicInteger unasked = new AtomicInteger(); // with QoS 0
    private final int mostUnasked;
    private volatile boolean gone; // the connection

    /** @param mostUnasked messages with QoS 0, which the broker does not hold back, that may wait to be kept */
    Unconfirmed(int mostUnasked) {
        this.mostUnasked = mostUnasked;
    }

    /** One message. */
    final class One {

        private final Mqtt5Publish message;
        private boolean acknowledged; // guarded by this
        private volatile boolean kept;
        private volatile boolean givenUp;
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
            if (givenUp) { // by now
                taken.toCompletableFuture().cancel(false);
            }
        }

        /** It has come again: what the receiver has not begun it need not do. */
        void giveUp() {
            givenUp = true;
            taken.toCompletableFuture().cancel(false);
        }

        boolean isGivenUp() {
            return givenUp;
        }

        /** When it came before: it need not be handed on. */
        void wasKept() {
            kept = true;
        }

        boolean isKept() {
            return kept;
        }

        /** It is kept: tells the broker that it may forget it, if it came by the connection that stands. */
        void confirm() {
            kept = true;
            letGo();
            told();
        }

        private synchronized void letGo() {
            if (!acknowledged) {
                acknowledged = true;
                if (message.getQos() == MqttQos.AT_MOST_ONCE) {
                    unasked.decrementAndGet();
                }
                message.acknowledge();
            }
        }
    }

    /** @return empty if there are too many that the broker does not hold back: it is dropped */
    Optional<One> came(Mqtt5Publish message) {
        var one = new One(message);
        if (message.getQos() != MqttQos.AT_MOST_ONCE) {
            add(one);
        } else if (unasked.incrementAndGet() > mostUnasked) {
            one.confirm();
            return Optional.empty();
        }
        return Optional.of(one);
    }

    private synchronized void add(One one) {
        asked.add(one);
    }

    /** The client tells the broker of what is kept as soon as all before it is. */
    private synchronized void told() {
        while (!gone && !asked.isEmpty() && asked.peek().kept) {
            asked.remove();
        }
    }

    synchronized int size() {
        return asked.size();
    }

    /** The connection is gone: what is kept from now on the broker is not told of. */
    void lost() {
        gone = true;
    }

    boolean isGone() {
        return gone;
    }

    /**
     * To be called when the connection is gone, before the next.
     *
     * @return what the broker has to bring again, kept or not, in its order
     */
    synchronized List<One> letGo() {
        gone = true;
        asked.forEach(One::letGo);
        return List.copyOf(asked);
    }
}
