package vn.matluoi.source.mqtt.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Work that is done when the test says so, and not by any clock. */
final class Held implements Later {

    private final Deque<Runnable> work = new ArrayDeque<>();

    @Override
    public void after(Duration pause, Runnable one) {
        work.add(one);
    }

    /** Does what waits, and what that leaves behind. */
    void run() {
        assertThat(work).isNotEmpty();
        while (!work.isEmpty()) {
            work.remove().run();
        }
    }
}
