package vn.matluoi.api.driver;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.SourceId;

/**
 * Where a device is and how to log in. The secret stays out of {@link #toString()}.
 *
 * @param id the source it serves
 * @param address {@code http}, {@code https} or the scheme the driver is named after, host and port as configured: every
 *     address a device returns is rewritten to this host
 * @param user account on the device; empty string for none
 * @param secret its password; empty string for none
 * @param timeout longest one exchange may take
 * @param pinnedIdentity serial number the device must have; empty at the first contact
 * @param pinnedCertificate SHA-256 fingerprint the device must show, hex; empty to only look at it
 * @param options settings of the source, for example {@code rtsp.port}
 */
public record Target(
        SourceId id,
        URI address,
        String user,
        String secret,
        Duration timeout,
        Optional<String> pinnedIdentity,
        Optional<String> pinnedCertificate,
        Map<String, String> options) {

    public Target {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(pinnedIdentity, "pinnedIdentity");
        Objects.requireNonNull(pinnedCertificate, "pinnedCertificate");
        options = Map.copyOf(options);
        if (address.getRawUserInfo() != null) {
            throw new IllegalArgumentException("put credentials in user and secret, not in the address");
        }
        if (address.getHost() == null) {
            throw new IllegalArgumentException("the address names no host");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout must be positive");
        }
    }

    @Override
    public String toString() {
        return "%s at %s".formatted(id, address);
    }
}
