package vn.matluoi.driver.hikvision.internal;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.driver.DeviceException;

/**
 * What closed sessions still give back to their devices. The next session with a device waits for it: else the one
 * before would write over it, or log in with a password that was just changed. Closing does not wait. For any thread.
 */
final class GoodByes {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Map<String, CompletableFuture<?>> leaving = new ConcurrentHashMap<>();

    /** @param device the source's address @param told done when the device was told, or could not be */
    void leaves(URI device, CompletionStage<Void> told) {
        var place = device.getAuthority();
        var open = told.toCompletableFuture();
        if (!open.isDone()) {
            leaving.merge(
                    place,
                    open,
                    CompletableFuture::allOf); // several sources, and tests of them, have sessions of their own
            open.whenComplete((done, why) -> leaving.computeIfPresent(place, (s, all) -> all.isDone() ? null : all));
        }
    }

    /** Waits two seconds at most: a device that is away keeps nobody waiting for long. */
    void await(URI device) throws DeviceException {
        var before = leaving.get(device.getAuthority());
        if (before == null) {
            return;
        }
        try {
            before.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return; // it looks again before it writes
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Words.interrupted();
        }
    }
}
