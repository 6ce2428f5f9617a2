package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.ladder.Mends;
import vn.matluoi.core.internal.ladder.Sessions;
import vn.matluoi.core.internal.work.Lanes;
import vn.matluoi.core.internal.work.Moment;

/**
 * Finds out which of two secrets a device takes, by one try each. After a hub that ended in the midst of a change the new one is
 * tried first: between the writing of the pending secret and the first exchange of the change lie milliseconds, behind it the
 * seconds in which the driver proves both, so that most such ends leave a changed device, and the order saves a wrong log-in.
 * After a change the device answered and its driver calls failed, the old one is first. One that was refused is not tried again
 * until a person changes the source; both stay in the vault as long as neither was let in. In the source's lane, but {@link
 * #forget}.
 */
final class PendingSecret {

    private final Site site;
    private volatile boolean oldRefused;
    private volatile boolean newRefused;
    private volatile boolean oldIsFirst;
    private volatile Optional<Moment> rests = Optional.empty();

    PendingSecret(Site site) {
        this.site = site;
    }

    /**
     * A person changed the source. Any thread.
     *
     * @param entered whether they entered another secret: that is tried before the pending one
     */
    void forget(boolean entered) {
        oldIsFirst |= entered;
        oldRefused = false;
        newRefused = false;
        rests = Optional.empty();
    }

    /**
     * The device refused a password just now: nothing is shown to it for so long, the old one first after that. In the lane.
     *
     * @param atLeast longer than the HTTP client answers such a log-in by itself, which would be taken for the device's word
     */
    void rest(Duration atLeast) {
        oldIsFirst = true;
        rests = Optional.of(site.timer().now().plus(atLeast));
    }

    /** Asks a device just logged in to who it is. */
    @FunctionalInterface
    interface Identify {
        void test(DeviceSession session) throws DeviceException;
    }

    /**
     * Settles it, and writes it.
     *
     * @param stored with a pending secret
     * @throws IllegalArgumentException if a sealed secret does not open
     * @throws Refused {@code CREDENTIALS} if neither is taken
     * @throws HubException if the device is not to be asked yet
     * @throws DeviceException if the device cannot be asked: it is still open
     */
    Outcome settle(DeviceDriver driver, StoredSource stored, Identify identify, boolean oldFirst, String by)
            throws DeviceException {
        if (rests.filter(until -> site.timer().now().isBefore(until)).isPresent()) {
            throw Refusals.passwordChanging();
        }
        Optional<Refused> refusal = Optional.empty();
        for (var fresh : oldFirst || oldIsFirst ? List.of(false, true) : List.of(true, false)) {
            if (fresh ? newRefused : oldRefused) {
                continue;
            }
            var target = Targets.of(fresh ? Secrets.withPending(stored) : stored, site.vault());
            refusal = refused(driver, target, identify);
            if (refusal.isEmpty()) {
                var rows = site.secrets().settle(stored, fresh, by);
                forget(false);
                oldIsFirst = false;
                return new Outcome(fresh, rows);
            }
            if (fresh) {
                newRefused = true;
            } else {
                oldRefused = true;
            }
        }
        throw refusal.orElseGet(Refusals::neitherTaken);
    }

    /** @param fresh whether the new secret holds @param rows what was written, the source itself first */
    record Outcome(boolean fresh, List<StoredSource> rows) {}

    /** @return the refusal of the password; empty if it was taken */
    private Optional<Refused> refused(DeviceDriver driver, Target target, Identify identify) throws DeviceException {
        Lanes.goesOn();
        try {
            var session = driver.open(target);
            try {
                identify.test(session);
                session.channels(); // some let anybody in, and ask for the password only now
            } finally {
                Sessions.end(session);
            }
            return Optional.empty();
        } catch (Refused e) {
            if (e.why() == Why.RIGHTS) {
                return Optional.empty(); // who may not see the channels was let in
            }
            if (e.why() != Why.CREDENTIALS) {
                throw e;
            }
            return Optional.of(e);
        } catch (HubException e) {
            throw e; // the hub's own turn: no fault of the driver's
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            throw Mends.driverFault(e);
        } finally {
            Lanes.rests();
        }
    }
}
