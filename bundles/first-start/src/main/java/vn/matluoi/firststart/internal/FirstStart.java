package vn.matluoi.firststart.internal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares the hub's keys before anything needs them: it runs at start level 20, and the web server opens its key store at 30.
 * It is an activator because a declared component would come too late. A hub whose keys are unsafe stops at once.
 */
public final class FirstStart implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    @Override
    public void start(BundleContext context) throws BundleException {
        String etc = context.getProperty("karaf.etc");
        if (etc == null) {
            throw new BundleException("karaf.etc: not set; the folder of the configuration is not known");
        }
        try {
            List<String> made = new HubKeys(Path.of(etc), Clock.systemUTC(), new SecureRandom()).prepare();
            if (!made.isEmpty()) {
                LOG.info("made in {}: {}", etc, String.join(", ", made));
            }
            if (made.contains(HubKeys.PASSWORD_FILE)) {
                LOG.warn(
                        "the administrator's one-time password stands in {}/{}; it has to be changed within 24 hours",
                        etc,
                        HubKeys.PASSWORD_FILE);
            }
        } catch (UnsafeKeys e) {
            LOG.error("the hub does not start: {}", e.getMessage(), e);
            System.err.println("matluoi: the hub does not start: " + e.getMessage());
            context.getBundle(0).stop();
            throw new BundleException(e.getMessage(), e);
        }
    }

    @Override
    public void stop(BundleContext context) {
        // the keys are files: nothing is held
    }
}
