package vn.matluoi.access.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Which uses of API keys are new, to be recorded: programs come each second, the log keeps one use an hour. Any thread. */
final class KeyUses {

    private static final long FORGET_NANOS = Duration.ofHours(1).toNanos();
    private static final int MOST_KEYS = 10_000;

    private final LongSupplier nanos;
    /** When each was last recorded. Guarded by {@code this}; the longest known goes first. */
    private final Map<String, Long> recorded = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_KEYS;
        }
    };

    /** @param nanos a monotonic clock, as {@link System#nanoTime()} */
    KeyUses(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** @return whether this use, a key's from an address, was not recorded within an hour */
    synchronized boolean isNew(String use) {
        var before = recorded.get(use);
        return before == null || nanos.getAsLong() - before >= FORGET_NANOS;
    }

    synchronized void recorded(String use) {
        recorded.put(use, nanos.getAsLong());
    }
}
