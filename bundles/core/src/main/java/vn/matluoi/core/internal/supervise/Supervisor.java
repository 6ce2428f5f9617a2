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
import vn.matluoi.api.source.Sources;
import vn.matluoi.core.internal.work.Lanes;

/**
 * Watches over one source: looks at it again and again, takes in what it says, and stops everything when its password is
 * rejected. What comes of each call is for its {@link Judgement} to say. All that speaks to the device runs in the source's
 * {@link Lanes lane}, one job at a time; it holds no thread of its own. Any thread may call.
 */
public final class Supervisor {

    /** A session nobody needs for longer than this is closed. */
    static final Duration IDLE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final SourceId id;
    private final Site site;
    private final Alarm alarm;
    private final Judgement judgement;
    private final Listening listening;
    private final DeviceLine line;
    private final Examination examination = new Examination();
    private final Catalogued catalogued;

    private boolean queued; // guarded by this

    private int storeFailures; // used in the lane

    Supervisor(StoredSource stored, Site site) {
        this.id = stored.settings().id();
        this.site = site;
        this.alarm = new Alarm(site.timer(), this::startRound);
        this.judgement = new Judgement(stored, site);
        this.catalogued = new Catalogued(id, site);
        this.listening = new Listening(id, site, new Listening.Device() {
            @Override
            public CompletableFuture<Boolean> ask(DeviceWork<Boolean> work) {
                return Supervisor.this.ask(work);
            }

            @Override
            public String family() {
                return Supervisor.this.family();
            }

            @Override
            public void refused(Refused why) {
                refusedMeanwhile(why);
            }
        });
        this.line = new DeviceLine(
                listening::sessionEnds, (driver, fault) -> site.drivers().crashed(driver, family(), id.value(), fault));
    }

    public State state() {
        return judgement.state();
    }

    /** @return how the hub is told of events; empty if the device tells none, or was not looked at */
    public Optional<Sources.Listening> listening() {
        return listening.shown();
    }

    boolean uses(String family) {
        return family().equals(family);
    }

    private String family() {
        return judgement.stored().settings().driver().orElse("");
    }

    boolean is(StoredSource other) {
        return SameSource.test(judgement.stored(), other);
    }

    /** Begins, at some moment within that time. */
    void begin(Duration within) {
        alarm.set(site.backoff().upTo(within));
    }

    /** The settings changed: forgets what was missed, and looks anew. */
    void change(StoredSource changed) {
        judgement.change(changed);
        beginAnew();
    }

    /** The driver of its family came, went or was replaced. */
    void beginAnew() {
        judgement.beginAnew();
        examination.outdated();
        catalogued.outdated();
        listening.beginAnew();
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
        judgement.end();
        alarm.close();
        listening.close();
        line.end();
        site.drivers().free(family(), id.value());
    }

    /** The device refused the credentials on another way in. */
    public void credentialsRejected() {
        judgement.breakFor(Causes.CREDENTIALS);
        broken();
    }

    /**
     * Does something with the device, after what already waits for it. Fails at once with a {@link HubException} if
     * nothing may be sent, or if the source is offline; a try is then brought forward.
     */
    public <T> CompletableFuture<T> ask(DeviceWork<T> work) {
        try {
            judgement.ticket().refuse();
            refuseIfOffline();
        } catch (HubException e) {
            return CompletableFuture.failedFuture(e);
        }
        return site.lanes().run(id.value(), judgement.suspect(), () -> {
            var ticket = judgement.ticket();
            ticket.refuse();
            try {
                return onLine(ticket, work);
            } catch (DeviceException e) {
                // while the device tells events it lives: whether its session does, the next round finds out
                failed(e, ticket, listening.isRunning());
                throw e;
            }
        });
    }

    /**
     * Does something with the device at once, though a look at all its channels may take the lane for minutes: in a lane beside, on
     * the session there is. Where there is none, one is opened first, in the lane. Fails as {@link #ask} does.
     *
     * @param work never answers null
     */
    public <T> CompletableFuture<T> askBeside(DeviceWork<T> work) {
        try {
            judgement.ticket().refuse();
            refuseIfOffline();
        } catch (HubException e) {
            return CompletableFuture.failedFuture(e);
        }
        return beside(work).thenCompose(done -> done.map(CompletableFuture::completedFuture)
                .orElseGet(() -> ask(session -> true)
                        .thenCompose(opened -> beside(work))
                        .thenApply(again -> again.orElseThrow(() -> Refusals.sessionLost(id)))));
    }

    private <T> CompletableFuture<Optional<T>> beside(DeviceWork<T> work) {
        return site.lanes().run(id.value() + " (beside)", judgement.suspect(), () -> {
            var ticket = judgement.ticket();
            ticket.refuse();
            try {
                return line.useBeside(ticket.epoch(), work);
            } catch (DeviceException e) {
                if (concernsAll(e)) {
                    failed(e, ticket);
                }
                throw e;
            }
        });
    }

