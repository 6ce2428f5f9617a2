package vn.matluoi.http.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Unreachable;

/** Looks names up, with an end: the system's resolver may take half a minute where a name server is silent. */
final class Names implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(4);

    private final ThreadPoolExecutor lookups;

    Names() {
        lookups = new ThreadPoolExecutor(2, 2, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(64), task -> {
            var thread = new Thread(task, "device-names");
            thread.setDaemon(true);
            return thread;
        });
        lookups.allowCoreThreadTimeOut(true);
    }

    /** @return the host's addresses; an address stands for itself */
    List<InetAddress> addresses(String host) throws Unreachable {
        try {
            if (Literals.isAddress(host)) {
                return List.of(InetAddress.getByName(host));
            }
            var answer = lookups.submit(() -> List.of(InetAddress.getAllByName(host)));
            try {
                return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                answer.cancel(true);
            }
        } catch (UnknownHostException | ExecutionException | TimeoutException | RejectedExecutionException e) {
            throw unknown(host, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(host, e);
        }
    }

    private static Unreachable unknown(String host, Exception cause) {
        return new Unreachable(
                new Text(
                        "Không tìm được địa chỉ của tên %s. Kiểm tra tên, hoặc ghi địa chỉ IP.".formatted(host),
                        "No address for the name %s. Check the name, or enter the IP address.".formatted(host)),
                cause);
    }

    @Override
    public void close() {
        lookups.shutdownNow();
    }
}
