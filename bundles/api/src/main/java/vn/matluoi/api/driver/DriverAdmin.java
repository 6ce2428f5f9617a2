package vn.matluoi.api.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;

/**
 * Installs, upgrades, rolls back and removes driver plug-ins while the hub runs. Plug-ins come from
 * {@code drivers/repository}, or as signed {@code .kar} files, and go through the container's features service; sources of
 * other families do not notice. Calls block until the container has done it; any thread. What is installed is written to
 * {@code etc/vn.matluoi.drivers.cfg}, so that it lasts. How: {@code docs/design/plugin-lifecycle.md}.
 */
@ProviderType
public interface DriverAdmin {

    /** What is to be done. */
    sealed interface Order {

        /**
         * Installs a plug-in of {@code drivers/repository}, or replaces the installed version in place (its own sources
         * pause for some 50 ms).
         *
         * @param family for example {@code hikvision}
         * @param version the version wanted, older ones included; empty for the newest there
         */
        record Install(String family, Optional<String> version) implements Order {}

        /** The same, but only over an installed version that is older. */
        record Upgrade(String family, Optional<String> version) implements Order {}

        /**
         * Takes a {@code .kar} file in, if it may be, and installs what is in it. The file stays where it is.
         *
         * @param file on the hub's machine
         */
        record Take(Path file) implements Order {}

        /**
         * Goes back to a version that was installed before, and takes back what its successors made of the stored settings.
         *
         * @param version empty for the one before the installed one
         */
        record RollBack(String family, Optional<String> version) implements Order {}

        /** Removes a plug-in. Its sources stay, unknown until the family is there again. */
        record Remove(String family) implements Order {}
    }

    /**
     * What an order would do.
     *
     * @param family whose plug-in it is about
     * @param present the version installed now; empty for none
     * @param next the version installed then; empty for none
     * @param others bundles outside the plug-in that the container would touch: a plan with any is not carried out
     * @param steps for people, in their order
     */
    record Plan(String family, Optional<String> present, Optional<String> next, List<String> others, List<Text> steps) {

        public Plan {
            others = List.copyOf(others);
            steps = List.copyOf(steps);
        }
    }

    /**
     * Has the container work out what it would do, and does nothing. Recorded in the audit log if a file was sent, or if it is
     * refused.
     *
     * @throws vn.matluoi.api.HubException as {@link #carryOut}
     */
    Plan plan(Caller by, Order order);

    /**
     * Makes the plan, and carries it out if it touches nothing but the plug-in.
     *
     * @param shown told the plan before anything is done
     * @return the plug-in as it serves then; empty after a removal of one that is not in {@code drivers/repository}
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is no such plug-in or version; {@code INVALID} if a
     *     file is refused, or what lies in {@code drivers/repository} was neither shipped nor signed; {@code CONFLICT} if the
     *     plan touches others, the plug-in is quarantined, stored settings cannot be carried over, or it does not serve: the
     *     version before is then put back, and one that is the first stays, not serving; {@code UNAVAILABLE} if the container has no features service or could not resolve it
     */
    Optional<Drivers.Plugin> carryOut(Caller by, Order order, Consumer<Plan> shown);

    /**
     * Lets a quarantined plug-in run again.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if it is not quarantined
     */
    void release(Caller by, String family);
}
