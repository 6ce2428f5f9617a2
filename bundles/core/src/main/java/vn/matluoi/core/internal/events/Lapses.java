package vn.matluoi.core.internal.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import vn.matluoi.core.internal.work.Moment;
import vn.matluoi.core.internal.work.Timer;

/**
 * What is over when its time is up, of all sources: one queue, and one call of the timer for the whole of it. Any thread.
 */
final class Lapses {

    /** The timer counts whole milliseconds, and may call a little early. */
    private static final Duration GRAIN = Duration.ofMillis(1);

    private final Timer timer;
    private final Queue<Entry> queue =
            new PriorityQueue<>(Comparator.comparing((Entry entry) -> entry.at.steady())); // guarded by this, as below
    private Optional<Moment> alarm = Optional.empty();
    private Timer.Pending pending = () -> {};

    /** What has a time. */
    interface Lapsing {

        /** The time that was asked for has come. Called by the timer's thread: must not block. */
        void due(Moment asked, Moment now);

        /** The hub ends: its time has come, whenever it was. */
        void over();
    }

    private record Entry(Moment at, Lapsing what) {}

    Lapses(Timer timer) {
        this.timer = timer;
    }

    synchronized void add(Moment at, Lapsing what) {
        queue.add(new Entry(at, what));
        set();
    }

    private void set() {
        var next = queue.peek();
        if (next == null || alarm.filter(sooner -> !next.at.isBefore(sooner)).isPresent()) {
            return;
        }
        pending.cancel();
        alarm = Optional.of(next.at);
        var delay = next.at.since(timer.now());
        pending = timer.after(delay.isNegative() ? Duration.ZERO : delay.plus(GRAIN), this::ring);
    }

    private void ring() {
        var now = timer.now();
        for (var entry : taken(now)) {
            entry.what.due(entry.at, now);
        }
        synchronized (this) {
            set();
        }
    }

    private synchronized List<Entry> taken(Moment now) {
        alarm = Optional.empty();
        var due = new ArrayList<Entry>();
        while (!queue.isEmpty() && !now.isBefore(queue.peek().at)) {
            due.add(queue.remove());
        }
        return due;
    }

    /** Ends all there is. */
    void close() {
        List<Entry> left;
        synchronized (this) {
            pending.cancel();
            left = List.copyOf(queue);
            queue.clear();
        }
        left.forEach(entry -> entry.what.over());
    }
}
