package vn.matluoi.events.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.Events;

/**
 * How fast programs may tell events: of each source so many a second for long, and after a pause ten seconds' worth at once, so that no
 * agency takes the others' room. Any thread.
 */
final class Rates {

    static final int STANDARD = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Rates.class);
    private static final int LEAST = 1;
    private static final int MOST = 100_000;
    private static final int PAUSE_SECONDS = 10;
    private static final int MOST_SOURCES = 10_000;

    private final int perSecond;
    private final int most;
    private final LongSupplier nanos;
    private final Map<SourceId, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<SourceId, Bucket> eldest) {
                    return size() > MOST_SOURCES;
                }
            };

    private record Bucket(double left, long at) {}

    /** @param nanos a monotonic clock */
    Rates(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.most = Math.max(Events.MOST_AT_ONCE, perSecond * PAUSE_SECONDS); // any one delivery comes in after a pause
        this.nanos = nanos;
    }

    /** @param text of {@code source.rate}; of what is no number the default counts, and the log names it */
    static int perSecond(String text) {
        try {
            return Math.max(LEAST, Math.min(MOST, Integer.parseInt(text.strip())));
        } catch (NumberFormatException unreadable) {
            LOG.error(
                    "etc/vn.matluoi.events.cfg, source.rate: “{}” không phải là số nguyên, dùng {} / “{}” is no whole number, {} is used",
                    text,
                    STANDARD,
                    text,
                    STANDARD);
            return STANDARD;
        }
    }

    /** @throws HubException.Later if that is too many now */
    synchronized void take(SourceId source, int events) {
        var now = nanos.getAsLong();
        var before = buckets.getOrDefault(source, new Bucket(most, now));
        var left = Math.min(most, before.left + (now - before.at) * perSecond / 1e9);
        if (left < events) {
            buckets.put(source, new Bucket(left, now));
            throw tooFast(source, Duration.ofMillis((long) Math.ceil((events - left) * 1000 / perSecond)));
        }
        buckets.put(source, new Bucket(left - events, now));
    }

    private HubException.Later tooFast(SourceId source, Duration after) {
        return new HubException.Later(
                "events.rate",
                new Text(
                        "Nguồn %s gửi quá %d sự kiện một giây. Hãy gửi lại sau %d giây; quản trị viên đổi mức bằng source.rate trong etc/vn.matluoi.events.cfg."
                                .formatted(source, perSecond, after.toSeconds() + 1),
                        "The source %s tells more than %d events a second. Send this again in %d seconds; an administrator changes the rate by source.rate in etc/vn.matluoi.events.cfg."
                                .formatted(source, perSecond, after.toSeconds() + 1)),
                after);
    }
}
