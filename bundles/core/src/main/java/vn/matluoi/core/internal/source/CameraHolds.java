package vn.matluoi.core.internal.source;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.core.internal.work.Moment;
import vn.matluoi.core.internal.work.Timer;

/** Who moves which camera: one account at a time, until its last order has lapsed. Any thread. */
final class CameraHolds {

    /** An account that told a camera nothing for so long begins anew. */
    static final Duration SESSION = Duration.ofMinutes(1);

    /** @param until when others may move it */
    private record Hold(String account, Moment until) {

        boolean isOver(Moment now) {
            return !now.isBefore(until.plus(SESSION));
        }
    }

    private final Map<CameraId, Hold> holds = new ConcurrentHashMap<>();
    private final Timer timer;

    CameraHolds(Timer timer) {
        this.timer = timer;
    }

    /**
     * Takes nothing: a session begins with the first order.
     *
     * @return whether a session would begin
     * @throws HubException {@code CONFLICT} if another moves it
     */
    boolean begins(CameraId camera, String account) {
        var now = timer.now();
        var present = holds.get(camera);
        return present == null || present.isOver(now) || !isOwn(camera, present, account, now);
    }

    /**
     * Takes a camera for an account, or goes on with it.
     *
     * @throws HubException {@code CONFLICT} if another moves it
     */
    void take(CameraId camera, String account, Duration time) {
        var now = timer.now();
        holds.values().removeIf(hold -> hold.isOver(now));
        holds.compute(camera, (key, present) -> {
            var own = present != null && isOwn(camera, present, account, now);
            var until = now.plus(time);
            return own && until.isBefore(present.until) ? present : new Hold(account, until);
        });
    }

    private static boolean isOwn(CameraId camera, Hold present, String account, Moment now) {
        var own = present.account.equals(account);
        if (!own && now.isBefore(present.until)) {
            throw held(camera, present.account, present.until.since(now));
        }
        return own;
    }

    /** Lets others move a camera. */
    void free(CameraId camera, String account) {
        var now = timer.now();
        holds.computeIfPresent(
                camera, (key, present) -> present.account.equals(account) ? new Hold(account, now) : present);
    }

    private static HubException held(CameraId camera, String account, Duration left) {
        var seconds = left.toMillis() / 1000 + 1;
        return new HubException(
                Reason.CONFLICT,
                "ptz.held",
                new Text(
                        "%s đang điều khiển camera %s; hãy thử lại sau %d giây".formatted(account, camera, seconds),
                        "%s is moving camera %s; try again in %d s".formatted(account, camera, seconds)));
    }
}
