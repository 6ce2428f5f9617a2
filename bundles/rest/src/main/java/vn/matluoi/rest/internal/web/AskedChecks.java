package vn.matluoi.rest.internal.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.health.Readiness;
import vn.matluoi.rest.internal.Services;

/**
 * Asks every {@link HealthCheck} there is, and knows which must be there. Each has two seconds; one that still hangs from
 * an earlier question is not asked again meanwhile. The answer serves everybody who asks within a second. One thread
 * measures; whoever comes meanwhile gets what was found before: the check {@code rest} itself needs a thread of the web
 * server, so those who ask must not hold them all.
 */
public final class AskedChecks implements Readiness, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AskedChecks.class);
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);
    private static final long ASK_AGAIN = TimeUnit.SECONDS.toNanos(1);
    private static final int THREADS = 4;
    private static final Text NOT_YET = new Text(
            "Đang kiểm tra lần đầu; hãy hỏi lại sau hai giây.",
            "It is being checked for the first time; ask again in two seconds.");

    private final Services services;
    private final List<String> required;
    private final LongSupplier nanos;
    private final long patience;
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS, task -> {
        var thread = new Thread(task, "matluoi-health");
        thread.setDaemon(true);
        return thread;
    });
    private final ReentrantLock measuring = new ReentrantLock();
    /** Checks under way, by name. Guarded by {@link #measuring}, as all below. */
    private final Map<String, Future<HealthCheck.Result>> running = new HashMap<>();

    private Future<Map<String, HealthCheck>> fetching;
    private Map<String, HealthCheck> known = Map.of();
    private boolean asked;
    private long askedAt;

    private volatile Answer last;

    /** @param required names of checks that must be there */
    public AskedChecks(Services services, List<String> required, LongSupplier nanos) {
        this(services, required, nanos, PATIENCE);
    }

    AskedChecks(Services services, List<String> required, LongSupplier nanos, long patienceNanos) {
        this.services = services;
        this.required = List.copyOf(required);
        this.nanos = nanos;
        this.patience = patienceNanos;
        this.last = new Answer(
                false,
                this.required.stream()
                        .map(name -> new Check(name, false, NOT_YET))
                        .toList());
    }

    @Override
    public Answer ask() {
        if (measuring.tryLock()) {
            try {
                if (!asked || nanos.getAsLong() - askedAt > ASK_AGAIN) {
                    last = measure();
                    asked = true;
                    askedAt = nanos.getAsLong();
                }
            } finally {
                measuring.unlock();
            }
        }
        return last;
    }

    private Answer measure() {
        var end = nanos.getAsLong() + patience;
        var checks = present(end);
        running.values().removeIf(Future::isDone);
        checks.forEach((name, check) -> running.computeIfAbsent(name, any -> pool.submit(check::check)));
        var names = new TreeSet<>(required);
        names.addAll(checks.keySet());
        var found = new ArrayList<Check>();
        for (var name : names) {
            var result = checks.containsKey(name) ? result(name, end) : missing();
            found.add(new Check(name, result.healthy(), result.detail()));
        }
        return new Answer(found.stream().allMatch(Check::healthy), found);
    }

    /** @return the checks there are; those found last if fetching them takes too long, as while parts start */
    private Map<String, HealthCheck> present(long end) {
        if (fetching == null || fetching.isDone()) {
            fetching = pool.submit(() -> services.all(HealthCheck.class).stream()
                    .collect(Collectors.toMap(HealthCheck::name, check -> check, (best, other) -> best)));
        }
        try {
            known = fetching.get(Math.max(0, end - nanos.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            LOG.debug("Some health checks are still starting");
        } catch (ExecutionException failed) {
            LOG.warn("The health checks cannot be fetched", failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return known;
    }

    private HealthCheck.Result result(String name, long end) {
        try {
            return running.get(name).get(Math.max(0, end - nanos.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException slow) {
            return HealthCheck.Result.down(
                    new Text("Không trả lời trong hai giây.", "It did not answer within two seconds."));
        } catch (ExecutionException failed) {
            LOG.warn("The health check {} failed", name, failed.getCause());
            return HealthCheck.Result.down(new Text(
                    "Phép kiểm tra gặp lỗi; xem nhật ký hệ thống.", "The check itself failed; see the hub's log."));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return HealthCheck.Result.down(new Text("Đang dừng.", "The hub is stopping."));
        }
    }

    private static HealthCheck.Result missing() {
        return HealthCheck.Result.down(new Text(
                "Chưa có: phần này chưa khởi động hoặc đã dừng.",
                "Missing: this part has not started, or has stopped."));
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
