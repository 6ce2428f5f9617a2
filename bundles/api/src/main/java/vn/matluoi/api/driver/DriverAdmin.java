package vn.matluoi.api.driver;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.access.Caller;

/**
 * Installs, upgrades and removes driver plug-ins while the hub runs. Plug-ins come from {@code drivers/repository},
 * through the container's features service; sources of other families do not notice. Calls block until the container
 * has done it; any thread. What is installed is written to {@code etc/vn.matluoi.drivers.cfg}, so that it lasts.
 */
@ProviderType
public interface DriverAdmin {

    /**
     * Installs a plug-in, or replaces the installed version in place (its own sources pause for some 50 ms).
     *
     * @param family for example {@code hikvision}
     * @param version the version wanted, older ones included; empty for the newest in {@code drivers/repository}
     * @return the plug-in as it is then: one that was installed and fails to start is {@code FAILED}, with the cause
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is no such plug-in or version;
     *     {@code UNAVAILABLE} if the container has no features service or could not resolve the plug-in
     */
    Drivers.Plugin install(Caller by, String family, Optional<String> version);

    /**
     * Removes a plug-in. Its sources stay, unknown until the family is there again.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if it is not installed
     */
    void uninstall(Caller by, String family);
}
