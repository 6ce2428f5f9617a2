package vn.matluoi.registry.internal.schema;

import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.schema.SchemaPart;
import vn.matluoi.api.schema.SchemaReady;

/**
 * Migrates the tables of every part that turns up, one after the other in a thread of its own, and tells with
 * {@link SchemaReady}, in other threads, that they stand: what waited for one part starts inside that call, and must not keep
 * the next part waiting. A part that failed stays without, and turns the health check {@code schema} red.
 */
@Component(service = HealthCheck.class, immediate = true)
public final class Migrator implements HealthCheck {

    private static final Logger LOG = LoggerFactory.getLogger(Migrator.class);

    /** The database may be away for a while; a broken changelog waits for another bundle anyway. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Of what takes a second or two, below what the whole hub has for its end, 40 s. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);

    private final BundleContext bundles;
    private final Migration migration;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "matluoi-schema"));
    private final ExecutorService tellers =
            Executors.newFixedThreadPool(2, work -> new Thread(work, "matluoi-schema-ready"));
    private final Map<SchemaPart, Progress> parts = new ConcurrentHashMap<>();
    private final DatabaseAnswer answer;

    @Activate
    public Migrator(
            BundleContext bundles, @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database) {
        this(bundles, database, System::nanoTime);
    }

    Migrator(BundleContext bundles, DataSource database, LongSupplier nanos) {
        this.bundles = bundles;
        this.migration = new Migration(database);
        this.answer = new DatabaseAnswer(migration::ask, thread, nanos);
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindPart(SchemaPart part) {
        var progress = new Progress();
        parts.put(part, progress);
        thread.execute(() -> bring(part, progress, FIRST_PAUSE));
    }

    void unbindPart(SchemaPart part) {
        var progress = parts.remove(part);
        if (progress != null) {
            progress.end();
        }
    }

    /**
     * Waits for the changelog that is being applied: the database must not go while a table is being made. Those that wait for their turn
     * are left for the next start.
     */
    @Deactivate
    void stop() {
        thread.shutdown();
        tellers.shutdown();
        List.copyOf(parts.keySet()).forEach(this::unbindPart);
        try {
            if (!thread.awaitTermination(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "tables are still being migrated after {} s; the rest is done at the next start",
                        ENDS_WITHIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bring(SchemaPart part, Progress progress, Duration pause) {
        if (parts.get(part) != progress) {
            return;
        }
        var begin = System.nanoTime();
        try {
            var done = migration.migrate(part);
            LOG.info(
                    "tables of {} {} after {} ms",
                    part.name(),
                    done ? "migrated" : "already stand",
                    (System.nanoTime() - begin) / 1_000_000);
            progress.stand();
            tellers.execute(() -> tell(part, progress, pause));
        } catch (Migration.MigrationFailure e) {
            LOG.error("{}; next try in {} s", e.getMessage(), pause.toSeconds(), e);
            progress.failed(e.getMessage());
            again(part, progress, pause);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped: nobody is told of the tables of {}", part.name());
        } catch (RuntimeException e) {
            // a part's own code, or a driver's: it must not stop the parts that come after it
            LOG.error("the tables of {} could not be migrated; next try in {} s", part.name(), pause.toSeconds(), e);
            progress.failed("the tables of " + part.name() + " could not be migrated: " + e);
            again(part, progress, pause);
        }
    }

    private void tell(SchemaPart part, Progress progress, Duration pause) {
        try {
            progress.ready(bundles, part.name());
        } catch (RuntimeException e) { // of whoever listens
            LOG.error("nobody could be told of the tables of {}; next try in {} s", part.name(), pause.toSeconds(), e);
            progress.failed("nobody could be told of the tables of " + part.name() + ": " + e);
            again(part, progress, pause);
        }
    }

    private void again(SchemaPart part, Progress progress, Duration pause) {
        var doubled = pause.multipliedBy(2);
        var next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        try {
            thread.schedule(() -> bring(part, progress, next), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped: the tables of {} are not tried again", part.name());
        }
    }

    @Override
    public String name() {
        return "schema";
    }

    @Override
    public Result check() {
        var names = new TreeMap<String, Progress>();
        parts.forEach((part, progress) -> names.put(part.name(), progress));
        var wrong = new TreeMap<String, String>();
        names.forEach((name, progress) -> {
            if (!progress.stands()) {
                wrong.put(name, progress.problem());
            }
        });
        if (!wrong.isEmpty()) {
            return Result.down(new Text(
                    "Bảng dữ liệu chưa sẵn sàng: " + wrong + ". Xem nhật ký hệ thống để biết nguyên nhân.",
                    "Tables are not ready: " + wrong + ". The hub's log tells why."));
        }
        if (names.isEmpty()) {
            return Result.down(new Text("Chưa có phần dữ liệu nào.", "No part has brought its tables yet."));
        }
        var all = String.join(", ", names.keySet());
        return answer.good()
                ? Result.ok(new Text("Bảng dữ liệu sẵn sàng: " + all, "Tables stand: " + all))
                : Result.down(new Text(
                        "Cơ sở dữ liệu không trả lời: kiểm tra máy chủ và kết nối cơ sở dữ liệu.",
                        "The database does not answer: check its server and the connection."));
    }

    /** How far one part has come. Guarded by itself. */
    private static final class Progress {

        private String problem = "waiting";
        private boolean ended;
        private ServiceRegistration<SchemaReady> registration;

        void ready(BundleContext bundles, String part) {
            synchronized (this) {
                if (ended) {
                    return;
                }
            }
            // outside the lock: components start inside this call
            var made = bundles.registerService(
                    SchemaReady.class, () -> part, new Hashtable<>(Map.of(SchemaReady.PART, part)));
            synchronized (this) {
                if (!ended) {
                    registration = made;
                    return;
                }
            }
            made.unregister();
        }

        synchronized void stand() {
            problem = "";
        }

        synchronized void failed(String why) {
            problem = why;
        }

        synchronized String problem() {
            return problem;
        }

        synchronized boolean stands() {
            return problem.isEmpty();
        }

        void end() {
            ServiceRegistration<SchemaReady> made;
            synchronized (this) {
                ended = true;
                made = registration;
                registration = null;
            }
            if (made != null) {
                made.unregister();
            }
        }
    }
}