    /** @return whether what failed beside the lane is over for what is in the lane too */
    private static boolean concernsAll(DeviceException e) {
        return e instanceof DeviceException.Unreachable
                || e instanceof DeviceException.Refused refused && refused.why() != DeviceException.Refused.Why.RIGHTS;
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
        return site.lanes().run(id.value(), judgement.suspect(), () -> {
            var ticket = judgement.ticket();
            ticket.refuse();
            try {
                return look(ticket, true).orElseThrow();
            } finally {
                judgement.judge();
                alarm.set(Duration.ZERO); // the round writes what came of it
            }
        });
    }

    /** Runs a test in the source's lane: with its stored settings, but on a session of its own. */
    public <T> CompletableFuture<T> test(SourceTest<T> climb) {
        return site.lanes().run(id.value(), judgement.suspect(), () -> {
            var ticket = judgement.ticket();
            ticket.refuseIfBroken();
            return climb.with(ticket.serving(), target(ticket), failure -> failed(failure, ticket));
        });
    }

    // ---- the round

    private void startRound() {
        synchronized (this) {
            if (queued || judgement.ended()) {
                return;
            }
            queued = true;
        }
        site.lanes().run(id.value(), judgement.suspect(), this::round).whenComplete((delay, failure) -> {
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
        var missed = judgement.stuck(stuck);
        notQueued();
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
            judgement.save();
            publish();
            storeFailures = 0;
            return pause();
        } catch (HubException e) { // the hub's own turn (database, vault), not the device's
            storeFailures++;
            if (storeFailures == 1) {
                LOG.warn("source {}: {}", id, e.getMessage());
            }
            judgement.judge();
            return Optional.of(site.backoff().after(storeFailures));
        }
    }

    private void attempt() {
        judgement.tryAfterLock();
        var ticket = judgement.ticket();
        if (ticket.standing().mayTry()) {
            try {
                look(ticket, false);
                listening.begin();
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
                listening.look(session);
                return list;
            });
            judgement.answered(ticket, examination.faults());
            catalogued.report(channels, now);
            if (!askedFor && !catalogued.due(channels)) {
                return Optional.empty();
            }
            var statement = onLine(ticket, session -> catalogued.statement(ticket.stored(), session, channels));
            examination.partial(statement.partial());
            judgement.answered(ticket, examination.faults());
            return catalogued.takeIn(statement, channels, askedFor, SourceOption.sync(ticket.options()));
        } catch (DeviceException e) {
            judgement.missed(e, ticket);
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
        site.ledger().change(id, SourceLedger.pinned(serial), "system").ifPresent(judgement::written);
    }

    private Target target(Ticket ticket) {
        try {
            return Targets.of(ticket.stored(), site.vault());
        } catch (IllegalArgumentException e) {
            judgement.barred(Causes.SECRET);
            throw Refusals.secretUnreadable(id);
        }
    }

    // ---- the next step

    private void failed(DeviceException e, Ticket ticket) {
        failed(e, ticket, false);
    }

    private void failed(DeviceException e, Ticket ticket, boolean keepsSession) {
        if (e instanceof DeviceException.Unsupported) {
            return; // asked wrongly: the device is as it was
        }
        if (!keepsSession) {
            line.close();
        }
        if (judgement.failed(e, ticket)) {
            broken();
        }
    }

    /** The device ended a subscription so: from now on nothing is sent, whoever else waits in the lane. */
    private void refusedMeanwhile(Refused why) {
        if (judgement.failed(why, judgement.ticket())) {
            site.lanes().run(id.value(), false, () -> {
                broken();
                return true;
            });
        }
    }

    private void broken() {
        judgement.broken().ifPresent(why -> LOG.warn("source {} is stopped: {}", id, why.stored()));
        line.close();
        alarm.set(Duration.ZERO); // the round writes it down
    }

    private void publish() {
        var state = judgement.judge();
        if (!judgement.ended()) {
            catalogued.publish(state, site.timer().now());
        }
    }

    private Optional<Duration> pause() {
        var ticket = judgement.ticket();
        if (!ticket.standing().mayTry()) {
            return ticket.standing().block().flatMap(broken -> judgement.timeToTry());
        }
        var watch = SourceOption.watch(ticket.options());
        var missed = judgement.failures();
        if (missed == 0 && watch.compareTo(IDLE) > 0 && !listening.needsSession()) {
            line.close();
        }
        return Optional.of(
                missed == 0 ? site.backoff().around(watch) : site.backoff().after(missed));
    }

    private void refuseIfOffline() {
        var state = state();
        if (state.kind() == State.Kind.OFFLINE) {
            alarm.hurry();
            throw Refusals.offline(id, state);
        }
    }
}
