package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.core.internal.work.Moment;

/**
 * Asks a device now and then how it is, its clock, its disks, its own complaints, and keeps what was found. Used in the
 * source's lane, unless said otherwise.
 */
final class Examination {

    /** How often a device is asked, beside its channels. */
    static final Duration EVERY = Duration.ofMinutes(5);

    private volatile boolean outdated = true; // any thread sets it
    private Optional<Moment> examined = Optional.empty();
    private Set<String> found = Set.of();
    private boolean partial;

    /** What was found does not hold any more. Any thread. */
    void outdated() {
        outdated = true;
    }

    /** Examines the device if it is time to.
     *
     * @param tolerance how far the clock may be off
     * @throws DeviceException if nothing answers any more, or the log-in is refused
     */
    void examine(DeviceSession session, Duration tolerance, Moment now) throws DeviceException {
        var fresh =
                examined.filter(last -> now.since(last).compareTo(EVERY) < 0).isPresent();
        if (outdated || !fresh) {
            found = of(session, tolerance);
            examined = Optional.of(now);
            outdated = false;
        }
    }

    /** Whether the last synchronisation got only part of what it asked for. */
    void partial(boolean answer) {
        partial = answer;
    }

    /** @return what is wrong, in the words of {@link Causes} */
    Set<String> faults() {
        if (!partial) {
            return found;
        }
        var all = new HashSet<>(found);
        all.add(Causes.PARTIAL);
        return all;
    }

    /** A call the device does not have is no fault. */
    private static Set<String> of(DeviceSession session, Duration tolerance) throws DeviceException {
        var faults = new HashSet<String>();
        try {
            var health = session.facet(DeviceFacet.Health.class);
            Optional<Duration> offset;
            if (health.isPresent()) {
                var report = health.get().health();
                report.disks().stream().filter(disk -> !disk.healthy()).forEach(disk -> faults.add(Causes.DISK));
                report.faults().forEach(fault -> faults.add(Causes.DEVICE));
                offset = report.clockOffset();
            } else {
                offset = clockOffset(session);
            }
            if (offset.filter(off -> off.abs().compareTo(tolerance) > 0).isPresent()) {
                faults.add(Causes.CLOCK);
            }
        } catch (DeviceException.Unsupported e) {
            return faults; // it cannot tell: not a fault
        } catch (DeviceException e) {
            rethrowIfItConcernsAll(e);
            faults.add(Causes.PARTIAL);
        }
        return faults;
    }

    /** @return device clock minus hub clock, if the device tells it */
    private static Optional<Duration> clockOffset(DeviceSession session) throws DeviceException {
        var clock = session.facet(DeviceFacet.Clock.class);
        return clock.isPresent() ? Optional.of(clock.get().offset()) : Optional.empty();
    }

    /** A call that may fail alone goes on; a device that is gone or refuses the log-in does not. */
    static void rethrowIfItConcernsAll(DeviceException e) throws DeviceException {
        if (e instanceof DeviceException.Unreachable
                || e instanceof DeviceException.Refused refused && refused.why() != Why.RIGHTS) {
            throw e;
        }
    }
}
