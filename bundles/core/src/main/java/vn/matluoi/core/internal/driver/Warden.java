package vn.matluoi.core.internal.driver;

import java.util.Optional;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;

/** Stops the plug-ins that are held, and starts them again. Used in the installer's thread. */
final class Warden {

    private static final Logger LOG = LoggerFactory.getLogger(Warden.class);

    private final InstalledBundles bundles;
    private final DriverFaults faults;
    private final Quarantine quarantine;
    private final DriverConfiguration configuration;
    private final Deployments deployments;

    Warden(
            InstalledBundles bundles,
            DriverFaults faults,
            Quarantine quarantine,
            DriverConfiguration configuration,
            Deployments deployments) {
        this.bundles = bundles;
        this.faults = faults;
        this.quarantine = quarantine;
        this.configuration = configuration;
        this.deployments = deployments;
    }

    /** Stops one that is quarantined, and notes it in the configuration. */
    void isolate(String family, Quarantine.Mark mark) {
        try {
            configuration.quarantine(family, Optional.of(mark.line()));
        } catch (HubException e) {
            LOG.warn("driver {}: {}", family, e.getMessage());
        }
        if (bundles.of(family)
                .filter(bundle -> bundle.getVersion().toString().equals(mark.version()))
                .isPresent()) { // or another has taken its place
            try {
                try {
                    deployments.stop(family);
                } catch (Exception e) { // above all: files that the container would read are not fit for that
                    LOG.warn("driver {} is stopped by itself: {}", family, e.getMessage());
                    deployments.stopAlone(family);
                }
            } catch (Exception e) { // whatever it is: it is marked, and not started again
                LOG.warn("driver {} is quarantined, but cannot be stopped: {}", family, e.toString());
            }
        }
        quarantine.record(family, mark); // last: it may wait for the database
    }

    /** Starts one that is held no more. */
    void startAgain(String family) {
        try {
            faults.clear(family);
            if (bundles.of(family).isPresent()) {
                deployments.start(family);
            }
        } catch (Exception e) { // the container declares nothing narrower
            faults.note(family, e);
            LOG.warn("driver {} does not serve: {}", family, e.getMessage());
        }
    }

    /** One that was marked just before the hub ended may have been started with it. */
    void stopHeld() {
        for (var family : quarantine.families()) {
            bundles.of(family)
                    .filter(bundle -> bundle.getState() == Bundle.ACTIVE)
                    .filter(bundle ->
                            quarantine.holds(family, bundle.getVersion().toString()))
                    .flatMap(bundle -> quarantine.mark(family))
                    .ifPresent(mark -> isolate(family, mark));
        }
    }

    /** It is held no more. */
    void takeMark(String family) {
        if (quarantine.mark(family).isPresent()) {
            quarantine.release(family);
            configuration.quarantine(family, Optional.empty());
        }
    }
}
