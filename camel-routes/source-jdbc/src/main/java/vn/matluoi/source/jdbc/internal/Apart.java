package vn.matluoi.source.jdbc.internal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.route.Unusable;

/**
 * Has the code of a driver that people installed run in a thread of its own, so that one that does not come back costs that thread and
 * no more: while it hangs, nothing else is begun. Used by one thread at a time.
 */
final class Apart {

    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);

    /** What the driver is called for. */
    interface Work {
        void run() throws SQLException, Unusable;
    }

    /**
     * @param driver class loader of the driver: where it looks for its parts
     * @param longest until it is waited for no longer
     * @throws SQLException as the work does
     * @throws Unusable as the work does; or if it does not come back, throws what no driver should, or hangs since an earlier time
     */
    void run(ClassLoader driver, Duration longest, Work work) throws SQLException, Unusable {
        if (!last.isDone()) {
            throw hangs();
        }
        var done = new CompletableFuture<Void>();
        last = done;
        var thread = new Thread(
                () -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (Throwable e) { // told to whoever waits
                        done.completeExceptionally(e);
                    }
                },
                "jdbc-driver");
        thread.setDaemon(true);
        thread.setContextClassLoader(driver);
        thread.start();
        try {
            done.get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            throw hangs();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw Complaints.ended();
        } catch (ExecutionException e) {
            throw told(e.getCause());
        }
    }

    private static Unusable told(Throwable failure) throws SQLException {
        if (failure instanceof SQLException refused) {
            throw refused;
        }
        if (failure instanceof HubException refused) { // the disk is full
            throw refused;
        }
        return failure instanceof Unusable unusable ? unusable : Complaints.fault(failure);
    }

    private static Unusable hangs() {
        return Unusable.because(
                "jdbc.driver-hangs",
                "trình điều khiển JDBC không trở lại dù đường truyền đã bị cắt; trạm không gọi nó nữa cho đến khi nó trở lại hoặc trạm khởi động lại. Hãy đổi phiên bản trình điều khiển",
                "the JDBC driver does not come back though its line was cut; the hub does not call it until it does, or the hub is started again. Install another version of the driver");
    }
}
