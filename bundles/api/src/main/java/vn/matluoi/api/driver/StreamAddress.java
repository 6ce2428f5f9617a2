package vn.matluoi.api.driver;

import java.net.URI;
import java.time.Instant;
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
 * @param replayFrom for ONVIF replay, whose address names a whole recording: where to begin, by the device's clock. It is then played with
 *     {@code Require: onvif-replay} and {@code Range: clock=} (ONVIF Streaming specification, replay). Empty for all other
 *     addresses, those of recordings included: they name their times themselves
 */
public record StreamAddress(SourceId source, URI uri, String user, String secret, Optional<Instant> replayFrom) {

    public StreamAddress {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(replayFrom, "replayFrom");
        if (Optional.ofNullable(uri.getRawUserInfo()).isPresent()) {
            throw new IllegalArgumentException("put credentials in user and secret, not in the address");
        }
    }

    public StreamAddress(SourceId source, URI uri, String user, String secret) {
        this(source, uri, user, secret, Optional.empty());
    }

    @Override
    public String toString() {
        return "a stream of " + source;
    }
}
