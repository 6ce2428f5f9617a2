package vn.matluoi.benchmarks.forward;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import vn.matluoi.benchmarks.Hub;

/** Several agencies' programs at once, a thread each. */
final class Agencies implements AutoCloseable {

    private final List<Agency> all = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What one of them does. */
    interface Work {
        void run(Agency agency, int which) throws IOException, InterruptedException;
    }

    /** So many, each with a source, a route and a key of its own. */
    Agencies(int count, URI base, Hub admin, Routes routes) throws IOException, InterruptedException {
        HttpClient http = Hub.client();
        for (int i = 1; i <= count; i++) {
            routes.source("told-" + i);
        }
        for (int i = 1; i <= count; i++) {
            Routes.awaitSource(admin, "told-" + i);
            all.add(Agency.of(http, base, admin, "told-" + i));
        }
    }

    List<Agency> all() {
        return all;
    }

    /** @return how many events they have told */
    int told() {
        return all.stream().mapToInt(Agency::told).sum();
    }

    /** Each does its part. @throws IOException as the first that failed */
    void each(Work work) throws IOException, InterruptedException {
        await(begin(work));
    }

    /** @return what goes on */
    List<Future<?>> begin(Work work) {
        List<Future<?>> parts = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int which = i;
            parts.add(threads.submit(() -> {
                work.run(all.get(which), which);
                return null;
            }));
        }
        return parts;
    }

    /** They tell together so many events a second. @return what ends it */
    Ending tell(int rate, int atOnce) {
        long everyMicros = TimeUnit.SECONDS.toMicros(1) * all.size() * atOnce / rate;
        AtomicBoolean over = new AtomicBoolean();
        List<Future<?>> parts = begin((agency, which) -> {
            long due = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(everyMicros * which / all.size());
            while (!over.get()) {
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                agency.tell(atOnce);
                due += TimeUnit.MICROSECONDS.toNanos(everyMicros);
            }
        });
        return () -> {
            over.set(true);
            await(parts);
        };
    }

    /** Ends what goes on, and waits until it has. */
    interface Ending {
        void end() throws IOException, InterruptedException;
    }

    /** @throws IOException as the first that failed */
    void await(List<Future<?>> parts) throws IOException, InterruptedException {
        try {
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
