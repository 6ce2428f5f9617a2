package vn.matluoi.thirdparty.derby;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.derby.jdbc.EmbeddedDriver;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Closes every database when the bundle stops, after all that use them (start levels). A database that is not closed is
 * recovered at its next start: everything since its last checkpoint is done once more, for seconds after a first start.
 *
 * <p>A database that a session still works in is not always closed: the session is ended wherever it is, and the end may wait
 * for ever for a page that it had latched ({@code CachedPage.clean}, 10.16.1.1). So the bundle waits for it no longer than it
 * may take, and whatever becomes of it, the bundle stops.
 */
public final class CleanEnd implements BundleActivator {

    private static final Logger LOG = System.getLogger(CleanEnd.class.getName());

    /** Below what the whole hub has for its end, 40 s. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(15);

    /** SQLSTATE of a shut down that went well: Derby tells so by an exception. */
    private static final String ENDED = "XJ015";

    private final Callable<Void> engine;
    private final Duration within;

    public CleanEnd() {
        this(CleanEnd::end, ENDS_WITHIN);
    }

    CleanEnd(Callable<Void> engine, Duration within) {
        this.engine = engine;
        this.within = within;
    }

    @Override
    public void start(BundleContext context) {
        // whoever opens a database starts the engine
    }

    @Override
    public void stop(BundleContext context) {
        var end = new FutureTask<>(engine);
        var thread = new Thread(end, "derby-clean-end");
        thread.setDaemon(true);
        thread.start();
        try {
            end.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            recovered("something still works with them after " + within.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            recovered(e.getCause().getMessage(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void recovered(String why, Throwable cause) {
        LOG.log(Level.WARNING, "databases are not closed, and recovered at their next start: " + why, cause);
    }

    private static Void end() throws SQLException {
        try {
            new EmbeddedDriver().connect("jdbc:derby:;shutdown=true", new Properties());
        } catch (SQLException end) {
            if (!ENDED.equals(end.getSQLState())) {
                throw end;
            }
        }
        return null;
    }
}
