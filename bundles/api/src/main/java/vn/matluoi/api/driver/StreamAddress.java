package vn.matluoi.api.driver;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.SourceId;

/**
 * Where a stream is and how to log in there. It never leaves the hub (R3.9): the secret and the address stay out
 * of {@link #toString()}.
 *
 * @param source the source it belongs to
 * @param uri {@code rtsp} address without credentials
 * @param user account; empty string for none
 * @param secret password; empty string for none
 */
public record StreamAddress(SourceId source, URI uri, String user, String secret) {

    public StreamAddress {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(secret, "secret");
        if (Optional.ofNullable(uri.getRawUserInfo()).isPresent()) {
            throw new IllegalArgumentException("put credentials in user and secret, not in the address");
        }
    }

    @Override
    public String toString() {
        return "a stream of " + source;
    }
}
