package vn.matluoi.core.internal.work;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The machine's own time. One thread, however many sources; delays follow the monotonic clock. */
public final class SystemTimer implements Timer, AutoCloseable {

    private final ScheduledThreadPoolExecutor executor;
    private final long origin = System.nanoTime();

    public SystemTimer() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "matluoi-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public Moment now() {
        return new Moment(instant(), Duration.ofNanos(System.nanoTime() - origin));
    }

    @Override
    public Pending after(Duration delay, Runnable call) {
        if (executor.isShutdown()) {
            return () -> {};
        }
        var future = executor.schedule(call, delay.plusNanos(999_999).toMillis(), TimeUnit.MILLISECONDS); // never early
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
