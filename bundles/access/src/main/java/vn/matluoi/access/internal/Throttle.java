package vn.matluoi.access.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;

/**
 * Slows guessing. A key (an account, or an origin) has some tries free; each further one must wait twice as long as the
 * one before, a second at first and a minute at most. So nobody is locked out for good, and a guesser gets some 1,400
 * tries a day. What is quiet for 15 minutes is forgotten. A try counts from its beginning: trying in parallel gains
 * nothing. Any thread.
 */
final class Throttle {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final long FORGET_NANOS = Duration.ofMinutes(15).toNanos();
    private static final int MOST_KEYS = 10_000;

    private final int free;
    private final LongSupplier nanos;
    /** Guarded by {@code this}; the key that was longest quiet goes first. */
    private final Map<String, Tries> tries = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
            return size() > MOST_KEYS;
        }
    };

    /**
     * @param free tries that need not wait
     * @param nanos a monotonic clock, as {@link System#nanoTime()}
     */
    Throttle(int free, LongSupplier nanos) {
        this.free = free;
        this.nanos = nanos;
    }

    /**
     * @return how many tries were turned away since the last that was not
     * @throws TurnedAway if this key must wait; the text says how long
     */
    synchronized int begin(String key) {
        var now = nanos.getAsLong();
        var before = tries.get(key);
        if (before == null || now - before.last > FORGET_NANOS) {
            before = new Tries(0, now, now, 0);
        }
        if (before.blockedUntil - now > 0) {
            tries.put(key, new Tries(before.count, before.last, before.blockedUntil, before.turnedAway + 1));
            throw new TurnedAway(Duration.ofNanos(before.blockedUntil - now), before.turnedAway == 0);
        }
        var count = before.count + 1;
        tries.put(key, new Tries(count, now, now + wait(count).toNanos(), 0));
        return before.turnedAway;
    }

    /** The try was right: the key begins anew. */
    synchronized void forget(String key) {
        tries.remove(key);
    }

    /** The try was right: it does not count, those before it do. */
    synchronized void takeBack(String key) {
        tries.computeIfPresent(
                key,
                (same, had) -> had.count <= 1 ? null : new Tries(had.count - 1, had.last, had.last, had.turnedAway));
    }

    private Duration wait(int count) {
        var beyond = count - free;
        if (beyond < 0) {
            return Duration.ZERO;
        }
        var wait = Duration.ofSeconds(1L << Math.min(beyond, 10));
        return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }

    /** A try that came too soon. */
    static final class TurnedAway extends HubException.Later {

        private static final long serialVersionUID = 1L;

        private final boolean first;

        private TurnedAway(Duration wait, boolean first) {
            this(seconds(wait), first);
        }

        private TurnedAway(long seconds, boolean first) {
            super(
                    "session.throttled",
                    new Text(
                            "Đăng nhập sai quá nhiều lần. Hãy thử lại sau " + seconds + " giây.",
                            "Too many failed log-ins. Try again in " + seconds + " seconds."),
                    Duration.ofSeconds(seconds));
            this.first = first;
        }

        /** @return whether it is the first of this wait: only that is recorded, or guessing would fill the log */
        boolean isFirst() {
            return first;
        }
    }

    private record Tries(int count, long last, long blockedUntil, int turnedAway) {}
}
