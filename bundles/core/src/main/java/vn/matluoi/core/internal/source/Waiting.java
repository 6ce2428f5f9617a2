package vn.matluoi.core.internal.source;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.core.internal.supervise.Refusals;

/** Waits for what a lane answers, and hands on its failure as surfaces know failures. */
final class Waiting {

    /** A recorder whose channels are asked one by one may need a minute or two; longer than this nobody waits. */
    private static final Duration LONGEST = Duration.ofMinutes(3);

    private Waiting() {}

    static <T> T forAnswer(CompletableFuture<T> answer) {
        return forAnswer(answer, LONGEST);
    }

    static <T> T forAnswer(CompletableFuture<T> answer, Duration atMost) {
        try {
            return answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new HubException(
                    Reason.BUSY,
                    "source.slow",
                    new Text(
                            "thiết bị chậm, hệ thống vẫn đang làm; hãy xem lại nguồn sau ít phút",
                            "the device is slow, the hub is still at it; look at the source again in a few minutes"));
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
