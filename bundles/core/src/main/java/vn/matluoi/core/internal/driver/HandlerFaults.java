package vn.matluoi.core.internal.driver;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.HandlerWatch;

/**
 * Quarantines drivers for what their code does with what devices send: at the first time that it hangs, and when it failed three
 * times within {@link #WINDOW} and no source vouches for it: one that was taken from in that time without a failure or, if it was one
 * source that it failed at, another whose last call came back as it should. As with
 * calls, one odd or hostile device must not take the cameras of its whole vendor along, quiet as they may be. Signs of life between two
 * failures do not count for a source: a driver that fails at every alarm takes those well. Any thread.
 */
@Component(service = HandlerWatch.class)
public final class HandlerFaults implements HandlerWatch {

    static final int MOST = Crashes.MOST;

    /** An alarm that a driver fails at may not come more often. */
    static final Duration WINDOW = Duration.ofMinutes(30);

    private final DriverShelf shelf;
    private final Quarantine quarantine;
    private final LongSupplier nanos;
    private final Map<String, Tally> tallies = new HashMap<>(); // by family; guarded by this

    /** Of one version. Moments are those of the clock, by source. */
    private static final class Tally {
        private final String version;
        private final Map<SourceId, Long> took = new HashMap<>();
        private final Map<SourceId, Long> failed = new HashMap<>();
        private final Deque<Long> last = new ArrayDeque<>(); // failures, MOST at most

        private Tally(String version) {
            this.version = version;
        }
    }

    @Activate
    public HandlerFaults(@Reference DriverShelf shelf, @Reference Quarantine quarantine) {
        this(shelf, quarantine, System::nanoTime);
    }

    /** @param nanos a clock that never jumps, in nanoseconds */
    HandlerFaults(DriverShelf shelf, Quarantine quarantine, LongSupplier nanos) {
        this.shelf = shelf;
        this.quarantine = quarantine;
        this.nanos = nanos;
    }

    @Override
    public void took(Owner owner, SourceId source) {
        serving(owner).ifPresent(family -> {
            synchronized (this) {
                tally(family, owner.version()).took.put(source, nanos.getAsLong());
            }
        });
    }

    @Override
    public void threw(Owner owner, SourceId source, Throwable fault) {
        serving(owner)
                .filter(family -> isItsOwn(fault) && isTooMany(family, owner.version(), source))
                .ifPresent(family -> {
                    var root = DriverFaults.rootOf(fault);
                    hold(
                            family,
                            owner,
                            new Text(
                                    "hỏng %d lần khi xử lý dữ liệu thiết bị gửi, lần cuối với nguồn %s: %s"
                                            .formatted(MOST, source, root),
                                    "failed %d times at what devices send, last with source %s: %s"
                                            .formatted(MOST, source, root)));
                });
    }

    @Override
    public void hangs(Owner owner, SourceId source, Duration longest) {
        DriverRepository.familyOf(owner.bundle())
                .ifPresent(family -> hold(
                        family,
                        owner,
                        new Text(
                                "treo khi xử lý dữ liệu thiết bị gửi (nguồn %s): chưa xong sau %d giây; hãy báo cho tác giả"
                                        .formatted(source, longest.toSeconds()),
                                "hangs at what devices send (source %s): not done after %d s; tell its author"
                                        .formatted(source, longest.toSeconds()))));
    }

    /** What a call may end with without being the driver's fault, or what may befall anybody, is not counted. */
    private static boolean isItsOwn(Throwable fault) {
        return fault instanceof Exception
                ? !(fault instanceof DeviceException)
                : fault instanceof LinkageError
                        || fault instanceof StackOverflowError
                        || fault instanceof AssertionError;
    }

    private synchronized boolean isTooMany(String family, String version, SourceId source) {
        var tally = tally(family, version);
        long now = nanos.getAsLong();
        tally.last.add(now);
        if (tally.last.size() > MOST) {
            tally.last.remove();
        }
        tally.failed.put(source, now);
        tally.took.values().removeIf(at -> isPast(at, now));
        tally.failed.values().removeIf(at -> isPast(at, now));
        return tally.last.size() == MOST
                && !isPast(tally.last.peek(), now)
                && tally.failed.keySet().containsAll(tally.took.keySet())
                && !shelf.servesOther(
                        family,
                        tally.failed.keySet().stream().map(SourceId::value).collect(Collectors.toSet()));
    }

    private static boolean isPast(long at, long now) {
        return now - at > WINDOW.toNanos();
    }

    /** Guarded by this. */
    private Tally tally(String family, String version) {
        return tallies.compute(
                family,
                (key, before) -> before != null && before.version.equals(version) ? before : new Tally(version));
    }

    /** @return its family, if that version of it serves */
    private Optional<String> serving(Owner owner) {
        return DriverRepository.familyOf(owner.bundle()).filter(family -> shelf.find(family)
                .filter(serving -> isOf(serving, owner))
                .isPresent());
    }

    private static boolean isOf(DriverShelf.Serving serving, Owner owner) {
        return serving.version().toString().equals(owner.version());
    }

    /** What was replaced meanwhile counts neither against what serves now, nor instead of what is held. */
    private void hold(String family, Owner owner, Text why) {
        boolean current = shelf.find(family)
                .map(serving -> isOf(serving, owner))
                .orElseGet(() -> quarantine
                        .mark(family)
                        .map(mark -> mark.version().equals(owner.version()))
                        .orElse(true));
        if (current) {
            synchronized (this) {
                tallies.remove(family); // one that is released begins anew
            }
            quarantine.hold(family, owner.version(), why);
        }
    }
}
