package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.ladder.Mends;
import vn.matluoi.core.internal.ladder.Sessions;
import vn.matluoi.core.internal.work.Lanes;

/**
 * One change of a device's password. First all sources of the device let go of it, so that no session, stream of events or poll of
 * theirs shows it the old password any more; then, in the lane of the source: log in, keep the new secret as pending, tell the
 * device, write which one holds; then all log in anew. The device is held from the order to that end, however long a driver takes
 * and whether or not anybody still waits.
 */
final class PasswordChange {

    private static final Logger LOG = LoggerFactory.getLogger(PasswordChange.class);

    /** The HTTP client remembers a refusal for a quarter of an hour. */
    private static final Duration AFTER_REFUSAL = Duration.ofMinutes(16);

    private final Site site;
    private final SourceId id;
    private final DeviceCalls calls;
    private final List<SourceId> onDevice;
    private final String by;
    private final Consumer<SourceId> forgive;
    private final char[] fresh; // its own: whoever ordered it may be gone long before it is used
    private final AtomicBoolean begun = new AtomicBoolean(); // or never will

    private Optional<StoredSource> pending = Optional.empty(); // as kept before the device was told; in the lane
    private Optional<PendingSecret.Outcome> outcome = Optional.empty();

    private PasswordChange(
            Site site,
            DeviceCalls calls,
            SourceId id,
            List<SourceId> onDevice,
            char[] fresh,
            String by,
            Consumer<SourceId> forgive) {
        this.site = site;
        this.id = id;
        this.calls = calls;
        this.onDevice = onDevice;
        this.fresh = fresh;
        this.by = by;
        this.forgive = forgive;
    }

    /**
     * Begins one.
     *
     * @param fresh the new secret; may be cleared by the caller at any time after this returned
     * @param find the supervisor of a source
     * @param forgive told of a source whose account is to be tried although it was refused just now
     * @return those that log in with the new secret then
     * @throws HubException if it cannot begin: nothing was changed
     */
    static CompletableFuture<List<SourceId>> begin(
            Site site,
            SourceId id,
            char[] fresh,
            String by,
            Function<SourceId, Optional<Supervisor>> find,
            Consumer<SourceId> forgive) {
        var all = site.ledger().all();
        var source = all.stream()
                .filter(each -> each.settings().id().equals(id))
                .findFirst()
                .orElseThrow(() -> Refusals.unknown(id));
        var calls = find.apply(id).map(Supervisor::calls).orElseThrow(() -> Refusals.noDevice(id));
        refuseIfNobodyKnows(source, Secrets.doubtful(source, all));
        if (!site.secrets().holds().begin(source)) {
            throw Refusals.passwordChanging();
        }
        var device = Holds.device(source.settings());
        var onDevice = all.stream()
                .map(StoredSource::settings)
                .filter(each -> Holds.device(each).equals(device))
                .map(each -> each.id())
                .toList();
        var change = new PasswordChange(site, calls, id, onDevice, fresh.clone(), by, forgive);
        var free = onDevice.stream()
                .flatMap(each -> find.apply(each).stream())
                .map(other -> other.calls().letGo())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(free)
                .thenCompose(nothing -> calls.inLane(change::carryOut))
                .whenComplete((done, failure) -> change.ended(failure));
    }

    private static void refuseIfNobodyKnows(StoredSource source, List<SourceId> doubtful) {
        var id = source.settings().id();
        if (source.settings().username().isEmpty() || source.sealedSecret().isEmpty()) {
            throw Refusals.noAccount(id);
        }
        if (source.pendingSecret().isPresent()) {
            throw Refusals.passwordChanging();
        }
        if (!doubtful.isEmpty()) {
            throw Refusals.accountShared(id, doubtful);
        }
    }

    /** If it never began, a lane was full or stuck, or the hub ends. What began sees to its end itself. */
    private void ended(Throwable failure) {
        if (begun.compareAndSet(false, true)) {
            Arrays.fill(fresh, '\0');
            site.secrets().release(id, List.of(), onDevice);
        } else if (failure instanceof CompletionException wrapped && wrapped.getCause() instanceof Lanes.Stuck) {
            site.secrets().holds().stuck(id);
        }
    }

