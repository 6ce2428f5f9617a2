package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.supervise.Evidence.Standing;
import vn.matluoi.core.internal.work.Lanes;
import vn.matluoi.core.internal.work.Moment;

/**
 * Watches over one source: looks at it again and again, takes in what it says, works out its state, and stops everything
 * when its password is rejected. All that speaks to the device runs in the source's {@link
 * vn.matluoi.core.internal.work.Lanes lane}, one job at a time; it holds no thread of its own. Any thread may call.
 */
public final class Supervisor {

    /** A session nobody needs for longer than this is closed. */
    static final Duration IDLE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration HURRIED_EVERY = Duration.ofSeconds(5);

    private final SourceId id;
    private final Site site;
    private final Alarm alarm;
    private final Circuit circuit;
    private final DeviceLine line = new DeviceLine();
    private final Examination examination = new Examination();
    private final Catalogued catalogued;

    private final Evidence evidence; // guarded by this, as below
    private StoredSource stored;
    private long epoch;
    private int failures;
    private boolean closed;
    private boolean queued;
    private Optional<Moment> hurried = Optional.empty();

    private int storeFailures; // used in the lane

    Supervisor(StoredSource stored, Site site) {
        this.id = stored.settings().id();
        this.site = site;
        this.stored = stored;
        this.alarm = new Alarm(site.timer(), this::startRound);
        this.circuit = new Circuit(id, site, stored.blocked());
        this.evidence = new Evidence(site.timer().now());
        this.catalogued = new Catalogued(id, site);
    }

    public synchronized State state() {
        return evidence.state();
    }

    synchronized boolean uses(String family) {
        return stored.settings().driver().filter(family::equals).isPresent();
    }

    synchronized boolean is(StoredSource other) {
        return SameSource.test(stored, other);
    }

    /** Begins, at some moment within that time. */
    void begin(Duration within) {
        alarm.set(site.backoff().upTo(within));
    }

    /** The settings changed: forgets what was missed, and looks anew. */
    void change(StoredSource changed) {
        synchronized (this) {
            stored = changed;
            circuit.reset(changed.blocked());
        }
        beginAnew();
    }

    /** The driver of its family came, went or was replaced. */
    void beginAnew() {
        synchronized (this) {
            epoch++;
            failures = 0;
            evidence.forget();
        }
        examination.outdated();
        catalogued.outdated();
        line.close();
        alarm.set(Duration.ZERO);
    }

