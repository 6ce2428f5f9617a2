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
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.api.source.Sources;
import vn.matluoi.core.internal.work.Lanes;
import vn.matluoi.core.internal.work.Moment;

/**
 * Watches over one source: looks at it again and again, takes in what it says, and stops everything when its password is
 * rejected. What comes of each call is for its {@link Judgement} to say, how it is made for its {@link DeviceCalls}. All that speaks to the device runs in the source's
 * {@link Lanes lane}, one job at a time; it holds no thread of its own. Any thread may call.
 */
public final class Supervisor {

    /** After a new secret came, for so long a refusal of another way in may still be of the former one. */
    static final Duration SECRET_SPREADS = Duration.ofSeconds(30);

    private static final Duration HELD_AGAIN = Duration.ofSeconds(30);

    /** A session nobody needs for longer than this is closed. */
    static final Duration IDLE = Duration.ofMinutes(5);

    /**
     * A device that does not answer is looked for no more seldom than this, or than it is looked at when it answers. After a
     * power cut this is how long the last of a fleet is not seen to be back.
     */
    static final Duration SOUGHT_EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final SourceId id;
    private final Site site;
    private final Alarm alarm;
    private final Judgement judgement;
    private final Listening listening;
    private final DeviceLine line;
    private final Handover handover;
    private final Examination examination = new Examination();
    private final Catalogued catalogued;
    private final DeviceCalls calls;

    private boolean queued; // guarded by this
    private volatile Optional<Moment> newSecret = Optional.empty();
    private volatile Optional<Transfer> fetching = Optional.empty();

    private int storeFailures; // used in the lane

