package vn.matluoi.driver.onvif.internal;

import java.util.Optional;

/**
 * What is to be finished before a connection is closed: subscriptions that are being made or given back, as a device has room for
 * two to five. Each is one request, which ends in time by itself; nobody waits. For any thread.
 */
final class Unfinished {

    private int open; // guarded by this, as all below
    private Optional<Runnable> last = Optional.empty();

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
