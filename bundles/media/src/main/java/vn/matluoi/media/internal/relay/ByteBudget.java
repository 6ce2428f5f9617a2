package vn.matluoi.media.internal.relay;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One limit for all bytes that wait for slow viewers. A slice pins the whole buffer it was cut from, so what is
 * counted is what is pinned. From seven eighths on the largest backlog goes first, and new viewers are turned away
 * until two seconds after; at the limit nothing more is queued. What is on its way into sockets cannot be taken back and
 * may come to as much again; past that the viewer with the largest backlog is closed. Any thread.
 */
public final class ByteBudget {

    private static final Duration RECOVERY = Duration.ofSeconds(2);

    /** Whose bytes wait. */
    interface Backlog {

        /** @return bytes held now */
        long held();

        /** Lets go of what waits; any thread, takes effect soon. */
        void shed();

        /** Gives up the connection, and so all it holds; any thread, takes effect soon. */
        void close();
    }

    private final AtomicLong used = new AtomicLong();
    private final Set<Backlog> backlogs = ConcurrentHashMap.newKeySet();
    private volatile long limit;
    private volatile long shedAt = System.nanoTime() - RECOVERY.toNanos();

    /** @param limit in bytes, above 0 */
    public ByteBudget(long limit) {
        resize(limit);
    }

    /** Changes the limit; what is held already stays. */
    public void resize(long bytes) {
        if (bytes <= 0) {
            throw new IllegalArgumentException("a budget is above 0 bytes");
        }
        limit = bytes;
    }

    /** @return bytes held now */
    public long used() {
        return used.get();
    }

    /** @return whether there is no room for another viewer: it is nearly full, or was until just now */
    public boolean isTight() {
        return used.get() >= limit - limit / 8 || System.nanoTime() - shedAt < RECOVERY.toNanos();
    }

    /** @return whether that many bytes may be held; they then are */
    boolean take(long bytes) {
        var now = used.addAndGet(bytes);
        if (now <= limit) {
            if (now >= limit - limit / 8) {
                shedLargest();
            }
            return true;
        }
        used.addAndGet(-bytes);
        shedLargest();
        return false;
    }

    /** Counts bytes that are held already, room or not; over the limit somebody else has to make room. */
    void force(long bytes) {
        var now = used.addAndGet(bytes);
        if (now > 2 * limit) {
            largest().ifPresent(backlog -> {
                leave(backlog);
                backlog.close();
            });
        } else if (now > limit) {
            shedLargest();
        }
    }

    void give(long bytes) {
        used.addAndGet(-bytes);
    }

    void enter(Backlog backlog) {
        backlogs.add(backlog);
    }

    void leave(Backlog backlog) {
        backlogs.remove(backlog);
    }

    private void shedLargest() {
        shedAt = System.nanoTime();
        if (backlogs.isEmpty()) {
            return; // of the groups kept for new viewers, which are at their limit with each picture
        }
        largest().ifPresent(Backlog::shed);
    }

    private Optional<Backlog> largest() {
        return backlogs.stream().max(Comparator.comparingLong(Backlog::held));
    }

    /** @return bytes of memory that stay taken while this slice is kept */
    static int pinnedBy(ByteBuf buffer) {
        var root = buffer;
        while (root.unwrap() != null) {
            root = root.unwrap();
        }
        return root.capacity();
    }
}