    Supervisor(StoredSource stored, Site site) {
        this.id = stored.settings().id();
        this.site = site;
        this.judgement = new Judgement(stored, site);
        this.alarm = new Alarm(site.timer(), site.seeking(), this::isMissed, this::startRound);
        this.catalogued = new Catalogued(id, site);
        this.handover = new Handover(site.timer());
        this.listening = new Listening(id, site, new Listening.Device() {
            @Override
            public CompletableFuture<Boolean> ask(DeviceWork<Boolean> work) {
                return calls().askBeside(DeviceCalls.EVENTS, work); // a device may take a second to say that it listens
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
                this::sessionEnds, (driver, fault) -> site.drivers().crashed(driver, family(), id.value(), fault));
        this.calls = new DeviceCalls(id, site, judgement, handover, line, catalogued, new DeviceCalls.Owner() {
            @Override
            public boolean listens() {
                return listening.isRunning();
            }

            @Override
            public boolean fetches() {
                return fetching.filter(Transfer::isLive).isPresent();
            }

            @Override
            public void broken() {
                Supervisor.this.broken();
            }

            @Override
            public void sought() {
                alarm.hurry();
            }

            @Override
            public void secretCame() {
                newSecret = Optional.of(site.timer().now());
            }
        });
    }

    public SourceId id() {
        return id;
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

    SourceSettings settings() {
        return judgement.stored().settings();
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
        var entered = !SameSource.sameSecret(judgement.stored(), changed);
        if (entered) {
            newSecret = Optional.of(site.timer().now());
        }
        calls.pendingSecret().forget(entered && changed.pendingSecret().isPresent());
        judgement.change(changed);
        forget();
        alarm.set(Duration.ZERO);
    }

    /** The catalogue may have another camera for one of its channels: that is learned, and the camera told how it is. */
    void regrouped() {
        catalogued.relearn();
        site.lanes()
                .run(id.value(), false, () -> {
                    catalogued.publish(state(), site.timer().now());
                    return true;
                })
                .exceptionally(failure -> {
                    LOG.debug("source {}: its cameras are told of later", id, failure);
                    return false;
                });
    }

    /** The driver of its family came, went or was replaced. */
    void driverChanged() {
        handover.begins();
        forget();
        if (judgement.ticket().driver().isPresent()) {
            handover.ends(); // who waited for it comes before the round
            alarm.set(Duration.ZERO);
        } else {
            alarm.set(Handover.LONGEST); // that it is missing is told when no other came
        }
    }

    private void forget() {
        judgement.beginAnew();
        examination.outdated();
        catalogued.outdated();
        listening.beginAnew();
        line.close();
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
        handover.close();
        line.end();
        site.drivers().free(family(), id.value());
    }

    /** The device refused the credentials on another way in. */
    public void credentialsRejected() {
        var now = site.timer().now();
        var ticket = judgement.ticket();
        if (ticket.standing().hold() != Holds.Kind.NONE
                || ticket.stored().pendingSecret().isPresent()
                || newSecret
                        .filter(then -> now.since(then).compareTo(SECRET_SPREADS) < 0)
                        .isPresent()) {
            alarm.set(Duration.ZERO); // it may have been the former secret: the look shows whether the present one is
            // good
            return;
        }
        judgement.breakFor(Causes.CREDENTIALS);
        broken();
    }

    /**
     * Does something with the device, after what already waits for it. Fails at once with a {@link HubException} if
     * nothing may be sent, or if the source is offline; a try is then brought forward. While its driver is replaced it waits.
     *
     * @param work done twice if the driver was replaced meanwhile
     */
    public <T> CompletableFuture<T> ask(DeviceWork<T> work) {
        return calls.ask(work);
    }

    /**
     * Does something with the device at once, though a look at all its channels may take the lane for minutes: in a lane beside, on
     * the session there is. Where there is none, one is opened first, in the lane. Fails and waits as {@link #ask} does.
     *
     * @param work never answers null, and is not done twice
     */
    public <T> CompletableFuture<T> askBeside(DeviceWork<T> work) {
        return calls.askBeside(work);
    }

    DeviceCalls calls() {
        return calls;
    }

    /** @param now what is fetched over its session from now on, if anything */
    public void fetching(Optional<Transfer> now) {
        fetching = now;
    }

    private void sessionEnds() {
        listening.sessionEnds();
        fetching.ifPresent(Transfer::sessionEnds);
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
        return handover.bridge(this::syncNow, failure -> !(failure instanceof Lanes.Stuck));
    }

    private CompletableFuture<IntakeReport> syncNow() {
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
            ticket.refuseIfHeld();
            ticket.refuseIfBroken();
            return climb.with(
                    ticket.serving(),
                    calls.target(calls.secretThatHolds(ticket)),
                    failure -> calls.failed(failure, ticket));
        });
    }

    // ---- the round

    private boolean isMissed() {
        return judgement.failures() > 0;
    }

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
            var channels = calls.onLine(ticket, session -> {
                var list = session.channels();
                examination.examine(session, SourceOption.clockTolerance(ticket.options()), now);
                listening.look(session);
                return list;
            });
            var cameBack = judgement.failures() > 0;
            judgement.answered(ticket, examination.faults());
            if (cameBack) {
                listening.returned();
            }
            catalogued.report(channels, now);
            if (!askedFor && !catalogued.due(channels)) {
                return Optional.empty();
            }
            var statement = calls.onLine(ticket, session -> catalogued.statement(ticket.stored(), session, channels));
            examination.partial(statement.partial());
            judgement.answered(ticket, examination.faults());
            return catalogued.takeIn(statement, channels, askedFor, SourceOption.sync(ticket.options()));
        } catch (DeviceException e) {
            judgement.missed(e, ticket);
            calls.failed(e, ticket);
            throw e;
        }
    }

    /** It may be looked at. */
    void wake() {
        alarm.set(Duration.ZERO);
    }

    /** Something was changed on the device: it is asked how it is at the next look, which comes now. */
    public void examineNow() {
        examination.outdated();
        alarm.set(Duration.ZERO);
    }

    // ---- the next step

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
        if (ticket.standing().hold() != Holds.Kind.NONE) {
            return Optional.of(HELD_AGAIN);
        }
        if (!ticket.standing().mayTry()) {
            line.close(); // one may have been opened while the order to stop came
            return ticket.standing().block().flatMap(broken -> judgement.timeToTry());
        }
        var watch = SourceOption.watch(ticket.options());
        var missed = judgement.failures();
        if (missed == 0 && watch.compareTo(IDLE) > 0 && !listening.needsSession() && fetching.isEmpty()) {
            line.close();
        }
        return Optional.of(
                missed == 0
                        ? site.backoff().around(watch)
                        : site.backoff().after(missed, watch.compareTo(SOUGHT_EVERY) > 0 ? watch : SOUGHT_EVERY));
    }
}
