package vn.matluoi.driver.onvif.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * What is to be finished before a connection is closed: subscriptions that are being made or given back, as a device has room for
 * two to five. Each is one request; nobody waits. For any thread.
 */
final class Unfinished {

    /** Longer than an answer takes. A stage is never completed if the connection's code was given up as hanging. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Duration patience;
    private int open; // guarded by this, as all below
    private Optional<Runnable> last = Optional.empty();

    Unfinished(Duration patience) {
        this.patience = patience;
    }

    /** @return the same, which ends in time by itself, be it with a {@link java.util.concurrent.TimeoutException} */
    <T> CompletionStage<T> inTime(CompletionStage<T> sent) {
        return sent.toCompletableFuture().orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Something is begun. What comes of it may be begun before this one is closed, once. */
    synchronized Hold begin() {
        open++;
        return new Hold();
    }

    /** @param closing is run when nothing is unfinished any more, once: now, or by who finishes last */
    void whenDone(Runnable closing) {
        synchronized (this) {
            if (open > 0) {
                last = Optional.of(closing);
                return;
            }
        }
        closing.run();
    }

    private void finish() {
        Optional<Runnable> closing;
        synchronized (this) {
            open--;
            if (open > 0) {
                return;
            }
            closing = last;
            last = Optional.empty();
        }
        closing.ifPresent(Runnable::run);
    }

    /** Keeps a connection open. */
    final class Hold implements AutoCloseable {

        @Override
        public void close() {
            finish();
        }
    }
}
