package vn.matluoi.http.internal;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;

/**
 * Something of a driver's that is due later; taken back with its connection, or it would hold on to its driver until then. Run in
 * the connection's line; closed by any thread.
 */
final class Later implements AutoCloseable, Runnable {

    private final Runnable work;
    private final Set<Later> all;
    private volatile Optional<Future<?>> due = Optional.empty(); // it may have run before this is set
    private volatile boolean takenBack;

    /** @param all those of the connection, this one among them until it is over; safe for any thread */
    Later(Runnable work, Set<Later> all) {
        this.work = work;
        this.all = all;
        all.add(this);
    }

    void due(Future<?> when) {
        due = Optional.of(when);
    }

    @Override
    public void run() {
        all.remove(this);
        if (!takenBack) {
            work.run();
        }
    }

    @Override
    public void close() {
        takenBack = true;
        due.ifPresent(d -> d.cancel(false));
        all.remove(this);
    }
}
