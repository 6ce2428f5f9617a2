package vn.matluoi.mqtt.internal;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The few threads of all links: four that hand messages on and tell how sending went, two that connect. They come when needed, and go after a minute. */
final class LinkThreads {

    private static final int HANDLERS = 4;
    private static final int CONNECTORS = 2;

    private final ThreadPoolExecutor handlers = new ThreadPoolExecutor(
            HANDLERS,
            HANDLERS,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            named("mqtt-handler-"),
            new ThreadPoolExecutor.DiscardPolicy()); // once it has ended nobody waits any more
    private final ScheduledThreadPoolExecutor connectors =
            new ScheduledThreadPoolExecutor(CONNECTORS, named("mqtt-connect-"));

    LinkThreads() {
        handlers.allowCoreThreadTimeOut(true);
        connectors.setKeepAliveTime(1, TimeUnit.MINUTES);
        connectors.allowCoreThreadTimeOut(true);
        connectors.setRemoveOnCancelPolicy(true);
    }

    /** What waits there is bounded by what may be unconfirmed, of what comes and of what is sent. */
    Executor handlers() {
        return handlers;
    }

    void later(Duration pause, Runnable work) {
        try {
            connectors.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // the bundle ends, and the links with it
        }
    }

    void close() {
        handlers.shutdown();
        connectors.shutdownNow();
    }

    private static ThreadFactory named(String prefix) {
        var number = new AtomicInteger();
        return work -> {
            var thread = new Thread(work, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
