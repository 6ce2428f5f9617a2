package vn.matluoi.core.internal.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.PtzOrder;
import vn.matluoi.core.internal.source.Place.Facets;
import vn.matluoi.core.internal.work.Timer;

/**
 * What one camera was told, and its stop. A motion is followed by stop whatever becomes of it: no thread waits for its
 * deadline, and a stop that does not get through is sent again. Any thread; all that is sent, is sent beside the lane
 * of the camera's source, one at a time.
 */
final class CameraMotion {

    /** How often a stop is sent until it gets through; the pause before the next one doubles. */
    static final int MOST_STOPS = 6;

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CameraMotion.class);

    private final CameraId camera;
    private final Timer timer;
    private final CameraHolds holds;

    private long newest; // guarded by this, as below
    private String orderedBy = "";
    private Optional<Running> running = Optional.empty();
    private Optional<Timer.Pending> alarm = Optional.empty();

    /** @param number of the order it came of */
    private record Running(PtzOrder.Move move, long number, Place place) {}

    CameraMotion(CameraId camera, Timer timer, CameraHolds holds) {
        this.camera = camera;
        this.timer = timer;
        this.holds = holds;
    }

    /**
     * Does what is ordered, unless a newer order is given before it can be sent.
     *
     * @param found where the camera is
     */
    CompletableFuture<Optional<Preset>> order(String account, PtzOrder order, CompletableFuture<Place> found) {
        var number = isMotion(order) ? next(account) : 0;
        var done = found.thenCompose(place -> place.askBeside(facets -> {
            if (number > 0) {
                refuseIfReplaced(number);
                holds.take(camera, account, order.holds());
            }
            return obey(order, number, place, facets);
        }));
        return number == 0 ? done : done.whenComplete((answer, failure) -> settled(number, failure));
    }

    private static boolean isMotion(PtzOrder order) {
        return !(order instanceof PtzOrder.Save
                || order instanceof PtzOrder.Remove
                || order instanceof PtzOrder.StopTour);
    }

    private synchronized long next(String account) {
        newest++;
        orderedBy = account;
        return newest;
    }

    private synchronized void refuseIfReplaced(long number) {
        if (number != newest) {
            throw new HubException(
                    Reason.CONFLICT,
                    "ptz.replaced",
                    new Text(
                            "một lệnh mới hơn đã thay lệnh này trước khi gửi tới camera",
                            "a newer order replaced this one before it was sent to the camera"));
        }
    }

    // ---- beside the lane

    private Optional<Preset> obey(PtzOrder order, long number, Place place, Facets facets) throws DeviceException {
        if (order instanceof PtzOrder.Save save) {
            return Optional.of(facets.need(Presets.class).save(save.preset(), save.name()));
        }
        if (order instanceof PtzOrder.Move move) {
            move(move, number, place, facets.need(Ptz.class));
        } else if (order instanceof PtzOrder.Stop) {
            facets.need(Ptz.class).stop();
            still();
        } else if (order instanceof PtzOrder.Go go) {
            var positions = facets.need(PtzPosition.class);
            halt(facets);
            positions.go(go.to());
        } else if (order instanceof PtzOrder.Recall recall) {
            var presets = facets.need(Presets.class);
            halt(facets);
            presets.recall(recall.preset());
        } else if (order instanceof PtzOrder.Remove remove) {
            facets.need(Presets.class).remove(remove.preset());
        } else if (order instanceof PtzOrder.StartTour start) {
            var tours = facets.need(Tours.class);
            halt(facets);
            tours.start(start.tour());
        } else if (order instanceof PtzOrder.StopTour stop) {
            facets.need(Tours.class).stop(stop.tour());
        }
        return Optional.empty();
    }

    private void move(PtzOrder.Move move, long number, Place place, Ptz ptz) throws DeviceException {
        var before = running();
        if (before.filter(motion -> !motion.move.continues(move)).isPresent()) {
            ptz.stop();
            still();
            before = Optional.empty();
        }
        runs(new Running(move, number, place)); // a device that then does not answer may have heard it all the same
        try {
            ptz.move(move.pan(), move.tilt(), move.zoom());
        } catch (DeviceException.Unsupported | DeviceException.Refused e) {
            if (before.isEmpty()) {
                still();
            }
            throw e;
        }
    }

    private void halt(Facets facets) throws DeviceException {
        if (running().isPresent()) {
            facets.need(Ptz.class).stop();
            still();
        }
    }

    private synchronized Optional<Running> running() {
        return running;
    }

    private synchronized void runs(Running motion) {
        running = Optional.of(motion);
    }

    private synchronized void still() {
        running = Optional.empty();
        alarm.ifPresent(Timer.Pending::cancel);
        alarm = Optional.empty();
    }

    // ---- the stop

    /** An order has come to its end: what runs now by it is to stop in time, what it could not end is to stop at once. */
    private synchronized void settled(long number, Throwable failure) {
        running.filter(motion -> motion.number <= number).ifPresent(motion -> {
            var mine = motion.number == number && failure == null;
            stopAfter(mine ? motion.move.time() : Duration.ZERO, motion.number, 1);
        });
    }

    private synchronized void stopAfter(Duration delay, long number, int tries) {
        alarm.ifPresent(Timer.Pending::cancel);
        alarm = Optional.of(timer.after(delay, () -> stop(number, tries)));
    }

    private CompletableFuture<Boolean> stop(long number, int tries) {
        var motion = running().filter(known -> known.number == number);
        if (motion.isEmpty()) {
            return CompletableFuture.completedFuture(true);
        }
        return motion.get()
                .place
                .askBeside(facets -> {
                    if (running().filter(known -> known.number == number).isPresent()) {
                        halt(facets);
                    }
                    return true;
                })
                .whenComplete((done, failure) -> {
                    if (failure != null) {
                        again(number, tries, failure);
                    }
                });
    }

    private void again(long number, int tries, Throwable failure) {
        if (tries < MOST_STOPS) {
            stopAfter(FIRST_PAUSE.multipliedBy(1L << (tries - 1)), number, tries + 1);
        } else {
            LOG.warn("camera {} may still be moving: no stop gets through: {}", camera, failure.getMessage());
        }
    }

    /** Ends it if that account gave the last order, since it has gone. */
    void release(String account) {
        synchronized (this) {
            if (!orderedBy.equals(account)) {
                return;
            }
        }
        holds.free(camera, account);
        end();
    }

    /** Stops it now; what waits is not sent any more. @return when that has been tried */
    CompletableFuture<Boolean> end() {
        synchronized (this) {
            newest++;
        }
        return running().map(motion -> stop(motion.number, 1)).orElseGet(() -> CompletableFuture.completedFuture(true));
    }
}