    /** The source was removed: nothing is sent any more, and nothing is known of its cameras from now on. */
    void retire() {
        close();
        var now = site.timer().now();
        var state = new State(State.Kind.UNKNOWN, Optional.of(Causes.REMOVED), now.at(), state().lastProof());
        site.lanes()
                .run(id.value(), false, () -> {
                    catalogued.publish(state, now);
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure instanceof Lanes.Stuck) {
                        beside(() -> catalogued.publish(state, now));
                    } else if (failure != null) {
                        LOG.warn("source {}: its cameras' states could not be written: {}", id, failure.getMessage());
                    }
                });
    }

    /** Ends it. Nothing is sent any more; its cameras stay as they were last seen. */
    void close() {
        synchronized (this) {
            closed = true;
            epoch++;
        }
        alarm.close();
        line.end();
        site.drivers().free(stored.settings().driver().orElse(""), id.value());
    }

    /** The device refused the credentials on another way in. */
    public void credentialsRejected() {
        circuit.breakFor(Causes.CREDENTIALS);
        broken();
    }

    /**
     * Does something with the device, after what already waits for it. Fails at once with a {@link HubException} if
     * nothing may be sent, or if the source is offline; a try is then brought forward.
     */
    public <T> CompletableFuture<T> ask(DeviceWork<T> work) {
        try {
            ticket().refuse();
            refuseIfOffline();
        } catch (HubException e) {
            return CompletableFuture.failedFuture(e);
        }
        return site.lanes().run(id.value(), suspect(), () -> {
            var ticket = ticket();
            ticket.refuse();
            try {
                return onLine(ticket, work);
            } catch (DeviceException e) {
                failed(e, ticket);
                throw e;
            }
        });
    }

    /** Notes that a channel just gave a picture. To be called in the lane, from within {@link #ask}. */
    public void proved(String channel) {
        catalogued.proved(channel, site.timer().now());
    }

    /**
     * Asks for the channels now, and takes them in, even if the source is offline.
     *
     * @return fails with {@link DeviceException} or {@link HubException}
     */
    public CompletableFuture<IntakeReport> sync() {
        return site.lanes().run(id.value(), suspect(), () -> {
            var ticket = ticket();
            ticket.refuse();
            try {
                return look(ticket, true).orElseThrow();
            } finally {
                judge();
                alarm.set(Duration.ZERO); // the round writes what came of it
            }
        });
    }

    /** Runs a test in the source's lane: with its stored settings, but on a session of its own. */
    public <T> CompletableFuture<T> test(SourceTest<T> climb) {
        return site.lanes().run(id.value(), suspect(), () -> {
            var ticket = ticket();
            ticket.refuseIfBroken();
            return climb.with(ticket.serving(), target(ticket), failure -> failed(failure, ticket));
        });
    }

    // ---- the round

    private void startRound() {
        synchronized (this) {
            if (closed || queued) {
                return;
            }
            queued = true;
        }
        site.lanes().run(id.value(), suspect(), this::round).whenComplete((delay, failure) -> {
            if (failure instanceof Lanes.Stuck stuck) {
                stuck(stuck);
            } else if (failure != null) {
                LOG.warn("source {}: a look at it did not come to its end", id, failure);
                notQueued();
                alarm.set(IDLE);
            } else {
                delay.ifPresent(alarm::set);
            }
        });
    }

    /** Its lane is closed until the call comes back; what is known of it is told beside. */
    private void stuck(Lanes.Stuck stuck) {
        boolean first;
        int missed;
        String family;
        synchronized (this) {
            queued = false;
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
        beside(this::publish);
        alarm.set(site.backoff().after(missed));
    }

    /** In a lane of its own, since the source's is closed. */
    private void beside(Runnable telling) {
        site.lanes().run(id.value() + " (state)", false, () -> {
            telling.run();
            return true;
        });
    }

    private synchronized void notQueued() {
        queued = false;
    }

    /** @return when to look again; empty if only a change can make it worth while */
    private Optional<Duration> round() {
        notQueued();
        try {
            attempt();
            circuit.save().ifPresent(this::written);
            publish();
            storeFailures = 0;
            return pause();
        } catch (HubException e) { // the hub's own turn (database, vault), not the device's
            storeFailures++;
            if (storeFailures == 1) {
                LOG.warn("source {}: {}", id, e.getMessage());
            }
            judge();
            return Optional.of(site.backoff().after(storeFailures));
        }
    }

    private void attempt() {
        if (ticket().driver().isPresent()) {
            circuit.tryAfterLock().ifPresent(this::written);
        }
        var ticket = ticket();
        if (ticket.standing().mayTry()) {
            try {
                look(ticket, false);
            } catch (DeviceException e) {
                LOG.debug("source {}: {}", id, e.getMessage());
            }
        }
    }

    private Optional<IntakeReport> look(Ticket ticket, boolean askedFor) throws DeviceException {
        try {
            var now = site.timer().now();
            var channels = onLine(ticket, session -> {
                var list = session.channels();
                examination.examine(session, SourceOption.clockTolerance(ticket.options()), now);
                return list;
            });
            answered(ticket);
            catalogued.report(channels, now);
            if (!askedFor && !catalogued.due(channels)) {
                return Optional.empty();
            }
            var statement = onLine(ticket, session -> catalogued.statement(ticket.stored(), session, channels));
            examination.partial(statement.partial());
            answered(ticket);
            return catalogued.takeIn(statement, channels, askedFor, SourceOption.sync(ticket.options()));
        } catch (DeviceException e) {
            missed(e, ticket);
            failed(e, ticket);
            throw e;
        }
    }

    private <T> T onLine(Ticket ticket, DeviceWork<T> work) throws DeviceException {
        DeviceWork<Boolean> fresh = session -> {
            catalogued.identify(session, ticket.stored()).ifPresent(this::pin);
            return true;
        };
        return line.use(ticket.serving(), ticket.epoch(), () -> target(ticket), fresh, work);
    }

    private void pin(String serial) {
        Lanes.rests(); // the database's turn
        site.ledger()
                .pinnedElsewhere(id, serial)
                .ifPresent(other -> LOG.warn(
                        "source {}: its device has serial number {}, as that of source {}: the same device twice?",
                        id,
                        serial,
                        other));
        site.ledger().change(id, SourceLedger.pinned(serial), "system").ifPresent(this::written);
    }

    private Target target(Ticket ticket) {
        try {
            return Targets.of(ticket.stored(), site.vault());
        } catch (IllegalArgumentException e) {
            synchronized (this) {
                evidence.barred(Causes.SECRET);
            }
            throw Refusals.secretUnreadable(id);
        }
    }

    /** The supervisor's own note stands in the database: it is no change to begin anew for. */
    private synchronized void written(StoredSource source) {
        if (stored.settings().equals(source.settings())) {
            stored = source;
        }
    }

    // ---- what comes of it

    private void answered(Ticket ticket) {
        synchronized (this) {
            if (epoch != ticket.epoch()) {
                return;
            }
            evidence.answered(site.timer().now(), examination.faults());
            failures = 0;
        }
        circuit.answered().ifPresent(this::written);
        site.drivers().free(ticket.stored().settings().driver().orElse(""), id.value());
    }

    private synchronized boolean isPresent(Ticket ticket) {
        return epoch == ticket.epoch();
    }

    /** Only the rounds count: ten viewers of one dead recorder are one miss. */
    private synchronized void missed(DeviceException e, Ticket ticket) {
        if (epoch == ticket.epoch()) {
            failures++;
            evidence.failed(e, site.timer().now());
        }
    }

    private void failed(DeviceException e, Ticket ticket) {
        if (e instanceof DeviceException.Unsupported) {
            return; // asked wrongly: the device is as it was
        }
        line.close();
        if (e instanceof Refused refused && refused.why() == Refused.Why.RIGHTS) {
            if (isPresent(ticket)) {
                circuit.answered().ifPresent(this::written); // who may not do this was logged in all the same
            }
            return;
        }
        boolean breaks;
        synchronized (this) {
            if (epoch != ticket.epoch() || closed) {
                return; // the refusal was of the former settings
            }
            breaks = e instanceof Refused refused ? circuit.breakFor(refused) : circuit.unanswered();
        }
        if (breaks) {
            broken();
        }
    }

    private void broken() {
        circuit.broken().ifPresent(why -> LOG.warn("source {} is stopped: {}", id, why.stored()));
        line.close();
        alarm.set(Duration.ZERO); // the round writes it down
    }

    // ---- state

    private void publish() {
        var state = judge();
        boolean over;
        synchronized (this) {
            over = closed;
        }
        if (!over) {
            catalogued.publish(state, site.timer().now());
        }
    }

    private State judge() {
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

    private Optional<Duration> pause() {
        var ticket = ticket();
        if (!ticket.standing().mayTry()) {
            return ticket.standing().block().flatMap(broken -> circuit.timeToTry());
        }
        var watch = SourceOption.watch(ticket.options());
        var missed = failures();
        if (missed == 0 && watch.compareTo(IDLE) > 0) {
            line.close();
        }
        return Optional.of(
                missed == 0 ? site.backoff().around(watch) : site.backoff().after(missed));
    }

    private synchronized Standing standing() {
        return new Standing(
                closed,
                stored.settings().suspended(),
                circuit.broken(),
                serving().isPresent());
    }

    private synchronized Ticket ticket() {
        return new Ticket(stored, epoch, serving(), standing());
    }

    private Optional<Serving> serving() {
        return stored.settings().driver().flatMap(site.drivers()::find);
    }

    private synchronized boolean suspect() {
        return evidence.suspect();
    }

    private synchronized int failures() {
        return failures;
    }

    private void refuseIfOffline() {
        var state = state();
        if (state.kind() == State.Kind.OFFLINE) {
            hurry();
            throw Refusals.offline(id, state);
        }
    }

    /** Someone wants it now: the next try is brought forward, but many askers are one. */
    private void hurry() {
        var now = site.timer().now();
        synchronized (this) {
            if (hurried.filter(last -> now.since(last).compareTo(HURRIED_EVERY) < 0)
                    .isPresent()) {
                return;
            }
            hurried = Optional.of(now);
        }
        alarm.set(Duration.ZERO);
    }
}
