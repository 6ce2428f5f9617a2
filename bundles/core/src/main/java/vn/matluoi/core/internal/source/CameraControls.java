package vn.matluoi.core.internal.source;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.source.PtzOrder;
import vn.matluoi.core.internal.work.Timer;

/** The controls of all cameras that move. Any thread. */
final class CameraControls {

    private final CameraHolds holds;
    private final Timer timer;
    private final Function<CameraId, CompletableFuture<Place>> places;
    /** Those that were ever told something. */
    private final Map<CameraId, CameraMotion> motions = new ConcurrentHashMap<>();

    CameraControls(Timer timer, Function<CameraId, CompletableFuture<Place>> places) {
        this.timer = timer;
        this.holds = new CameraHolds(timer);
        this.places = places;
    }

    boolean begins(CameraId camera, String account) {
        return holds.begins(camera, account);
    }

    CompletableFuture<Optional<Preset>> order(CameraId camera, String account, PtzOrder order) {
        try {
            holds.take(camera, account, order.holds());
        } catch (HubException held) {
            return CompletableFuture.failedFuture(held);
        }
        if (order instanceof PtzOrder.Stop) {
            holds.free(camera, account);
        }
        return motions.computeIfAbsent(camera, key -> new CameraMotion(key, timer, holds))
                .order(account, order, places.apply(camera));
    }

    void release(String account) {
        motions.values().forEach(motion -> motion.release(account));
    }

    /** Stops every motion, waiting for the devices for at most so long. */
    void end(Duration atMost) {
        var stops = motions.values().stream().map(CameraMotion::end).toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stops)
                .completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, failure) -> done)
                .join();
    }
}
