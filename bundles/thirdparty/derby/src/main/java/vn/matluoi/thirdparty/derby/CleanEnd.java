package vn.matluoi.thirdparty.derby;

import java.sql.SQLException;
import java.util.Properties;
import org.apache.derby.jdbc.EmbeddedDriver;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * Closes every database when the bundle stops, after all that use them (start levels). A database that is not closed is
 * recovered at its next start: everything since its last checkpoint is done once more, for seconds after a first start.
 */
public final class CleanEnd implements BundleActivator {

    /** SQLSTATE of a shut down that went well: Derby tells so by an exception. */
    private static final String ENDED = "XJ015";

    @Override
    public void start(BundleContext context) {
        // whoever opens a database starts the engine
    }

    @Override
    public void stop(BundleContext context) throws SQLException {
        try {
            new EmbeddedDriver().connect("jdbc:derby:;shutdown=true", new Properties());
        } catch (SQLException end) {
            if (!ENDED.equals(end.getSQLState())) {
                throw end; // the framework logs it and stops all the same
            }
        }
    }
}
