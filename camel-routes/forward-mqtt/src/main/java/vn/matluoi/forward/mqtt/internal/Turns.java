package vn.matluoi.forward.mqtt.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import vn.matluoi.api.forward.Delivery;

/**
 * Sends one batch so that nothing overtakes what has the same key: of a key one is on its way, and the next leaves when the broker has
 * confirmed it. A broker may refuse one and take the next, which nobody could call back. Different keys go together.
 */
final class Turns {

    private final Function<Delivery, CompletionStage<Void>> publish;
    private final AtomicInteger refused = new AtomicInteger(Integer.MAX_VALUE); // place of the first that was not taken

    /** @param publish sends one; completes when it is confirmed, from any thread */
    Turns(Function<Delivery, CompletionStage<Void>> publish) {
        this.publish = publish;
    }

    /**
     * Begins to send. What stands behind one that was not taken leaves no more, whatever its key: it is sent again with it.
     *
     * @return for each of the batch, in its order, when it is confirmed. The first that fails does so for its own reason
     */
    List<CompletableFuture<Void>> begin(List<Delivery> batch) {
        var all = new ArrayList<CompletableFuture<Void>>(batch.size());
        var latest = new HashMap<String, CompletableFuture<Void>>();
        for (var n = 0; n < batch.size(); n++) {
            var place = n;
            var delivery = batch.get(n);
            var before = latest.getOrDefault(delivery.key(), CompletableFuture.completedFuture(null));
            var own = before.thenCompose(confirmed -> send(place, delivery));
            latest.put(delivery.key(), own);
            all.add(own);
        }
        return all;
    }

    private CompletionStage<Void> send(int place, Delivery delivery) {
        if (place > refused.get()) {
            return CompletableFuture.failedFuture(new IllegalStateException("one before it was not taken"));
        }
        return publish.apply(delivery).whenComplete((confirmed, failure) -> {
            if (failure != null) {
                refused.accumulateAndGet(place, Math::min);
            }
        });
    }

    /** Nothing that has not left leaves any more. */
    void end() {
        refused.set(-1);
    }
}
