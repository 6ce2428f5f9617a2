package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.source.Sources;
import vn.matluoi.core.internal.events.EventStates;
import vn.matluoi.core.internal.work.Moment;
import vn.matluoi.core.internal.work.Timer;

/**
 * The subscription to one source's events: begun when the source answers, begun anew with back-off when it ended, each time
 * after a place in the hub-wide line, and over with the session it stands on. It holds no thread. Any thread, except
 * where a method says lane.
 */
final class Listening {

    /** A subscription that held so long was a good one: the next failure is the first again. */
    static final Duration HELD = Duration.ofMinutes(1);

    /** An account that may not subscribe is tried again this seldom, should nobody change the source. */
    static final Duration REFUSED_AGAIN = Duration.ofHours(1);

    /** A device that came back is subscribed to within this time, and then in its turn. */
    static final Duration RETURNED_WITHIN = Duration.ofSeconds(5);

    /** The back-off begins at 4 to 8 s, not at 1 s: the device has just ended it. */
    private static final int BEGINS_WITH = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    private final SourceId id;
    private final Site site;
    private final Device device;
    private final EventStates states;

    private Phase phase = Phase.IDLE; // guarded by this, as all below
    private boolean able;
    private boolean looked;
    private boolean refused;
    private boolean unheard; // what failed last did not reach the device
    private boolean closed;
    private int failures;
    private long turn;
    private Timer.Pending pending = () -> {};
    private Optional<Inlet> inlet = Optional.empty();
    private Optional<DeviceFacet.Events.Subscription> former = Optional.empty();
    private Optional<Text> cause = Optional.empty();
    private Moment since;
    private Moment notBefore;

    /** The way to the source's device. */
    interface Device {

        /** As {@link Supervisor#ask}. */
        CompletableFuture<Boolean> ask(DeviceWork<Boolean> work);

        /** @return of its driver; for counting */
        String family();

        /** The device ended the subscription with a refusal. */
        void refused(Refused why);
    }

    private enum Phase {
        /** Nothing is under way: the next good look begins it. */
        IDLE,
        DUE,
        ASKING,
        RUNNING
    }

    /** Where one subscription tells; what comes after its end is not heard. */
    private final class Inlet implements DeviceFacet.Events.Sink {

        private volatile boolean over;

        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {
            if (!over) {
                states.take(event, lapse);
            }
        }

        @Override
        public void ended(DeviceException why) {
            Listening.this.ended(this, why);
        }
    }

    Listening(SourceId id, Site site, Device device) {
        this.id = id;
        this.site = site;
        this.device = device;
        this.states = site.events().statesOf(id, device::family);
        this.since = site.timer().now();
        this.notBefore = since;
    }

    /** Sees, once a session, whether the device tells anything. In the lane. */
    void look(DeviceSession session) {
        synchronized (this) {
            if (looked) {
                return;
            }
        }
        var tells = session.facet(DeviceFacet.Events.class).isPresent();
        synchronized (this) {
            able = tells;
            looked = true;
        }
    }

    synchronized boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    /** @return whether its session is not to be closed for idleness */
    synchronized boolean needsSession() {
        return able;
    }

    /** @return how it is; empty if the device tells nothing, or was not looked at */
    synchronized Optional<Sources.Listening> shown() {
        if (!able) {
            return Optional.empty();
        }
        var kind = phase == Phase.RUNNING
                ? Sources.Listening.Kind.RUNNING
                : refused ? Sources.Listening.Kind.REFUSED : Sources.Listening.Kind.WAITING;
        return Optional.of(new Sources.Listening(kind, since.at(), cause.or(states::dropped)));
    }

    /** The device answered just now: subscribes if nothing is under way. In the lane. */
    synchronized void begin() {
        if (!closed && able && phase == Phase.IDLE) {
            var now = site.timer().now();
            due(notBefore.isBefore(now) ? Duration.ZERO : notBefore.since(now));
        }
    }

    /**
     * The device answers again, after it was missed: tries that did not reach it do not put off the next any longer. What it
     * refused, or had no room for, waits as long as before. In the lane.
     */
    synchronized void returned() {
        if (closed || !unheard) {
            return;
        }
        unheard = false;
        failures = 0;
        var soon = site.timer().now().plus(site.backoff().upTo(RETURNED_WITHIN));
        if (soon.isBefore(notBefore)) { // else its turn has come already
            notBefore = soon;
            if (phase == Phase.DUE) {
                due(soon.since(site.timer().now()));
            }
        }
    }

    private void due(Duration wait) {
        phase = Phase.DUE;
        var mine = ++turn;
        pending.cancel();
        pending = site.timer().after(wait, () -> queue(mine));
    }

