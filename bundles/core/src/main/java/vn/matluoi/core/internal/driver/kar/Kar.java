package vn.matluoi.core.internal.driver.kar;

import java.util.Optional;
import org.osgi.framework.Version;
import vn.matluoi.api.http.DriverReach;

/**
 * A plug-in that came through the gate.
 *
 * @param family for example {@code hikvision}
 * @param version of its bundle, as written there
 * @param spi the range of {@code vn.matluoi.api.driver} it was built against
 * @param reaches what its bundle says it talks to, and is held to; empty if that does not say
 * @param signer whose key signed it; empty where the developer's setting lets in one that nobody signed
 * @param sha256 of the bundle, hex
 * @param jar the bundle
 * @param file the whole file, as it was judged
 */
public record Kar(
        String family,
        String version,
        String spi,
        Optional<DriverReach> reaches,
        Optional<String> signer,
        String sha256,
        byte[] jar,
        byte[] file) {

    /** @return comparable */
    public Version order() {
        return new Version(version);
    }
}
