package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.intake.IntakeReport;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.supervise.Evidence.Standing;
import vn.matluoi.core.internal.work.Timer;

/**
 * Watches over one source: looks at it again and again, takes in what it says, works out its state, and stops everything
 * when its password is rejected. All that speaks to the device runs in the source's {@link
 * vn.matluoi.core.internal.work.Lanes lane}, one job at a time; it holds no thread of its own. Any thread may call.
 */
public final class Supervisor {

    /** How often a device is asked for its disks and its clock, beside its channels. */
    static final Duration EXAMINED_EVERY = Duration.ofMinutes(5);

    /** A session nobody needs for longer than this is closed. */
    static final Duration IDLE = Duration.ofMinutes(5);

    /** What is added to the time a locked device says it stays locked. */
    static final Duration AFTER_LOCK = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
    private static final Duration HURRIED_EVERY = Duration.ofSeconds(5);

    private final SourceId id;
    private final Site site;
    private final DeviceLine line = new DeviceLine();
    private final Catalogued catalogued;
    private final Evidence evidence; // guarded by this, as all below

    private StoredSource stored;
    private Optional<Block> block;
    private long epoch;
    private int failures;
    private boolean blockUnsaved;
    private boolean probation;
    private boolean closed;
    private boolean queued;
    private Instant hurried = Instant.MIN;
    private int storeFailures; // used in the lane
    private Instant examined = Instant.MIN;
    private Set<String> faults = Set.of();
    private Timer.Pending next = () -> {};

    Supervisor(StoredSource stored, Site site) {
        this.id = stored.settings().id();
        this.site = site;
        this.stored = stored;
        this.block = stored.blocked().map(Block::parse);
        this.evidence = new Evidence(site.timer().instant());
        this.catalogued = new Catalogued(id, site);
    }

    /** The settings and the moment a job began with; what changed since then ends the job's right to judge. */
    private record Ticket(StoredSource stored, long epoch, Optional<Serving> driver, Standing standing) {

        DeviceDriver serving() {
            return driver.orElseThrow(() -> Refusals.driverMissing(stored.settings()))
                    .driver();
        }
    }

    public synchronized State state() {
        return evidence.state();
    }

    public int cameras() {
        return catalogued.count();
    }

    synchronized StoredSource stored() {
        return stored;
    }

    synchronized boolean uses(String family) {
        return stored.settings().driver().filter(family::equals).isPresent();
    }

    synchronized boolean is(StoredSource other) {
        return SameSource.test(stored, other);
    }

    /** Begins, at some moment within that time. */
    void begin(Duration within) {
        wake(site.backoff().upTo(within));
    }

    /** The settings changed: forgets what was missed, and looks anew. */
    void change(StoredSource changed) {
        synchronized (this) {
            stored = changed;
            block = changed.blocked().map(Block::parse);
            blockUnsaved = false;
            probation = false;
            anew();
        }
        line.close();
        wake(Duration.ZERO);
    }

    /** The driver of its family came, went or was replaced. */
    void driverChanged() {
        synchronized (this) {
            anew();
        }
        line.close();
        wake(Duration.ZERO);
    }

    private void anew() {
        epoch++;
        failures = 0;
        examined = Instant.MIN;
        evidence.forget();
        catalogued.outdated();
    }

