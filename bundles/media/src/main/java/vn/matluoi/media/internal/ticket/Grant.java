package vn.matluoi.media.internal.ticket;

import java.util.Objects;
import vn.matluoi.media.internal.relay.StreamKey;

/**
 * What a ticket stood for.
 *
 * @param account whom it was made out to
 * @param stream what may be watched
 */
public record Grant(String account, StreamKey stream) {

    public Grant {
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(stream, "stream");
    }
}
