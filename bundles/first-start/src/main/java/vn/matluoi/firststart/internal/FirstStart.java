package vn.matluoi.firststart.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prepares what must be there before anything needs it, the hub's keys and its first database: it runs at start level 20; the
 * web server opens its key store, and Derby its files, at 30 and later.
 * It is an activator because a declared component would come too late. A hub whose keys are unsafe ends at once, with status 78.
 */
public final class FirstStart implements BundleActivator {
    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    /** What sysexits.h calls EX_CONFIG. */
    private static final int EXIT_CONFIGURATION = 78;

    private static final int LEVEL_OF_SERVICES = 30;

    @Override
    public void start(BundleContext context) throws BundleException {
        String etc = context.getProperty("karaf.etc");
        if (etc == null) {
            throw new BundleException("karaf.etc: not set; the folder of the configuration is not known");
        }
        bundlesAreInstalled(context.getProperty("karaf.data"));
        Thread database = new Thread(() -> layDatabase(context, Path.of(etc)), "matluoi-blank-database");
        database.start();
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
            LOG.error("trạm không khởi động / the hub does not start: {}", e.getMessage());
            if (isComingUp(context)) {
                // Stopping the framework would first bring up all that is still to come, the web server included.
                // Nothing
                // is open yet, so nothing is lost by ending the process here.
                System.err.println("matluoi: trạm không khởi động / the hub does not start: " + e.getMessage());
                Runtime.getRuntime().halt(EXIT_CONFIGURATION);
            }
            throw new BundleException(e.getMessage(), e);
        }
        await(database);
    }

    private static void await(Thread work) throws BundleException {
        try {
            work.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BundleException("interrupted", e);
        }
    }

    /** Without it Derby makes an empty one, and the hub its tables: it takes longer, no more. */
    private static void layDatabase(BundleContext context, Path etc) {
        try {
            BlankDatabase blank = new BlankDatabase(
                    Path.of(context.getProperty("karaf.home")), etc, Path.of(context.getProperty("karaf.data")));
            if (blank.lay()) {
                LOG.info("the database begins with the tables that came with the distribution");
            }
        } catch (IOException | RuntimeException e) { // a settings file that is none, too
            LOG.warn("the database that came with the distribution cannot be laid down; one is made instead", e);
        }
    }

    /**
     * Karaf installs all bundles of a new cache before it starts one, and never again those that a cache lacks: {@code
     * bin/karaf} drops a cache without this file, for the process was ended while it was filled.
     */
    private static void bundlesAreInstalled(String data) throws BundleException {
        try {
            Path cache = Path.of(data, "cache");
            if (Files.isDirectory(cache)) {
                Files.write(cache.resolve("whole"), new byte[0]);
            }
        } catch (IOException e) {
            throw new BundleException("data/cache: cannot be written", e);
        }
    }

    /** Whether the framework is still below the start level where web server and database begin. */
    private static boolean isComingUp(BundleContext context) {
        FrameworkStartLevel level = context.getBundle(0).adapt(FrameworkStartLevel.class);
        return level.getStartLevel() < LEVEL_OF_SERVICES;
    }

    @Override
    public void stop(BundleContext context) {
        // the keys are files: nothing is held
    }
}
