package vn.matluoi.forward.registry.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Looks at one link again and again while its route runs, by a thread of its own. Any thread. */
final class Watch {

    private final Upper upper;
    private final Duration period;
    private Optional<ScheduledExecutorService> timer = Optional.empty(); // guarded by this, as below
    private boolean urged;

    /** @param upper made with what has the link looked at soon */
    Watch(Function<Runnable, Upper> upper, Duration period) {
        this.upper = upper.apply(this::urge);
        this.period = period;
    }

    Upper upper() {
        return upper;
    }

    synchronized void begin() {
        upper.peer().begin();
        if (timer.isEmpty()) {
            var started = Executors.newSingleThreadScheduledExecutor(task -> {
                var thread = new Thread(task, "matluoi-forward-registry");
                thread.setDaemon(true);
                return thread;
            });
            // after each look, not by the clock: one that takes long is not followed by a crowd
            started.scheduleWithFixedDelay(this::look, 0, period.toMillis(), TimeUnit.MILLISECONDS);
            timer = Optional.of(started);
        }
    }

    private synchronized void urge() {
        if (!urged) {
            urged = true;
            try {
                timer.ifPresent(started -> started.execute(this::look));
            } catch (RejectedExecutionException e) {
                urged = false; // the route ends
            }
        }
    }

    private void look() {
        synchronized (this) {
            urged = false;
        }
        upper.look();
    }

    synchronized void end() {
        timer.ifPresent(ScheduledExecutorService::shutdownNow);
        timer = Optional.empty();
        urged = false;
        upper.peer().end(true);
    }
}
