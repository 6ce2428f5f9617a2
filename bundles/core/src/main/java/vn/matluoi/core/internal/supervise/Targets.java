package vn.matluoi.core.internal.supervise;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.secret.Vault;
import vn.matluoi.api.source.SourceSettings;

/** Makes what a driver is given out of what is stored of a source. */
public final class Targets {

    private Targets() {}

    /** @return what the source's secret is sealed for */
    public static String context(SourceId id) {
        return "source/" + id;
    }

    /**
     * @throws IllegalArgumentException if the sealed secret does not open
     */
    public static Target of(StoredSource source, Vault vault) {
        var settings = source.settings();
        var secret = source.sealedSecret()
                .map(kept -> vault.open(context(settings.id()), kept))
                .orElseGet(() -> new char[0]);
        try {
            return of(settings, secret, source.pinnedIdentity(), source.pinnedCertificate());
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    /** @param settings with an address */
    public static Target of(
            SourceSettings settings,
            char[] secret,
            Optional<String> pinnedIdentity,
            Optional<String> pinnedCertificate) {
        return new Target(
                settings.id(),
                address(settings),
                settings.username().orElse(""),
                new String(secret),
                SourceOption.timeout(settings.options()),
                pinnedIdentity,
                pinnedCertificate,
                settings.options());
    }

    private static URI address(SourceSettings settings) {
        return settings.address()
                .orElseThrow(() -> new IllegalArgumentException("source " + settings.id() + " has no address"));
    }
}
