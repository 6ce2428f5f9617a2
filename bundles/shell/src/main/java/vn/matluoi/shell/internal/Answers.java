package vn.matluoi.shell.internal;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;

/** Waits for what a camera's device answers. */
final class Answers {

    private Answers() {}

    /** @throws HubException whatever the device's failure was: a command knows no other */
    static <T> T of(CompletionStage<T> answer, Duration longest) throws InterruptedException {
        try {
            return answer.toCompletableFuture().get(longest.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new HubException(
                    Reason.DEVICE,
                    "device.timeout",
                    new Text("thiết bị không trả lời kịp", "the device did not answer in time"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DeviceException device) {
                throw new HubException(
                        device instanceof DeviceException.Unsupported ? Reason.UNSUPPORTED : Reason.DEVICE,
                        "device",
                        device.text());
            }
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        }
    }
}
