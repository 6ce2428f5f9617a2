package vn.matluoi.media.internal.ticket;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.ObjIntConsumer;

/**
 * Tickets that opened nothing, as they are recorded: the first of an address at once, then all that came from there
 * in a minute as one. They have a thread of their own and room for few addresses, the rest being counted together: so
 * a stranger who guesses fills neither the log nor a queue in which those stand who may watch. Any thread.
 */
final class Refusals implements AutoCloseable {

    /** Stands for all addresses there was no room for. */
    static final String OTHERS = "*";

    /** Most addresses counted apart. */
    static final int MOST = 64;

    private static final Duration JOINED = Duration.ofMinutes(1);

    private final Map<String, Integer> unrecorded = new HashMap<>(); // guarded by this
    private final ScheduledThreadPoolExecutor clerk;
    private final ObjIntConsumer<String> recorder;

    /** @param recorder records an address and how many refusals it had; may block */
    Refusals(ThreadFactory threads, ObjIntConsumer<String> recorder) {
        this.recorder = recorder;
        this.clerk = new ScheduledThreadPoolExecutor(1, threads);
        clerk.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        clerk.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        clerk.setKeepAliveTime(30, TimeUnit.SECONDS);
        clerk.allowCoreThreadTimeOut(true);
    }

    void add(String origin) {
        String counted;
        synchronized (this) {
            counted = unrecorded.containsKey(origin) || unrecorded.size() < MOST ? origin : OTHERS;
            if (unrecorded.computeIfPresent(counted, (same, count) -> count + 1) != null) {
                return;
            }
            unrecorded.put(counted, 0);
        }
        clerk.execute(() -> {
            later(counted);
            recorder.accept(counted, 1);
        });
    }

    private void later(String counted) {
        clerk.schedule(() -> join(counted), JOINED.toSeconds(), TimeUnit.SECONDS);
    }

    private void join(String counted) {
        int count;
        synchronized (this) {
            count = unrecorded.remove(counted);
            if (count == 0) {
                return;
            }
            unrecorded.put(counted, 0);
        }
        later(counted);
        recorder.accept(counted, count);
    }

    /** Records what is still counted; waits for at most five seconds. */
    @Override
    public void close() throws InterruptedException {
        clerk.shutdown();
        if (clerk.awaitTermination(5, TimeUnit.SECONDS)) {
            synchronized (this) {
                unrecorded.forEach((counted, count) -> {
                    if (count > 0) {
                        recorder.accept(counted, count);
                    }
                });
                unrecorded.clear();
            }
        } else {
            clerk.shutdownNow();
        }
    }
}
