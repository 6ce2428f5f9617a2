package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import vn.matluoi.core.internal.work.Timer;

/**
 * The moment between a source's driver and the one that replaces it. What is asked meanwhile waits for the next driver instead
 * of being refused, and goes to it in the order it came; what was under way is asked once more. Any thread.
 */
final class Handover {

    /** No driver came for so long: there is none. An upgrade in place takes some 40 ms, on a crowded machine a second. */
    static final Duration LONGEST = Duration.ofSeconds(3);

    /** As many as wait in a lane. */
    private static final int MOST = 64;

    private final Timer timer;
    private final Deque<Runnable> waiting = new ArrayDeque<>(); // guarded by this, as below
    private Timer.Pending end = () -> {};
    private boolean underWay;
    private boolean closed;
    private long begun;

    Handover(Timer timer) {
        this.timer = timer;
    }

    /** The driver is going. To be called before its session is closed. */
    synchronized void begins() {
        if (!closed) {
            begun++;
            underWay = true;
            end.cancel();
            end = timer.after(LONGEST, this::ends);
        }
    }

    /** The next one serves, or there is none. */
    void ends() {
        List<Runnable> free;
        synchronized (this) {
            underWay = false;
            end.cancel();
            free = List.copyOf(waiting);
            waiting.clear();
        }
        free.forEach(Runnable::run);
    }

    /** Nothing waits any more. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        ends();
    }

    /**
     * @param again which failures may be answered by asking once more, if a handover came between
     * @return as the call does; fails with the plain cause
     */
    <T> CompletableFuture<T> bridge(Supplier<CompletableFuture<T>> call, Predicate<Throwable> again) {
        var answer = new CompletableFuture<T>();
        ask(call, again, answer);
        return answer;
    }

    private <T> void ask(Supplier<CompletableFuture<T>> call, Predicate<Throwable> again, CompletableFuture<T> answer) {
        whenServed(() -> {
            var before = begun();
            call.get().whenComplete((value, wrapped) -> {
                var failure = plain(wrapped);
                if (failure == null) {
                    answer.complete(value);
                } else if (begun() != before && again.test(failure)) {
                    ask(call, never -> false, answer);
                } else {
                    answer.completeExceptionally(failure);
                }
            });
        });
    }

    private static Throwable plain(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private synchronized long begun() {
        return begun;
    }

    private void whenServed(Runnable call) {
        synchronized (this) {
            if (underWay && waiting.size() < MOST) {
                waiting.add(call);
                return;
            }
        }
        call.run();
    }
}
