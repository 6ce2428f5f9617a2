package vn.matluoi.source.mqtt.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.Unusable;

/** What came and could not be read: how many, why the last one, and which of them still find room. Any thread. */
final class Nonsense {

    /** Beyond that in a minute they are counted only, so that nonsense pushes out nothing else. */
    static final int MOST_KEPT = 60;

    private static final Duration SHOWN = Duration.ofMinutes(15);

    private final LongSupplier nanos;
    private long minute; // all guarded by this; when it began
    private int kept;
    private long all;
    private long last;
    private Optional<Unusable> why = Optional.empty();

    Nonsense(LongSupplier nanos) {
        this.nanos = nanos;
        this.minute = nanos.getAsLong();
    }

    /** @return whether it is to be kept */
    synchronized boolean keep(Unusable reason) {
        var now = nanos.getAsLong();
        if (now - minute > Duration.ofMinutes(1).toNanos()) {
            minute = now;
            kept = 0;
        }
        all++;
        last = now;
        why = Optional.of(reason);
        return kept++ < MOST_KEPT;
    }

    /** @return why, for a quarter of an hour */
    synchronized Optional<Text> problem() {
        return why.filter(reason -> nanos.getAsLong() - last < SHOWN.toNanos())
                .map(reason -> new Text(
                        "%s; %d thông điệp không đọc được từ khi tuyến chạy"
                                .formatted(reason.text().vi(), all),
                        "%s; messages that could not be read since the route began: %d"
                                .formatted(reason.text().en(), all)));
    }
}
