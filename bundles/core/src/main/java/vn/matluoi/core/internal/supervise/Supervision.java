package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.secret.Vault;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.events.EventDesk;
import vn.matluoi.core.internal.events.EventTally;
import vn.matluoi.core.internal.work.Backoff;
import vn.matluoi.core.internal.work.Lanes;
import vn.matluoi.core.internal.work.SystemTimer;
import vn.matluoi.core.internal.work.Timer;
import vn.matluoi.core.internal.work.Turns;

/**
 * One supervisor for each source that has a driver, reconciled to what the database says: at the start, at every change,
 * and now and then. Its threads, one timer and a fixed pool, do not grow with sources.
 */
@Component(service = Supervision.class, configurationPid = "vn.matluoi.core", immediate = true)
@Designate(ocd = Supervision.Settings.class)
public final class Supervision {

    /** How often all sources are compared with the database, should a change have been missed. */
    static final Duration RECONCILED_EVERY = Duration.ofMinutes(5);

    /** At the start sources begin within this time, not all at once. */
    static final Duration START_WITHIN = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Supervision.class);
    private static final Duration STORE_RETRY = Duration.ofSeconds(5);
    private static final int LANE_DEPTH = 64;
    /** Without going on: the longest that one facet of a device takes is a few calls of 15 s each. */
    private static final Duration LONGEST_CALL = Duration.ofSeconds(90);

    private static final int STANDARD_WORKERS = 16;
    private static final String OWN_LANE = "(reconcile)";

    private final Map<SourceId, Supervisor> supervisors = new ConcurrentHashMap<>();
    private final Queue<SourceSettings> tried = new ConcurrentLinkedQueue<>();
    private final Site site;
    private final AutoCloseable listening;
    private final Runnable stop;
    private volatile boolean stopped;
    private volatile boolean holdsRead;

    /** Where events go; comes and goes with its bundle. */
    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    volatile Events journal;

    @ObjectClassDefinition(name = "Supervision", description = "How sources are supervised; etc/vn.matluoi.core.cfg.")
    @interface Settings {
        @AttributeDefinition(description = "Device calls that may run at once: 2 to 256.")
        String workers() default "16";
    }

    @Activate
    public Supervision(
            @Reference SourceStore store,
            @Reference Cameras cameras,
            @Reference Intake intake,
            @Reference Vault vault,
            @Reference DriverShelf drivers,
            @Reference EventTally tally,
            Settings settings) {
        this(new SystemTimer(), workers(settings.workers()), store, cameras, intake, vault, drivers, tally);
    }

    private Supervision(
            SystemTimer timer,
            int workers,
            SourceStore store,
            Cameras cameras,
            Intake intake,
            Vault vault,
            DriverShelf drivers,
            EventTally tally) {
        var pool = pool();
        var ledger = new SourceLedger(store);
        this.site = new Site(
                timer,
                new Lanes(pool, workers, LANE_DEPTH, timer, LONGEST_CALL),
                new Backoff(new Random()),
                ledger,
                vault,
                drivers,
                intake,
                cameras,
                new EventDesk(timer, () -> Optional.ofNullable(journal), tally),
                new Secrets(ledger, vault),
                new Turns(timer, Alarm.SOUGHT_APART),
                new Twins(ledger));
        this.stop = () -> {
            timer.close();
            pool.shutdownNow();
        };
        this.listening = drivers.listen(this::driverChanged);
        site.secrets().supervisedBy(new AfterSecrets());
        reconcileSoon(Duration.ZERO);
    }

    /** For tests: with time and threads of their own. */
    Supervision(Site site) {
        this.site = site;
        this.stop = () -> {};
        this.listening = site.drivers().listen(this::driverChanged);
        site.secrets().supervisedBy(new AfterSecrets());
        reconcileSoon(Duration.ZERO);
    }

    /** Read as text: of a member that is a number, SCR throws on a bad word, and nothing would be supervised. */
    static int workers(String text) {
        try {
            return (int) Math.max(2, Math.min(256, Long.parseLong(text.strip())));
        } catch (NumberFormatException unreadable) {
            LOG.error(
                    "etc/vn.matluoi.core.cfg, workers: “{}” không phải là số nguyên, dùng {} / “{}” is no whole"
                            + " number, {} is used",
                    text,
                    STANDARD_WORKERS,
                    text,
                    STANDARD_WORKERS);
            return STANDARD_WORKERS;
        }
    }

    /** As many threads as the lanes ask for: the workers, and those that are stuck in a driver. */
    private static ThreadPoolExecutor pool() {
        var number = new AtomicInteger();
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            var thread = new Thread(task, "matluoi-devices-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Deactivate
    void stop() throws Exception {
        stopped = true;
        listening.close();
        supervisors.values().forEach(Supervisor::close);
        site.events().close();
        stop.run();
    }

    public SourceLedger ledger() {
        return site.ledger();
    }

    public Timer timer() {
        return site.timer();
    }

    public Lanes lanes() {
        return site.lanes();
    }

    /** @return what is set of all sources with a driver that were read, and of what is being tried before it is saved */
    Stream<SourceSettings> settings() {
        return Stream.concat(supervisors.values().stream().map(Supervisor::settings), tried.stream());
    }

    /** Counts settings that are not saved among the others until that is closed. */
    public Trial trial(SourceSettings settings) {
        tried.add(settings);
        return () -> tried.remove(settings);
    }

    /** What is tried before it is saved. */
    public interface Trial extends AutoCloseable {
        @Override
        void close();
    }

    Stream<Supervisor> all() {
        return supervisors.values().stream();
    }

    /** @return the supervisor of that source; empty if it has no driver, or was not read yet */
    public Optional<Supervisor> find(SourceId id) {
        return Optional.ofNullable(supervisors.get(id));
    }

    /**
     * Gives a source's account on its device another password; what a device of several sources needs for it is seen to.
     *
     * @param fresh may be cleared when this has returned
     * @param by who ordered it
     * @param forgive told of a source whose account is to be tried although it was refused just now
     * @return the sources that log in with it then; fails with a {@link HubException} or a {@link
     *     vn.matluoi.api.driver.DeviceException}
     * @throws HubException if it cannot begin
     */
    public CompletableFuture<List<SourceId>> changePassword(
            SourceId id, char[] fresh, String by, Consumer<SourceId> forgive) {
        return PasswordChange.begin(site, id, fresh, by, this::find, forgive);
    }

    /** @return the sources that get a new secret when that one's is changed, itself first */
    public List<StoredSource> sharing(StoredSource source) {
        return Secrets.sharing(source, site.ledger().all());
    }

    /** @param told of every change of a password of which it is known how it ended; empty for nobody */
    public void listenToSecrets(Optional<Consumer<SettledSecret>> told) {
        site.secrets().listen(told);
    }

    /**
     * @param told once of each two sources whose devices show one serial number; says whether it took that, or is told again at
     *     some later log-in. Empty for nobody
     */
    public void listenToTwins(Optional<Predicate<Twin>> told) {
        site.twins().listen(told);
    }

    /** @return what the hub has to say of the device of a source that was logged in to */
    public List<Text> remarks(SourceId id) {
        return site.twins().remarks(id);
    }

    /**
     * @param suspends nothing else is done to the source: that may be, too, when the change hangs in a driver
     * @throws HubException while the password of that source's device is being changed
     */
    public void refuseWhileChanging(SourceSettings settings, boolean suspends) {
        var holds = site.secrets().holds();
        if (holds.of(settings) == Holds.Kind.UNDER_WAY && !(suspends && holds.isStuck(settings))) {
            throw Refusals.passwordChanging();
        }
    }

    /** @throws HubException while the password of that device is being changed, or which one holds is not known */
    public void refuseWhileHeld(SourceSettings settings) {
        if (site.secrets().holds().of(settings) != Holds.Kind.NONE) {
            throw Refusals.passwordChanging();
        }
    }

    private final class AfterSecrets implements Secrets.Supervised {

        @Override
        public void changed(StoredSource row) {
            supervisors.computeIfPresent(row.settings().id(), (id, present) -> {
                if (!present.is(row)) {
                    present.change(row);
                }
                return present;
            });
        }

        @Override
        public void wake(SourceId id) {
            find(id).ifPresent(Supervisor::wake);
        }
    }

    /** Tells that a source was added, changed or removed in the database, which may be away by now. */
    public void changed(SourceId id) {
        settled(id);
    }

    private boolean settled(SourceId id) {
        try {
            settle(id, Duration.ZERO);
            return true;
        } catch (HubException e) {
            LOG.warn("source {} cannot be read, trying again: {}", id, e.getMessage());
            if (!stopped) {
                site.timer().after(STORE_RETRY, () -> site.lanes().run(OWN_LANE, false, () -> settled(id)));
            }
            return false;
        }
    }

    private void reconcileSoon(Duration delay) {
        if (!stopped) {
            site.timer().after(delay, () -> site.lanes().run(OWN_LANE, false, this::reconcile));
        }
    }

    private boolean reconcile() {
        if (stopped) {
            return false;
        }
        try {
            var astray = new HashSet<>(supervisors.keySet());
            var all = site.ledger().all();
            readHolds(all);
            for (var source : all) {
                var id = source.settings().id();
                if (find(id).filter(present -> present.is(source)).isPresent()) {
                    astray.remove(id);
                } else if (source.settings().driver().isPresent()) {
                    astray.add(id);
                }
            }
            astray.forEach(id -> settle(id, START_WITHIN));
            reconcileSoon(RECONCILED_EVERY);
            return true;
        } catch (HubException e) {
            LOG.warn("sources cannot be read, trying again: {}", e.getMessage());
            reconcileSoon(STORE_RETRY);
            return false;
        }
    }

    private void readHolds(List<StoredSource> all) {
        all.forEach(source -> site.secrets().holds().read(source.settings().id(), Optional.of(source)));
        holdsRead = true;
    }

    /** The row is read where the supervisor is decided on: what was read before may be old by then. */
    private void settle(SourceId id, Duration beginWithin) {
        if (!holdsRead) {
            readHolds(site.ledger().all()); // a source must not begin before it is known who holds its device
        }
        supervisors.compute(id, (key, present) -> {
            var stored = site.ledger().find(id);
            site.secrets().holds().read(id, stored);
            var supervised = stored.filter(source -> source.settings().driver().isPresent());
            if (supervised.isEmpty()) {
                if (present != null) {
                    present.retire();
                }
                return null;
            }
            if (present == null) {
                var supervisor = new Supervisor(supervised.get(), site);
                supervisor.begin(beginWithin);
                return supervisor;
            }
            if (!present.is(supervised.get())) {
                present.change(supervised.get());
            }
            return present;
        });
    }

    private void driverChanged(String family) {
        supervisors.values().stream()
                .filter(supervisor -> supervisor.uses(family))
                .forEach(Supervisor::driverChanged);
    }
}
