package vn.matluoi.http.internal;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * How many calls may be on their way to one device at a time; the others wait in order, without a thread. Recorders
 * have room for few: Hikvision's small web server falters above two. Safe for any thread.
 */
final class Gate {

    private final int permits;
    private final int places;
    private final Queue<Runnable> waiting = new ArrayDeque<>(); // guarded by this
    private int taken; // guarded by this

    Gate(int permits, int places) {
        this.permits = permits;
        this.places = places;
    }

    /**
     * Runs {@code go} now or when its turn comes; it must end with {@link #leave()}.
     *
     * @return false if too many wait already; {@code go} will not run
     */
    boolean enter(Runnable go) {
        synchronized (this) {
            if (taken >= permits) {
                return waiting.size() < places && waiting.add(go);
            }
            taken++;
        }
        go.run();
        return true;
    }

    void leave() {
        Optional<Runnable> next;
        synchronized (this) {
            next = Optional.ofNullable(waiting.poll());
            if (next.isEmpty()) {
                taken--;
            }
        }
        next.ifPresent(Runnable::run);
    }
}