    private List<SourceId> carryOut() throws DeviceException {
        if (!begun.compareAndSet(false, true)) {
            throw Refusals.ended(); // it was given up: the device is free again
        }
        try {
            var ticket = calls.ticketOfItsOwn();
            var failure = tell(ticket);
            outcome = Optional.of(failure.isEmpty() ? taken() : tried(ticket, failure.get()));
            if (!outcome.get().fresh()) {
                throw Refusals.passwordKept(failure.orElseThrow());
            }
            return outcome.get().rows().stream().map(row -> row.settings().id()).toList();
        } finally {
            Lanes.rests();
            Arrays.fill(fresh, '\0');
            if (pending.isPresent() && outcome.isEmpty()) {
                site.secrets().unsettled(id);
            } else {
                site.secrets()
                        .release(id, outcome.map(PendingSecret.Outcome::rows).orElse(List.of()), onDevice);
            }
        }
    }

    /**
     * Has the driver tell the device, on a session that nobody else uses.
     *
     * @return why the driver says it came to nothing
     * @throws DeviceException the device was told nothing
     */
    private Optional<DeviceException> tell(Ticket ticket) throws DeviceException {
        var target = calls.target(ticket.stored());
        Lanes.goesOn();
        try {
            var session = ticket.serving().open(target);
            try {
                rotate(session, ticket.stored());
            } finally {
                Sessions.end(session);
            }
            return Optional.empty();
        } catch (DeviceException e) {
            return failed(e, ticket);
        } catch (HubException e) {
            throw e;
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            LOG.warn("source {}: its driver failed at changing the password", id, e);
            return failed(Mends.driverFault(e), ticket);
        }
    }

    private void rotate(DeviceSession session, StoredSource stored) throws DeviceException {
        calls.identify(session, stored); // behind one address there may be several recorders
        var credentials = session.facet(DeviceFacet.Credentials.class).orElseThrow(Refusals::noPasswordChange);
        Lanes.rests(); // the database's turn
        pending = site.secrets().pending(id, fresh, by);
        calls.written(pending.orElseThrow(() -> Refusals.unknown(id)));
        Lanes.goesOn();
        credentials.rotate(new String(fresh));
    }

    private Optional<DeviceException> failed(DeviceException e, Ticket ticket) throws DeviceException {
        if (pending.isEmpty()) {
            calls.failed(e, ticket);
            throw e;
        }
        return Optional.of(e);
    }

    private PendingSecret.Outcome taken() {
        Lanes.rests();
        try {
            return new PendingSecret.Outcome(true, site.secrets().settle(pending.get(), true, by));
        } catch (HubException e) {
            throw Refusals.passwordNotWritten(e);
        }
    }

    /** A driver that failed may have changed it all the same: what holds is what the device takes. */
    private PendingSecret.Outcome tried(Ticket ticket, DeviceException failure) {
        if (failure instanceof Refused refused && (refused.why() == Why.CREDENTIALS || refused.why() == Why.LOCKED)) {
            // its driver has just shown the device passwords: more of it now would lock the account, or keep it locked
            if (refused.why() == Why.LOCKED) {
                calls.failed(failure, ticket);
            } else {
                calls.pendingSecret().rest(AFTER_REFUSAL);
            }
            throw Refusals.passwordUnsettled(failure);
        }
        forgive.accept(id);
        try {
            return calls.pendingSecret()
                    .settle(
                            ticket.serving(),
                            pending.get(),
                            session -> calls.identify(session, ticket.stored()),
                            !(failure instanceof Unreachable),
                            by);
        } catch (DeviceException e) {
            calls.failed(e, ticket);
            throw Refusals.passwordUnknown(failure, e);
        } catch (HubException e) {
            throw Refusals.passwordNotWritten(e);
        }
    }
}
