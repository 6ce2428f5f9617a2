package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.supervise.Evidence.Standing;
import vn.matluoi.core.internal.work.Lanes;

/**
 * What comes of it when a source answers, misses or refuses: whether anything may be sent to it, and the state that
 * follows. A job begins with a {@link Ticket}, and is heard only while that is of the present epoch. Any thread, except
 * where a method says lane.
 */
final class Judgement {

    private static final Logger LOG = LoggerFactory.getLogger(Judgement.class);

    private final SourceId id;
    private final Site site;
    private final Circuit circuit;

    private final Evidence evidence; // guarded by this, as below
    private StoredSource stored;
    private long epoch;
    private int failures;
    private boolean ended;

    Judgement(StoredSource stored, Site site) {
        this.id = stored.settings().id();
        this.site = site;
        this.stored = stored;
        this.circuit = new Circuit(id, site, stored.blocked());
        this.evidence = new Evidence(site.timer().now());
    }

    synchronized State state() {
        return evidence.state();
    }

    synchronized StoredSource stored() {
        return stored;
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized boolean suspect() {
        return evidence.suspect();
    }

    /** @return how many looks in a row came to nothing */
    synchronized int failures() {
        return failures;
    }

    synchronized Ticket ticket() {
        return new Ticket(stored, epoch, serving(), standing());
    }

    private synchronized Standing standing() {
        return new Standing(
                ended,
                stored.settings().suspended(),
                circuit.broken(),
                serving().isPresent(),
                site.secrets().holds().of(stored.settings()));
    }

    private Optional<Serving> serving() {
        return stored.settings().driver().flatMap(site.drivers()::find);
    }

    // ---- what was decided

    /** The settings changed. To be followed by {@link #beginAnew}. */
    synchronized void change(StoredSource changed) {
        stored = changed;
        circuit.reset(changed.blocked());
    }

    /** Forgets what was missed; what comes of the jobs there are is not heard. */
    synchronized void beginAnew() {
        epoch++;
        failures = 0;
        evidence.forget();
    }

    /** What comes of the jobs there are is not heard. */
    synchronized void outdated() {
        epoch++;
    }

    /** Nothing is sent any more, and nothing is heard. */
    synchronized void end() {
        ended = true;
        epoch++;
    }

    /** Notes that the hub itself cannot or may not try, in the words of {@link Causes}. */
    synchronized void barred(String cause) {
        evidence.barred(cause);
    }

    /** The supervisor's own note stands in the database: it is no change to begin anew for. */
    synchronized void written(StoredSource source) {
        if (stored.settings().equals(source.settings())) {
            stored = source;
        }
    }

    // ---- what the device answered

    /**
     * It answered. In the lane.
     *
     * @param faults what it should do and does not, in the words of {@link Causes}
     */
    void answered(Ticket ticket, Set<String> faults) {
        synchronized (this) {
            if (epoch != ticket.epoch()) {
                return;
            }
            evidence.answered(site.timer().now(), faults);
            failures = 0;
        }
        circuit.answered().ifPresent(this::written);
        site.drivers().served(ticket.stored().settings().driver().orElse(""), id.value());
    }

    /** A look at it failed. Only the rounds count: ten viewers of one dead recorder are one miss. */
    synchronized void missed(DeviceException e, Ticket ticket) {
        if (epoch == ticket.epoch()) {
            failures++;
            evidence.failed(e, site.timer().now());
        }
    }

    /**
     * A call failed, whoever asked for it. In the lane.
     *
     * @return whether nothing is sent from now on
     */
    boolean failed(DeviceException e, Ticket ticket) {
        if (e instanceof Refused refused && refused.why() == Refused.Why.RIGHTS) {
            if (isPresent(ticket)) {
                circuit.answered().ifPresent(this::written); // who may not do this was logged in all the same
            }
            return false;
        }
        synchronized (this) {
            if (epoch != ticket.epoch() || ended) {
                return false; // the refusal was of the former settings
            }
            return e instanceof Refused refused ? circuit.breakFor(refused) : circuit.unanswered();
        }
    }

    private synchronized boolean isPresent(Ticket ticket) {
        return epoch == ticket.epoch();
    }

    /**
     * A call does not come back.
     *
     * @return how many looks in a row came to nothing by now
     */
    int stuck(Lanes.Stuck stuck) {
        boolean first;
        int missed;
        String family;
        synchronized (this) {
            epoch++; // what comes of the call after all is not heard
            first = !evidence.suspect();
            missed = ++failures;
            evidence.missed(Causes.DRIVER_STUCK);
            family = stored.settings().driver().orElse("");
        }
        if (first) {
            LOG.warn("source {}: driver {} is stuck: {}", id, family, stuck.getMessage(), stuck);
        }
        site.drivers().stuck(family, id.value());
        return missed;
    }

    // ---- the circuit

    /** Nothing is sent from now on, for one of {@link Causes}. */
    void breakFor(String cause) {
        circuit.breakFor(cause);
    }

    /** @return why nothing may be sent */
    Optional<Block> broken() {
        return circuit.broken();
    }

    /** Writes a break that is not written yet. In the lane. */
    void save() {
        circuit.save().ifPresent(this::written);
    }

    /** Allows the one try if a lock's time is up and a driver serves. In the lane. */
    void tryAfterLock() {
        if (ticket().driver().isPresent()) {
            circuit.tryAfterLock().ifPresent(this::written);
        }
    }

    /** @return how long until one more try is allowed; empty if only a person allows it */
    Optional<Duration> timeToTry() {
        return circuit.timeToTry();
    }

    // ---- what follows

    /** Works out the state. */
    State judge() {
        State before;
        State after;
        synchronized (this) {
            before = evidence.state();
            after = evidence.judge(
                    site.timer().now(),
                    standing(),
                    SourceOption.watch(stored.settings().options()));
        }
        if (before.kind() != after.kind() || !before.cause().equals(after.cause())) {
            LOG.info("source {} is {} {}", id, after.kind(), after.cause().orElse(""));
        }
        return after;
    }
}
