package vn.matluoi.driver.hikvision.internal;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;

/**
 * What the closed sessions of sources still give back to their devices. The next session of a source waits for it: else the one
 * before would write over it, or log in with a password that was just changed. Closing does not wait. For any thread.
 */
final class GoodByes {

    private static final Duration LONGEST = Duration.ofSeconds(2);

    private final Map<SourceId, CompletableFuture<?>> leaving = new ConcurrentHashMap<>();

    /** @param told done when the device was told, or could not be */
    void leaves(SourceId source, CompletionStage<Void> told) {
        var open = told.toCompletableFuture();
        if (!open.isDone()) {
            leaving.merge(source, open, CompletableFuture::allOf); // a test of a source has a session of its own
            open.whenComplete((done, why) -> leaving.computeIfPresent(source, (s, all) -> all.isDone() ? null : all));
        }
    }

    /** Waits two seconds at most: a device that is away keeps nobody waiting for long. */
    void await(SourceId source) throws DeviceException {
        var before = leaving.get(source);
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
