package vn.matluoi.api.driver;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Text;

/** The driver plug-ins this hub has. */
@ProviderType
public interface Drivers {

    List<Plugin> list();

    /**
     * One plug-in.
     *
     * @param family for example {@code hikvision}
     * @param version of the plug-in's bundle; empty if it is not installed
     * @param status whether it serves
     * @param problem why it does not, and what to do; of one that serves, what an administrator should know of it
     * @param sources how many sources use it
     * @param kept versions of it that were installed, the present one among them, and can be gone back to; the newest first
     */
    record Plugin(
            String family,
            Optional<String> version,
            Status status,
            Optional<Text> problem,
            int sources,
            List<String> kept) {

        public Plugin {
            kept = List.copyOf(kept);
        }

        public Plugin(String family, Optional<String> version, Status status, Optional<Text> problem, int sources) {
            this(family, version, status, problem, sources, List.of());
        }
    }

    /** How a plug-in is. */
    enum Status {
        ACTIVE,
        /** Installed, but it failed to start. */
        FAILED,
        /** Stopped by the hub because it crashed again and again, or hung: a person has to release or replace it. */
        QUARANTINED,
        /** In {@code drivers/}, not installed. */
        AVAILABLE,
        /** Sources name it, but there is no such plug-in. */
        MISSING
    }
}
