package vn.matluoi.events.internal;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.event.EventReader;

/**
 * Those who read the journal to its end. A hub that starts does not know them yet: for a while it takes everything for unread. So it
 * does where one goes and does not come back at once, as when its bundle is renewed. Any thread.
 */
final class Readers {

    /** How long one who is to come is waited for. */
    static final Duration AWAITED = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

    private final List<EventReader> readers = new CopyOnWriteArrayList<>();
    private final LongSupplier nanos;
    private volatile long since;

    Readers(LongSupplier nanos) {
        this.nanos = nanos;
        this.since = nanos.getAsLong();
    }

    void add(EventReader reader) {
        readers.add(reader);
    }

    void remove(EventReader reader) {
        since = nanos.getAsLong();
        readers.remove(reader);
    }

    /** @return number up to which all have read; the largest there is if nobody waits for anything */
    long read() {
        if (readers.isEmpty()) {
            return nanos.getAsLong() - since < AWAITED.toNanos() ? 0 : Long.MAX_VALUE;
        }
        try {
            return readers.stream()
                    .map(EventReader::read)
                    .flatMapToLong(OptionalLong::stream)
                    .min()
                    .orElse(Long.MAX_VALUE);
        } catch (RuntimeException e) { // another's fault is not to cost events
            LOG.warn("one who reads the journal of events cannot say how far it is", e);
            return 0;
        }
    }
}
