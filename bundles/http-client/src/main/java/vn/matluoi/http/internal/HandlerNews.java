package vn.matluoi.http.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.http.HandlerWatch;
import vn.matluoi.api.http.HandlerWatch.Owner;

/** Tells the watch and the log how drivers' code does. Holds no lock while it does so, and never fails. Any thread. */
final class HandlerNews {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerNews.class);
    private static final long SAID_AGAIN = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanos;
    private final Supplier<Optional<HandlerWatch>> watch;

    /** Something that is said once a minute. */
    static final class Seldom {
        private boolean said; // guarded by this, as below
        private long last;

        private synchronized boolean isDue(long now) {
            if (said && now - last < SAID_AGAIN) {
                return false;
            }
            said = true;
            last = now;
            return true;
        }
    }

    HandlerNews(LongSupplier nanos, Supplier<Optional<HandlerWatch>> watch) {
        this.nanos = nanos;
        this.watch = watch;
    }

    void took(Owner owner, SourceId source, Seldom told) {
        if (told.isDue(nanos.getAsLong())) {
            tell(w -> w.took(owner, source));
        }
    }

    /** To be called where it may hang: what a driver threw runs the driver's code when it is asked what it is. */
    void threw(Owner owner, SourceId source, Throwable fault, Seldom withStack) {
        tell(w -> w.threw(owner, source, fault));
        quietly(() -> {
            if (withStack.isDue(nanos.getAsLong())) {
                LOG.warn("driver {} failed at what came for source {}", owner.bundle(), source, fault);
            } else {
                LOG.debug("driver {} failed at what came for source {}: {}", owner.bundle(), source, fault);
            }
        });
    }

    void hangs(Owner owner, SourceId source) {
        tell(w -> w.hangs(owner, source, Handlers.LIMIT));
    }

    private void tell(Consumer<HandlerWatch> what) {
        quietly(() -> watch.get().ifPresent(what));
    }

    /** The hub may stop, the watch may have gone, and a driver's exception may throw when it is asked what it is. */
    static void quietly(Runnable bookkeeping) {
        try {
            bookkeeping.run();
        } catch (Throwable e) {
            LOG.debug("not noted: {}", e.getClass().getName());
        }
    }
}
