package vn.matluoi.core.internal.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import vn.matluoi.core.internal.work.Moment;
import vn.matluoi.core.internal.work.Timer;

/** Time that stands still until a test moves it. Not for several threads. */
public final class ManualTimer implements Timer {

    private final PriorityQueue<Call> calls =
            new PriorityQueue<>(Comparator.comparing(Call::at).thenComparing(Call::order));
    private Instant now = Instant.parse("2026-11-22T00:00:00Z");
    private Duration offset = Duration.ZERO;
    private long order;

    private record Call(Instant at, long order, Runnable run) {}

    @Override
    public synchronized Instant instant() {
        return now.plus(offset);
    }

    @Override
    public synchronized Moment now() {
        return new Moment(instant(), Duration.between(Instant.EPOCH, now));
    }

    /** Sets the clock, as somebody may: no time passes, and no call comes sooner or later. */
    public synchronized void jump(Duration by) {
        offset = offset.plus(by);
    }

    @Override
    public synchronized Pending after(Duration delay, Runnable run) {
        var call = new Call(now.plus(delay), order++, run);
        calls.add(call);
        return () -> cancel(call);
    }

    private synchronized void cancel(Call call) {
        calls.remove(call);
    }

    /** Lets time pass, making every call that falls due, in order. */
    public void advance(Duration time) {
        var end = end(time);
        for (var call = due(end); call != null; call = due(end)) {
            call.run.run();
        }
        synchronized (this) {
            now = end;
        }
    }

    private synchronized Instant end(Duration time) {
        return now.plus(time);
    }

    /** Makes the calls that are due now. */
    public void settle() {
        advance(Duration.ZERO);
    }

    private synchronized Call due(Instant end) {
        if (calls.isEmpty() || calls.peek().at().isAfter(end)) {
            return null;
        }
        var call = calls.remove();
        now = call.at().isAfter(now) ? call.at() : now;
        return call;
    }

    public synchronized int pending() {
        return calls.size();
    }
}
