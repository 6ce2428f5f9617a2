package vn.matluoi.forward.internal;

import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;

/** Asks twice a second whether the catalogue changed, as long as somebody is to be told of it. Any thread. */
final class ChangeWatch {

    static final Duration PAUSE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);

    /** Has work done after a while. */
    interface Timer {
        void after(Duration pause, Runnable work);
    }

    private final LongSupplier newest;
    private final Supplier<List<LongConsumer>> listeners;
    private final Timer timer;
    private boolean asking; // guarded by this
    private long seen = -1; // by whoever asks

    /**
     * @param newest number of the newest change; fails with a {@link HubException} if the database does not answer
     * @param listeners those who are told of it, as they are when they are asked for
     */
    ChangeWatch(LongSupplier newest, Supplier<List<LongConsumer>> listeners, Timer timer) {
        this.newest = newest;
        this.listeners = listeners;
        this.timer = timer;
    }

    /** There is one more to be told: called when it is among them. */
    synchronized void begin() {
        if (!asking) {
            asking = true;
            timer.after(Duration.ZERO, this::ask);
        }
    }

    private void ask() {
        try {
            var last = newest.getAsLong();
            if (last != seen) {
                // those that come after this look into the feed later than it was asked, by themselves
                listeners.get().forEach(one -> one.accept(last));
                seen = last;
            }
        } catch (HubException e) {
            LOG.debug("the change feed does not answer", e);
        } finally {
            goOn();
        }
    }

    private synchronized void goOn() {
        if (listeners.get().isEmpty()) {
            asking = false; // nobody asks any more
        } else {
            timer.after(PAUSE, this::ask);
        }
    }
}
