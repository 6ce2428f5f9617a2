package vn.matluoi.http.internal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls that are not answered yet, so that a hub that stops can let what was begun come to its end. For any thread. */
final class UnderWay {

    private final Set<CompletableFuture<Void>> calls = ConcurrentHashMap.newKeySet();

    /** @return to be run when it is over, and what follows from its answer was sent */
    Runnable begin() {
        var call = new CompletableFuture<Void>();
        calls.add(call);
        return () -> {
            calls.remove(call);
            call.complete(null);
        };
    }

    /** Waits until nothing is under way, with what followed meanwhile, or until the time is over. */
    void await(Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (!calls.isEmpty()) {
                CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
                        .get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            return; // whoever still waits hears that the connection broke off
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