    /** The place in line is taken when the source is ready: one that waits for long keeps nobody else waiting. */
    private synchronized void queue(long mine) {
        if (mine == turn && !closed) {
            pending = site.timer().after(site.events().nextStart(), () -> ask(mine));
        }
    }

    private void ask(long mine) {
        var into = new Inlet();
        synchronized (this) {
            if (mine != turn || closed) {
                return;
            }
            phase = Phase.ASKING;
            inlet = Optional.of(into);
        }
        device.ask(session -> subscribe(session, into)).whenComplete((taken, failure) -> {
            if (failure != null) {
                failed(mine, into, failure);
            }
        });
    }

    private boolean subscribe(DeviceSession session, Inlet into) throws DeviceException {
        Optional<DeviceFacet.Events.Subscription> before;
        synchronized (this) {
            before = former;
            former = Optional.empty();
        }
        before.ifPresent(this::end);
        if (into.over) {
            return false;
        }
        var subscription = session.facet(DeviceFacet.Events.class)
                .orElseThrow(() -> new DeviceException.Unsupported(
                        new Text("thiết bị không báo sự kiện", "the device tells no events")))
                .subscribe(into);
        var late = false;
        synchronized (this) {
            late = into.over || inlet.filter(into::equals).isEmpty();
            if (!late) {
                former = Optional.of(subscription);
                phase = Phase.RUNNING;
                became(Optional.empty());
            }
        }
        if (late) {
            end(subscription);
        } else {
            LOG.debug("source {}: its events are listened to", id);
        }
        return !late;
    }

    private void end(DeviceFacet.Events.Subscription subscription) {
        try {
            subscription.close();
        } catch (RuntimeException | LinkageError e) { // a plug-in's bug
            LOG.warn("source {}: its driver failed at ending a subscription: {}", id, e.toString());
        }
    }

    private void became(Optional<Text> why) {
        refused = false;
        cause = why;
        since = site.timer().now();
    }

    /** It could not be subscribed to. Its session may have ended over it, and a new turn begun: this one decides. */
    private synchronized void failed(long mine, Inlet into, Throwable failure) {
        into.over = true;
        if (closed || phase == Phase.RUNNING || turn > mine + 1) {
            return;
        }
        inlet = Optional.empty();
        if (failure instanceof DeviceException.Unsupported) {
            able = false;
            idle(Optional.empty());
        } else if (failure instanceof DeviceException e) {
            again(e);
        } else { // nothing may be sent, the source is offline, or the driver hangs: the next good look begins it
            failures++;
            unheard = true;
            notBefore = site.timer().now().plus(backoff());
            idle(Optional.of(failure instanceof HubException refusal ? refusal.text() : Text.same(failure.toString())));
        }
    }

    private void idle(Optional<Text> why) {
        turn++;
        pending.cancel();
        phase = Phase.IDLE;
        became(why);
    }

    private void again(DeviceException why) {
        failures++;
        became(Optional.of(why.text()));
        refused = why instanceof Refused;
        unheard = why instanceof DeviceException.Unreachable;
        var wait = why instanceof Refused no && no.why() == Refused.Why.RIGHTS ? REFUSED_AGAIN : backoff();
        notBefore = site.timer().now().plus(wait);
        due(wait);
    }

    private Duration backoff() {
        return site.backoff().after(failures + BEGINS_WITH);
    }

    /** The device ended it, or the connection broke: on a thread that devices share. */
    private void ended(Inlet which, DeviceException why) {
        synchronized (this) {
            if (closed || which.over) {
                return;
            }
            which.over = true;
            if (phase == Phase.RUNNING && site.timer().now().since(since).compareTo(HELD) >= 0) {
                failures = 0;
            }
            inlet = Optional.empty();
            states.lost();
            again(why);
        }
        LOG.debug("source {}: its events ended: {}", id, why.getMessage());
        if (why instanceof Refused no && no.why() != Refused.Why.RIGHTS) {
            device.refused(no);
        }
    }

    /** The session it stands on is closed. */
    synchronized void sessionEnds() {
        looked = false;
        former = Optional.empty();
        if (inlet.isPresent()) {
            inlet.get().over = true;
            inlet = Optional.empty();
            states.lost();
            phase = Phase.IDLE;
            became(cause);
        }
    }

    /** Settings or driver changed: what was refused may be allowed now. */
    synchronized void beginAnew() {
        failures = 0;
        notBefore = site.timer().now();
        if (phase == Phase.DUE) {
            idle(Optional.empty());
        }
    }

    /** Ends it for good; the session's end ends the subscription. */
    synchronized void close() {
        closed = true;
        turn++;
        pending.cancel();
        inlet.ifPresent(present -> present.over = true);
        states.lost();
    }
}
