package vn.matluoi.simulators.onvif;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * One subscription: a bounded queue of events and at most one pull that waits for them. It holds no thread; safe for any.
 * What waits in a full queue longest is lost.
 */
final class PullPoint {

    private static final int MAX_WAITING = 200;

    final int number;

    /** Where the device sends what happens; nothing of a subscription that is pulled. */
    final Optional<URI> consumer;

    private final Deque<Event> waiting = new ArrayDeque<>(); // guarded by this, as all below
    private Instant ends;
    private int pulls;
    private Pull pull;

    /** A pull that waits. */
    private static final class Pull {
        private final int limit;
        private final BiConsumer<List<Event>, Instant> reply;
        private Future<?> timeout;

        private Pull(int limit, BiConsumer<List<Event>, Instant> reply) {
            this.limit = limit;
            this.reply = reply;
        }
    }

    PullPoint(int number, Instant ends, Optional<URI> consumer) {
        this.number = number;
        this.consumer = consumer;
        this.ends = ends;
    }

    synchronized Instant ends() {
        return ends;
    }

    synchronized void renew(Instant until) {
        ends = until;
    }

    synchronized boolean pulling() {
        return pull != null;
    }

    /** Pulls so far, answered or not. */
    synchronized int pulls() {
        return pulls;
    }

    void add(Event event) {
        if (consumer.isPresent()) {
            Notifier.notify(consumer.get(), event);
            return;
        }
        Runnable send;
        synchronized (this) {
            if (waiting.size() == MAX_WAITING) {
                waiting.removeFirst();
            }
            waiting.add(event);
            send = taken(false);
        }
        send.run();
    }

    /**
     * Answers when there is something to say, and with nothing after a time. A pull that waits already is answered with
     * nothing at once.
     *
     * @param reply called once: the events, and when the subscription ends
     * @return to be called if nobody waits for the answer any more
     */
    Runnable pull(int limit, Duration time, ScheduledExecutorService timer, BiConsumer<List<Event>, Instant> reply) {
        Pull mine = new Pull(limit, reply);
        Runnable old;
        Runnable send;
        synchronized (this) {
            old = taken(true);
            pulls++;
            mine.timeout = timer.schedule(() -> end(mine), time.toMillis(), TimeUnit.MILLISECONDS);
            pull = mine;
            send = taken(false);
        }
        old.run();
        send.run();
        return () -> forget(mine);
    }

    /** Ends the pull that waits, if any, as an unsubscribed or expired subscription does. */
    void end() {
        Runnable send;
        synchronized (this) {
            send = taken(true);
        }
        send.run();
    }

    private void end(Pull late) {
        Runnable send;
        synchronized (this) {
            send = pull == late ? taken(true) : () -> {};
        }
        send.run();
    }

    private synchronized void forget(Pull gone) {
        if (pull == gone) {
            pull.timeout.cancel(false);
            pull = null;
        }
    }

    /** The answer to the pull that waits, to be sent outside the lock; called under it. */
    private Runnable taken(boolean evenEmpty) {
        if (pull == null || waiting.isEmpty() && !evenEmpty) {
            return () -> {};
        }
        List<Event> events = new ArrayList<>();
        while (!waiting.isEmpty() && events.size() < pull.limit) {
            events.add(waiting.removeFirst());
        }
        Pull answered = pull;
        pull = null;
        answered.timeout.cancel(false);
        Instant end = ends;
        return () -> answered.reply.accept(events, end);
    }
}
