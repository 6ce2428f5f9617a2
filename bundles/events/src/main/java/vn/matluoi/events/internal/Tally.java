package vn.matluoi.events.internal;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.health.HealthCheck.Result;

/** What became of the events since the start. Any thread. */
final class Tally {

    /** A database that does not answer for so long is told. */
    static final Duration AWAY = Duration.ofSeconds(10);

    /** Events that were lost are told for so long. */
    static final Duration LOST = Duration.ofMinutes(5);

    private final LongSupplier nanos;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong personal = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private long lastLost; // guarded by this, as below
    private long failingSince;
    private boolean failing;

    Tally(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void wrote(int events) {
        written.addAndGet(events);
        synchronized (this) {
            failing = false;
        }
    }

    /** So many were not to be kept. */
    void leftOut(int events) {
        personal.addAndGet(events);
    }

    /** So many their sender keeps, and sends again. */
    void refused(int events) {
        refused.addAndGet(events);
    }

    void lost(int events) {
        if (events == 0) {
            return;
        }
        lost.addAndGet(events);
        synchronized (this) {
            lastLost = nanos.getAsLong();
        }
    }

    /**
     * The database did not take what is to be written.
     *
     * @return whether it did before
     */
    synchronized boolean failed() {
        var first = !failing;
        if (first) {
            failing = true;
            failingSince = nanos.getAsLong();
        }
        return first;
    }

    EventLog.Load load(int waiting) {
        return new EventLog.Load(written.get(), personal.get(), lost.get(), refused.get(), waiting);
    }

    Result result(int waiting) {
        var counts = new Text(
                "đã ghi %d, đang chờ %d, không lưu vì là dữ liệu cá nhân %d, bị mất %d"
                        .formatted(written.get(), waiting, personal.get(), lost.get()),
                "%d written, %d waiting, %d not kept as personal data, %d lost"
                        .formatted(written.get(), waiting, personal.get(), lost.get()));
        synchronized (this) {
            var now = nanos.getAsLong();
            if (failing && now - failingSince > AWAY.toNanos()) {
                return Result.down(new Text(
                        "Không ghi được sự kiện vào cơ sở dữ liệu: kiểm tra cơ sở dữ liệu và dung lượng đĩa; "
                                + counts.vi(),
                        "Events cannot be written: look at the database and the room on its disk; " + counts.en()));
            }
            if (lost.get() > 0 && now - lastLost < LOST.toNanos()) {
                return Result.down(new Text(
                        "Vừa mất sự kiện: thiết bị báo nhanh hơn cơ sở dữ liệu ghi được, hoặc cơ sở dữ liệu không trả"
                                + " lời; "
                                + counts.vi(),
                        "Events were lost just now: they come faster than the database takes them, or it does not"
                                + " answer; "
                                + counts.en()));
            }
        }
        return Result.ok(counts);
    }
}