    /** The source was removed: nothing is sent any more, and nothing is known of its cameras from now on. */
    void retire() {
        close();
        var state = new State(
                State.Kind.UNKNOWN, Optional.of(Causes.REMOVED), site.timer().instant(), state().lastProof());
        site.lanes()
                .run(id.value(), false, () -> {
                    catalogued.publish(state, state.since());
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        LOG.warn("source {}: its cameras' states could not be written: {}", id, failure.getMessage());
                    }
                });
    }

    /** Ends it. Nothing is sent any more; its cameras stay as they were last seen. */
    void close() {
        synchronized (this) {
            closed = true;
            epoch++;
            next.cancel();
        }
        line.close();
    }

    /** The device refused the credentials on another way in. */
    public void credentialsRejected() {
        block(Block.forPerson(Causes.CREDENTIALS), currentEpoch());
        wake(Duration.ZERO);
    }

    /**
     * Does something with the device, after what already waits for it. Fails at once with a {@link HubException} if
     * nothing may be sent, or if the source is offline; a try is then brought forward.
     */
    public <T> CompletableFuture<T> ask(DeviceWork<T> work) {
        try {
            refuseUnlessOnline();
        } catch (HubException e) {
            return CompletableFuture.failedFuture(e);
        }
        return site.lanes().run(id.value(), suspect(), () -> {
            var ticket = ticket();
            refuse(ticket);
            return converse(ticket, work);
        });
    }

    /** Notes that a channel just gave a picture. To be called in the lane, from within {@link #ask}. */
    public void proved(String channel) {
        catalogued.proved(channel, site.timer().instant());
    }

    /**
     * Asks for the channels now, and takes them in, even if the source is offline.
     *
     * @return fails with {@link DeviceException} or {@link HubException}
     */
    public CompletableFuture<IntakeReport> sync() {
        return site.lanes().run(id.value(), suspect(), () -> {
            var ticket = ticket();
            refuse(ticket);
            try {
                return look(ticket, true).orElseThrow();
            } finally {
                publish();
            }
        });
    }

    /**
     * Runs a test in the source's lane: with its stored settings, but on a session of its own.
     *
     * @param climb gets the driver and the target; says in its second part what failed
     */
    public <T> CompletableFuture<T> test(Climb<T> climb) {
        return site.lanes().run(id.value(), suspect(), () -> {
            var ticket = ticket();
            if (ticket.standing.block().isPresent()) {
                throw Refusals.blocked(id, ticket.standing.block().get());
            }
            var driver = ticket.serving();
            return climb.with(driver, target(ticket), failure -> failed(failure, ticket));
        });
    }

    /** A test of the source. */
    @FunctionalInterface
    public interface Climb<T> {
        T with(DeviceDriver driver, Target target, Consumer<DeviceException> failed);
    }

    // ---- the round

    private void wake(Duration delay) {
        synchronized (this) {
            next.cancel();
            if (!closed) {
                next = site.timer().after(delay, this::startRound);
            }
        }
    }

    private void startRound() {
        synchronized (this) {
            if (closed || queued) {
                return;
            }
            queued = true;
        }
        site.lanes().run(id.value(), suspect(), this::round).whenComplete((delay, failure) -> {
            if (failure != null) {
                LOG.warn("source {}: a look at it did not come to its end", id, failure);
                notQueued();
                wake(Duration.ofSeconds(30));
            } else {
                delay.ifPresent(this::wake);
            }
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
            saveBlock();
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
        var ticket = openAfterLock(ticket());
        if (ticket.standing.mayTry()) {
            try {
                look(ticket, false);
            } catch (DeviceException e) {
                LOG.debug("source {}: {}", id, e.getMessage());
            }
        }
    }

    private Optional<IntakeReport> look(Ticket ticket, boolean askedFor) throws DeviceException {
        try {
            var channels = onLine(ticket, session -> {
                var list = session.channels();
                examine(session, ticket);
                return list;
            });
            answered(ticket, channels);
            if (!askedFor && !catalogued.due(channels)) {
                return Optional.empty();
            }
            var statement = onLine(ticket, session -> catalogued.statement(ticket.stored, session, channels));
            notePartial(ticket, statement.partial());
            return catalogued.takeIn(statement, channels, askedFor, syncEvery(ticket));
        } catch (DeviceException e) {
            missed(e, ticket);
            failed(e, ticket);
            throw e;
        }
    }

    private <T> T onLine(Ticket ticket, DeviceWork<T> work) throws DeviceException {
        return line.use(ticket.serving(), ticket.epoch, () -> target(ticket), fresh(ticket), work);
    }

    private void examine(DeviceSession session, Ticket ticket) throws DeviceException {
        var now = site.timer().instant();
        synchronized (this) {
            if (examined != Instant.MIN && Duration.between(examined, now).compareTo(EXAMINED_EVERY) < 0) {
                return;
            }
        }
        var found = Examination.of(
                session, SourceOption.clockTolerance(ticket.stored.settings().options()));
        synchronized (this) {
            examined = now;
            faults = found;
        }
    }

    private DeviceWork<Boolean> fresh(Ticket ticket) {
        return session -> {
            catalogued.identify(session, ticket.stored).ifPresent(serial -> site.ledger()
                    .change(id, SourceLedger.pinned(serial), "system")
                    .ifPresent(pinned -> settled(pinned, ticket)));
            return true;
        };
    }

    private synchronized void settled(StoredSource pinned, Ticket ticket) {
        if (epoch == ticket.epoch) {
            stored = pinned;
        }
    }

    private <T> T converse(Ticket ticket, DeviceWork<T> work) throws DeviceException {
        try {
            return onLine(ticket, work);
        } catch (DeviceException e) {
            failed(e, ticket);
            throw e;
        }
    }

    private Target target(Ticket ticket) {
        try {
            return Targets.of(ticket.stored, site.vault());
        } catch (IllegalArgumentException e) {
            synchronized (this) {
                evidence.barred(Causes.SECRET);
            }
            throw Refusals.secretUnreadable(id);
        }
    }

    // ---- what comes of it

    private void answered(Ticket ticket, List<Channel> channels) {
        var now = site.timer().instant();
        Optional<Block> reopened = Optional.empty();
        synchronized (this) {
            if (epoch != ticket.epoch) {
                return;
            }
            evidence.answered(now, faults);
            failures = 0;
            if (probation) {
                reopened = block;
                probation = false;
                block = Optional.empty();
            }
        }
        if (reopened.isPresent()) {
            site.ledger().change(id, SourceLedger.blocked(Optional.empty()), "system");
        }
        catalogued.report(channels, now);
    }

    private synchronized void notePartial(Ticket ticket, boolean partial) {
        if (epoch == ticket.epoch) {
            var found = new HashSet<>(faults);
            if (partial ? found.add(Causes.PARTIAL) : found.remove(Causes.PARTIAL)) {
                faults = Set.copyOf(found);
                evidence.answered(site.timer().instant(), faults);
            }
        }
    }

    /** Counts what did not come. Only the rounds count: ten viewers of one dead recorder are one miss. */
    private synchronized void missed(DeviceException e, Ticket ticket) {
        if (epoch != ticket.epoch) {
            return;
        }
        failures++;
        if (e instanceof DeviceException.Unreachable) {
            evidence.missed(Causes.UNREACHABLE);
        } else if (e instanceof DeviceException.Busy) {
            evidence.busy();
        } else if (e instanceof Refused refused) {
            if (refused.why() == Refused.Why.RIGHTS) {
                evidence.answered(site.timer().instant(), Set.of(Causes.RIGHTS));
            } else if (refused.why() == Refused.Why.NETWORK) {
                evidence.barred(Causes.NETWORK);
            }
        } else {
            evidence.missed(Causes.GARBLED);
        }
    }

    private void failed(DeviceException e, Ticket ticket) {
        if (!(e instanceof DeviceException.Unsupported)) {
            line.close();
        }
        if (e instanceof Refused refused) {
            blockFor(refused).ifPresent(why -> block(why, ticket.epoch));
        } else if (probationEnds(e, ticket)) {
            block(
                    new Block(Causes.LOCKED, Optional.of(site.timer().instant().plus(Duration.ofMinutes(1)))),
                    ticket.epoch);
        }
    }

    /** The one try after a lock was not answered at all: it does not count. */
    private synchronized boolean probationEnds(DeviceException e, Ticket ticket) {
        return probation && epoch == ticket.epoch && !(e instanceof DeviceException.Unsupported);
    }

    private Optional<Block> blockFor(Refused refused) {
        return switch (refused.why()) {
            case CREDENTIALS -> Optional.of(Block.forPerson(Causes.CREDENTIALS));
            case WRONG_DEVICE -> Optional.of(Block.forPerson(Causes.WRONG_DEVICE));
            case CERTIFICATE -> Optional.of(Block.forPerson(Causes.CERTIFICATE));
            case LOCKED -> Optional.of(new Block(Causes.LOCKED, mayTryAgain(refused)));
            case RIGHTS, NETWORK -> Optional.empty();
        };
    }

    private synchronized Optional<Instant> mayTryAgain(Refused refused) {
        return probation
                ? Optional.empty()
                : refused.retryAfter()
                        .map(time -> site.timer().instant().plus(time).plus(AFTER_LOCK));
    }

    // ---- the circuit

    private void block(Block why, long since) {
        synchronized (this) {
            if (epoch != since || closed) {
                return; // a person changed the settings meanwhile: the refusal was of the former ones
            }
            block = Optional.of(why);
            blockUnsaved = true;
            probation = false;
        }
        LOG.warn("source {} is stopped: {}", id, why.stored());
        line.close();
        wake(Duration.ZERO);
    }

    private void saveBlock() {
        Optional<Block> unsaved;
        synchronized (this) {
            unsaved = blockUnsaved ? block : Optional.empty();
        }
        if (unsaved.isPresent()) {
            site.ledger().change(id, SourceLedger.blocked(unsaved), "system").ifPresent(this::saved);
        }
    }

    private synchronized void saved(StoredSource written) {
        if (written.blocked().equals(block.map(Block::stored))) {
            stored = written;
            blockUnsaved = false;
        }
    }

    /** When a lock is over, one try is allowed; that it is used up is written before it is made. */
    private Ticket openAfterLock(Ticket ticket) {
        var until = ticket.standing.block().flatMap(Block::until);
        if (until.isEmpty() || site.timer().instant().isBefore(until.get()) || !ticket.driver.isPresent()) {
            return ticket;
        }
        var used = Block.forPerson(Causes.LOCKED);
        site.ledger().change(id, SourceLedger.blocked(Optional.of(used)), "system");
        synchronized (this) {
            if (epoch != ticket.epoch) {
                return ticket();
            }
            block = Optional.of(used);
            probation = true;
            return ticket();
        }
    }

    // ---- state

    private void publish() {
        var state = judge();
        if (!isClosed()) {
            catalogued.publish(state, site.timer().instant());
        }
    }

    private State judge() {
        State before;
        State after;
        synchronized (this) {
            before = evidence.state();
            after = evidence.judge(
                    site.timer().instant(),
                    standing(),
                    SourceOption.watch(stored.settings().options()));
        }
        if (before.kind() != after.kind() || !before.cause().equals(after.cause())) {
            LOG.info("source {} is {} {}", id, after.kind(), after.cause().orElse(""));
        }
        return after;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized Optional<Duration> pause() {
        var standing = standing();
        if (!standing.mayTry()) {
            return standing.suspended()
                    ? Optional.empty()
                    : block.flatMap(Block::until)
                            .map(until -> Duration.between(site.timer().instant(), until))
                            .map(wait -> wait.isNegative() ? Duration.ZERO : wait);
        }
        var watch = SourceOption.watch(stored.settings().options());
        if (failures == 0) {
            if (watch.compareTo(IDLE) > 0) {
                line.close();
            }
            return Optional.of(site.backoff().around(watch));
        }
        return Optional.of(site.backoff().after(failures));
    }

    private synchronized Standing standing() {
        return new Standing(
                stored.settings().suspended(),
                probation ? Optional.empty() : block,
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

    private synchronized long currentEpoch() {
        return epoch;
    }

    private void refuseUnlessOnline() {
        refuse(ticket());
        var state = state();
        if (state.kind() == State.Kind.OFFLINE) {
            hurry();
            throw Refusals.offline(id, state);
        }
    }

    private void refuse(Ticket ticket) {
        if (ticket.standing.block().isPresent()) {
            throw Refusals.blocked(id, ticket.standing.block().get());
        }
        if (ticket.standing.suspended()) {
            throw Refusals.suspended(id);
        }
        if (ticket.driver.isEmpty()) {
            throw Refusals.driverMissing(ticket.stored.settings());
        }
    }

    /** Someone wants it now: the next try is brought forward, but many askers are one. */
    private void hurry() {
        var now = site.timer().instant();
        synchronized (this) {
            if (hurried != Instant.MIN && Duration.between(hurried, now).compareTo(HURRIED_EVERY) < 0) {
                return;
            }
            hurried = now;
        }
        wake(Duration.ZERO);
    }

    private static Duration syncEvery(Ticket ticket) {
        return SourceOption.sync(ticket.stored.settings().options());
    }
}
