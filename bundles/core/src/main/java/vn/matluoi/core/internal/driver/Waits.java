package vn.matluoi.core.internal.driver;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;

/** Waits for what was ordered of the installer. */
final class Waits {

    private static final long LONGEST_SECONDS = 180;

    private Waits() {}

    /** @throws HubException as the order failed, or because it takes too long */
    static <T> T forOrder(CompletableFuture<T> order) {
        try {
            return order.get(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof HubException refusal) {
                throw refusal;
            }
            throw unavailable("driver.failed", "không thực hiện được: ", "not done: ", DriverFaults.rootOf(e));
        } catch (TimeoutException e) {
            throw unavailable(
                    "driver.slow",
                    "Karaf vẫn đang làm; xem hub:driver-list",
                    "Karaf is still at it; see hub:driver-list",
                    "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("hub.stopping", "yêu cầu đã bị ngắt", "the request was interrupted", "");
        }
    }

    private static HubException unavailable(String rule, String vi, String en, String cause) {
        return new HubException(Reason.UNAVAILABLE, rule, new Text(vi + cause, en + cause));
    }
}
