package vn.matluoi.rest.internal.v1;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.problem.DeviceRefusals;

/** What the operations of one camera share: finding it, recording who asked, and waiting for its device. */
final class CameraCalls {

    private final Services services;

    CameraCalls(Services services) {
        this.services = services;
    }

    Discretion discretion(Asking asking) {
        return Discretion.towards(asking.caller(), services.need(AccessDecisions.class));
    }

    /** @throws HubException {@code NOT_FOUND} if there is none within the caller's scope */
    Camera camera(Asking asking, String id) {
        return services.need(Cameras.class)
                .find(asking.scope(), Values.camera(id))
                .orElseThrow(Values::notFound);
    }

    static AuditRecord record(Asking asking, String action, Camera camera, Map<String, String> details) {
        var all = new HashMap<>(details);
        all.put("origin", asking.origin());
        return AuditRecord.of(
                asking.caller().account(), "rest", action, camera.id().value(), AuditRecord.Outcome.DONE, all);
    }

    /**
     * Asks a device, once that is recorded.
     *
     * @param record what is written before, and once more if it fails; empty for what need not be recorded
     * @param longest longer than the device's own time-outs; then it is given up, and cancelled
     * @return fails with what this caller may see of the failure
     */
    <T> CompletionStage<T> ask(
            Asking asking, Optional<AuditRecord> record, Duration longest, Supplier<CompletionStage<T>> question) {
        var discretion = discretion(asking);
        var audit = services.need(AuditLog.class);
        var stage = record.isPresent() ? audit.recorded(record.get(), question) : question.get();
        var asked = stage.toCompletableFuture();
        return asked.copy()
                .orTimeout(longest.toSeconds(), TimeUnit.SECONDS)
                .whenComplete((answer, failure) -> asked.cancel(false)) // does nothing if it is done
                // the log may block, and none of these threads may wait for it
                .exceptionallyAsync(failure -> {
                    var shown = shown(failure, discretion);
                    record.ifPresent(known -> audit.append(known.failed(shown)));
                    throw shown;
                });
    }

    /** @return the failure as this caller may see it: a device's own words only to those who may read sources */
    static RuntimeException shown(Throwable failure, Discretion discretion) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        if (!discretion.everything() && cause instanceof DeviceException device) {
            return new CompletionException(DeviceRefusals.discreet(device));
        }
        if (!discretion.everything()
                && cause instanceof HubException refusal
                && refusal.reason() == HubException.Reason.DEVICE) {
            return new HubException(
                    HubException.Reason.DEVICE,
                    "device",
                    new Text("Camera hiện không xem được.", "The camera cannot be watched now."));
        }
        return cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }
}
