package vn.matluoi.source.file.internal;

import java.io.File;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Knows when a file may be taken: when it has lain unchanged long enough (somebody may still be copying it), and not
 * too soon after a failure that was not the file's fault. Used by one polling thread.
 */
final class Patience {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    /** Short enough that sheets go on soon after the database, or room on a disk, is back. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

    /** Longer than the longest pause between two looks into the folder, which is an hour. */
    private static final Duration STALE = Duration.ofHours(3);

    private final LongSupplier nanos;
    private final long origin;
    private final Duration stable;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Map<String, Pause> pauses = new HashMap<>();
    private Duration nextSweep = Duration.ZERO;

    /** @param nanos a clock that never jumps, in nanoseconds */
    Patience(LongSupplier nanos, Duration stable) {
        this.nanos = nanos;
        this.origin = nanos.getAsLong();
        this.stable = stable;
    }

    /** @return whether the file has lain still long enough, judged by this look and the ones before */
    synchronized boolean mayTake(File file) {
        var now = now();
        forgetStale(now);
        var pause = pauses.get(file.getName());
        if (pause != null && now.compareTo(pause.until()) < 0) {
            return false;
        }
        var before = seen.get(file.getName());
        if (before == null || before.length() != file.length() || before.modified() != file.lastModified()) {
            seen.put(file.getName(), new Seen(file.length(), file.lastModified(), now, now));
            return false;
        }
        seen.put(file.getName(), new Seen(before.length(), before.modified(), before.since(), now));
        return now.compareTo(before.since().plus(stable)) >= 0;
    }

    /** The file was taken: forget it. */
    synchronized void taken(String name) {
        seen.remove(name);
    }

    /**
     * The file came back through no fault of its own: wait, longer each time.
     *
     * @param name it went by
     * @param back its name now
     */
    synchronized void cameBack(String name, String back) {
        var before = pauses.remove(name);
        var pause = before == null ? FIRST_PAUSE : before.length().multipliedBy(2);
        if (pause.compareTo(LONGEST_PAUSE) > 0) {
            pause = LONGEST_PAUSE;
        }
        pauses.put(back, new Pause(pause, now().plus(pause)));
    }

    /** The file is finished. */
    synchronized void finished(String name) {
        pauses.remove(name);
        seen.remove(name);
    }

    /** @return of how many files it knows something */
    synchronized int known() {
        return seen.size() + pauses.size();
    }

    /** @return time since this began */
    private Duration now() {
        return Duration.ofNanos(nanos.getAsLong() - origin);
    }

    /** Files that nobody looked at for long are no longer there. */
    private void forgetStale(Duration now) {
        if (now.compareTo(nextSweep) < 0) {
            return;
        }
        nextSweep = now.plus(STALE);
        var before = now.minus(STALE);
        seen.values().removeIf(file -> file.looked().compareTo(before) < 0);
        pauses.values().removeIf(pause -> pause.until().compareTo(before) < 0);
    }

    private record Seen(long length, long modified, Duration since, Duration looked) {}

    private record Pause(Duration length, Duration until) {}
}
