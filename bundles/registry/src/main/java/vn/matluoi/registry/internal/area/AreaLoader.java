package vn.matluoi.registry.internal.area;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.registry.internal.db.Database;

/**
 * Loads the reference files in a thread of its own, and tries again while the database is away. At a first start that
 * takes seconds: a component that did it while it is activated would make everybody wait who asks for the areas meanwhile.
 */
@Component(service = AreaLoader.class, immediate = true)
public final class AreaLoader {

    private static final Logger LOG = LoggerFactory.getLogger(AreaLoader.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** Of what takes a second or two, below what the whole hub has for its end, 40 s. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final BundleContext bundles;
    private final Database database;

    /** Held while the database is written to. */
    private final ReentrantLock loading = new ReentrantLock();

    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, work -> new Thread(work, "matluoi-areas"));

    private boolean stopped; // guarded by this
    private ServiceRegistration<AreasLoaded> registration; // guarded by this; null until loaded

    @Activate
    public AreaLoader(BundleContext bundles, @Reference Database database) {
        this(bundles, database, FIRST_PAUSE);
    }

    AreaLoader(BundleContext bundles, Database database, Duration pause) {
        this.bundles = bundles;
        this.database = database;
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.execute(() -> load(pause));
    }

    private void load(Duration pause) {
        loading.lock();
        try {
            AreaSeed.load(database);
        } catch (RuntimeException e) {
            LOG.error("the areas could not be loaded; next try in {} s", pause.toSeconds(), e);
            again(pause);
            return;
        } finally {
            loading.unlock();
        }
        synchronized (this) {
            if (stopped) {
                return;
            }
        }
        // outside the lock: components start inside this call
        var made = bundles.registerService(AreasLoaded.class, new AreasLoaded(), null);
        synchronized (this) {
            if (!stopped) {
                registration = made;
                return;
            }
        }
        made.unregister();
    }

    private void again(Duration pause) {
        var doubled = pause.multipliedBy(2);
        var next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        try {
            thread.schedule(() -> load(next), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopped: the areas are not tried again");
        }
    }

    /** Waits for what is being written: Derby, shut down meanwhile, may wait for ever for a page of it. */
    @Deactivate
    void stop() {
        thread.shutdown();
        try {
            if (loading.tryLock(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                loading.unlock();
            } else {
                LOG.warn(
                        "areas are still being loaded after {} s; they are at the next start", ENDS_WITHIN.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ServiceRegistration<AreasLoaded> made;
        synchronized (this) {
            stopped = true;
            made = registration;
            registration = null;
        }
        if (made != null) {
            made.unregister();
        }
    }
}
