package vn.matluoi.core.internal.supervise;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.work.Lanes;

/**
 * What is asked of one source's device: in which lane, on which session, with which secret, and whether once more when its driver
 * was replaced. Any thread, except where a method says lane.
 */
final class DeviceCalls {

    /** Lanes beside the source's, by the end of their names. */
    static final String EVENTS = " (events)";

    private static final String BESIDE = " (beside)";

    private final SourceId id;
    private final Site site;
    private final Judgement judgement;
    private final Handover handover;
    private final DeviceLine line;
    private final Catalogued catalogued;
    private final PendingSecret pendingSecret;
    private final Owner owner;

    /** Who watches over the source. */
    interface Owner {

        /** @return whether the device tells events now */
        boolean listens();

        /** @return whether the device gives a file now */
        boolean fetches();

        /** Nothing is sent from now on. In the lane. */
        void broken();

        /** Somebody asks for a device that is offline. */
        void sought();

        /** The device was found to take another secret than it did. */
        void secretCame();
    }

    DeviceCalls(
            SourceId id,
            Site site,
            Judgement judgement,
            Handover handover,
            DeviceLine line,
            Catalogued catalogued,
            Owner owner) {
        this.id = id;
        this.site = site;
        this.judgement = judgement;
        this.handover = handover;
        this.line = line;
        this.catalogued = catalogued;
        this.pendingSecret = new PendingSecret(site);
        this.owner = owner;
    }

    /** As {@link Supervisor#ask}. */
    <T> CompletableFuture<T> ask(DeviceWork<T> work) {
        return handover.bridge(() -> askNow(work), failure -> !(failure instanceof Lanes.Stuck));
    }

