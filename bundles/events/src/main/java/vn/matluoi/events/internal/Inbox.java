package vn.matluoi.events.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import vn.matluoi.api.SourceId;

/**
 * What waits for the one writer, in the order it came; bounded by number and by weight, since the database may be away
 * while the province's cameras go on. Any thread may offer; one takes.
 */
final class Inbox {

    static final int MOST = 10_000;
    static final long MOST_BYTES = 64L << 20;

    /** What programs of one source may have waiting: they can be told to send again, and leave room for cameras, which cannot. */
    static final int MOST_OF_ONE = 2_000;

    static final long BYTES_OF_ONE = 16L << 20;

    /** The same, of all sources together. */
    static final int MOST_DELIVERED = MOST / 2;

    static final long BYTES_DELIVERED = MOST_BYTES / 2;

    /** Of so many, or of more in one delivery, one transaction takes no others. */
    static final int GROUP = 500;

    static final long GROUP_BYTES = 8L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Condition end = lock.newCondition();
    private final Queue<Pending> waiting = new ArrayDeque<>(); // guarded by lock, as below
    private final Map<SourceId, Load> delivered = new HashMap<>();
    private Load load = Load.NONE;
    private Load deliveries = Load.NONE; // part of load
    private boolean closed;

    /** What waits. */
    private record Load(int events, long bytes) {

        static final Load NONE = new Load(0, 0);

        Load with(Pending more) {
            return new Load(events + more.size(), bytes + more.weight());
        }

        Load without(Pending gone) {
            return new Load(events - gone.size(), bytes - gone.weight());
        }

        boolean exceeds(int mostEvents, long mostBytes) {
            return events > mostEvents || bytes > mostBytes;
        }
    }

    /** What became of an offer. */
    enum Offer {
        TAKEN,
        /** There is no room, or none for what programs deliver, or the journal ends. */
        FULL,
        /** Its source has too much waiting already. */
        TOO_MUCH
    }

    Offer offer(Pending events) {
        lock.lock();
        try {
            if (closed) {
                return Offer.FULL;
            }
            var offer = room(events);
            if (offer != Offer.TAKEN && dropWithdrawn()) {
                offer = room(events);
            }
            if (offer == Offer.TAKEN) {
                waiting.add(events);
                count(events);
                news.signal();
            }
            return offer;
        } finally {
            lock.unlock();
        }
    }

    private Offer room(Pending events) {
        if (load.with(events).exceeds(MOST, MOST_BYTES)) {
            return Offer.FULL;
        }
        if (!events.delivered()) {
            return Offer.TAKEN;
        }
        var before = delivered.get(events.source());
        if (before != null && before.with(events).exceeds(MOST_OF_ONE, BYTES_OF_ONE)) {
            return Offer.TOO_MUCH;
        }
        return deliveries.with(events).exceeds(MOST_DELIVERED, BYTES_DELIVERED) ? Offer.FULL : Offer.TAKEN;
    }

    /** What nobody waits for any more takes no room, however long the writer is held up. */
    private boolean dropWithdrawn() {
        return !delivered.isEmpty()
                && waiting.removeIf(each -> {
                    if (each.withdrawn()) {
                        discount(each);
                        return true;
                    }
                    return false;
                });
    }

    private void count(Pending more) {
        load = load.with(more);
        if (more.delivered()) {
            deliveries = deliveries.with(more);
            delivered.merge(more.source(), Load.NONE.with(more), (known, none) -> known.with(more));
        }
    }

    private void discount(Pending gone) {
        load = load.without(gone);
        if (gone.delivered()) {
            deliveries = deliveries.without(gone);
            delivered.computeIfPresent(
                    gone.source(), (source, of) -> of.events > gone.size() ? of.without(gone) : null);
        }
    }

    /**
     * Waits for events.
     *
     * @param longest to wait for the first
     * @return what waits, as much as one transaction takes; none if nothing came in that time; empty when it is closed and
     *     everything was taken
     */
    Optional<List<Pending>> take(Duration longest) throws InterruptedException {
        lock.lock();
        try {
            var left = longest.toNanos();
            while (waiting.isEmpty() && !closed && left > 0) {
                left = news.awaitNanos(left);
            }
            return waiting.isEmpty() && closed ? Optional.empty() : Optional.of(group());
        } finally {
            lock.unlock();
        }
    }

    private List<Pending> group() {
        var group = new ArrayList<Pending>(Math.min(GROUP, waiting.size()));
        var taken = Load.NONE;
        while (!waiting.isEmpty() && taken.events < GROUP && taken.bytes < GROUP_BYTES) {
            var next = waiting.remove();
            discount(next);
            if (!next.withdrawn()) {
                group.add(next);
                taken = taken.with(next);
            }
        }
        return group;
    }

    /** Waits that long, or until it is closed. */
    void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            var left = time.toNanos();
            while (!closed && left > 0) {
                left = end.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** @return how many events wait */
    int size() {
        lock.lock();
        try {
            return load.events;
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing any more; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
            end.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
