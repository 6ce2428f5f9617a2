package vn.matluoi.core.internal.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.core.internal.supervise.Refusals;

/** Waits for what a lane answers, and hands on its failure as surfaces know failures. */
final class Waiting {

    private Waiting() {}

    static <T> T forAnswer(CompletableFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw asHub(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException(
                    Reason.UNAVAILABLE, "hub.stopping", new Text("yêu cầu đã bị ngắt", "the request was interrupted"));
        }
    }

    private static RuntimeException asHub(Throwable cause) {
        if (cause instanceof DeviceException failure) {
            return Refusals.device(failure);
        }
        if (cause instanceof RuntimeException fault) {
            return fault;
        }
        return new IllegalStateException(cause);
    }
}