    private <T> CompletableFuture<T> askNow(DeviceWork<T> work) {
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
                failed(e, ticket, isHeard());
                throw e;
            }
        });
    }

    /** As {@link Supervisor#askBeside}. */
    <T> CompletableFuture<T> askBeside(DeviceWork<T> work) {
        return askBeside(BESIDE, work);
    }

    /** @param lane {@link #EVENTS}, or that of orders */
    <T> CompletableFuture<T> askBeside(String lane, DeviceWork<T> work) {
        return handover.bridge(() -> askBesideNow(lane, work), DeviceCalls::nothingWasSent);
    }

    /** A driver that is stuck may have sent it. */
    private static boolean nothingWasSent(Throwable failure) {
        return failure instanceof HubException && !(failure instanceof Lanes.Stuck);
    }

    private <T> CompletableFuture<T> askBesideNow(String lane, DeviceWork<T> work) {
        try {
            judgement.ticket().refuse();
            refuseIfOffline();
        } catch (HubException e) {
            return CompletableFuture.failedFuture(e);
        }
        return beside(lane, work).thenCompose(done -> done.map(CompletableFuture::completedFuture)
                .orElseGet(() -> askNow(session -> true)
                        .thenCompose(opened -> beside(lane, work))
                        .thenApply(again -> again.orElseThrow(() -> Refusals.sessionLost(id)))));
    }

    private <T> CompletableFuture<Optional<T>> beside(String lane, DeviceWork<T> work) {
        return site.lanes().run(id.value() + lane, judgement.suspect(), () -> {
            var ticket = judgement.ticket();
            ticket.refuse();
            try {
                return line.useBeside(ticket.epoch(), work);
            } catch (DeviceException e) {
                if (concernsAll(e)) {
                    // a device may be slow at telling events only: whether its session lives, the next round finds out
                    var keeps = e instanceof DeviceException.Unreachable && (lane.equals(EVENTS) || isHeard());
                    failed(e, ticket, keeps);
                }
                throw e;
            }
        });
    }

    /** @return whether something comes from the device: it lives, and whether its session does, the next round finds out */
    private boolean isHeard() {
        return owner.listens() || owner.fetches();
    }

    /** @return whether what failed beside the lane is over for what is in the lane too */
    private static boolean concernsAll(DeviceException e) {
        return e instanceof DeviceException.Unreachable
                || e instanceof DeviceException.Refused refused && refused.why() != DeviceException.Refused.Why.RIGHTS;
    }

    private void refuseIfOffline() {
        var state = judgement.state();
        if (state.kind() == State.Kind.OFFLINE) {
            owner.sought();
            throw Refusals.offline(id, state);
        }
    }

    /** Does it on the session there is, or on a new one. In the lane. */
    <T> T onLine(Ticket ticket, DeviceWork<T> work) throws DeviceException {
        var stored = secretThatHolds(ticket);
        DeviceWork<Boolean> fresh = session -> {
            identify(session, stored);
            return true;
        };
        return line.use(ticket.serving(), ticket.epoch(), () -> target(stored), fresh, work);
    }

    /** @return the source with one secret; if there were two, the device was asked which one it takes */
    StoredSource secretThatHolds(Ticket ticket) throws DeviceException {
        var stored = ticket.stored().pendingSecret().isEmpty() ? ticket.stored() : judgement.stored();
        if (stored.pendingSecret().isEmpty()) {
            return stored;
        }
        try {
            var outcome = pendingSecret.settle(
                    ticket.serving(), stored, session -> identify(session, stored), false, "system");
            if (outcome.fresh()) {
                owner.secretCame();
            }
            var rows = outcome.rows();
            var own = rows.stream()
                    .filter(row -> row.settings().id().equals(id))
                    .findFirst(); // none if it was removed meanwhile
            own.ifPresent(judgement::written);
            site.secrets()
                    .release(
                            id,
                            rows,
                            rows.stream().map(row -> row.settings().id()).toList());
            return own.orElseThrow(Refusals::ended);
        } catch (IllegalArgumentException e) {
            throw secretUnreadable();
        }
    }

    /** Compares a device just logged in to with the one pinned; pins it, if none is. */
    void identify(DeviceSession session, StoredSource stored) throws DeviceException {
        catalogued.identify(session, stored).ifPresent(this::pin);
        site.twins().tell(); // those included that could not be told before
    }

    private void pin(String serial) {
        Lanes.rests(); // the database's turn
        site.twins().pin(id, serial).ifPresent(judgement::written);
    }

    Target target(StoredSource stored) {
        try {
            return Targets.of(stored, site.vault());
        } catch (IllegalArgumentException e) {
            throw secretUnreadable();
        }
    }

    private HubException secretUnreadable() {
        judgement.barred(Causes.SECRET);
        return Refusals.secretUnreadable(id);
    }

    // ---- a change of the password

    /** Closes its session, after what uses it. @return when this source sends nothing to the device any more, the device being held */
    CompletableFuture<Void> letGo() {
        judgement.outdated();
        var session = inLane(() -> {
            line.close();
            return true;
        });
        return CompletableFuture.allOf(
                session,
                site.lanes().run(id.value() + BESIDE, false, () -> true),
                site.lanes().run(id.value() + EVENTS, false, () -> true));
    }

    <T> CompletableFuture<T> inLane(Callable<T> job) {
        return site.lanes().run(id.value(), judgement.suspect(), job);
    }

    /** @return what a change of the password begins with; refused as everything is, except that it holds the device itself */
    Ticket ticketOfItsOwn() {
        var ticket = judgement.ticket();
        ticket.refuseToAll();
        return ticket;
    }

    PendingSecret pendingSecret() {
        return pendingSecret;
    }

    /** It stands in the database so, by what was done for this source itself. */
    void written(StoredSource stored) {
        judgement.written(stored);
    }

    // ---- what failed

    /** A call failed: that was said to who asked; here it may stop everything. In the lane. */
    void failed(DeviceException e, Ticket ticket) {
        failed(e, ticket, false);
    }

    private void failed(DeviceException e, Ticket ticket, boolean keepsSession) {
        if (e instanceof DeviceException.Unsupported) {
            return; // asked wrongly: the device is as it was
        }
        if (!keepsSession) {
            line.close(ticket.epoch());
        }
        if (judgement.failed(e, ticket)) {
            owner.broken();
        }
    }
}
