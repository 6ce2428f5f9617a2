package vn.matluoi.events.internal;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for the one writer, in the order it came; bounded by number and by weight, since the database may be away
 * while the province's cameras go on. Any thread may offer; one takes.
 */
final class Inbox {

    static final int MOST = 10_000;
    static final long MOST_BYTES = 64L << 20;

    /** What one transaction takes at most. */
    static final int GROUP = 500;

    static final long GROUP_BYTES = 8L << 20;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Condition end = lock.newCondition();
    private final Queue<Pending> waiting = new ArrayDeque<>(); // guarded by lock, as below
    private long bytes;
    private boolean closed;

    /** @return whether there was room for it */
    boolean offer(Pending event) {
        lock.lock();
        try {
            if (closed || waiting.size() >= MOST || bytes + event.weight() > MOST_BYTES) {
                return false;
            }
            waiting.add(event);
            bytes += event.weight();
            news.signal();
            return true;
        } finally {
            lock.unlock();
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
        var weight = 0L;
        while (!waiting.isEmpty() && group.size() < GROUP && weight < GROUP_BYTES) {
            var next = waiting.remove();
            group.add(next);
            weight += next.weight();
        }
        bytes -= weight;
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

    int size() {
        lock.lock();
        try {
            return waiting.size();
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
