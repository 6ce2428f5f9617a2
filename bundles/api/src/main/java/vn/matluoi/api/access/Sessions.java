package vn.matluoi.api.access;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Log-in sessions of people, by an opaque token of at least 128 random bits. A session ends after 15 minutes
 * (administrators) or 60 minutes of idleness, after 8 hours in any case, and at once when its account's
 * rights or password change. Durations are measured by the monotonic clock.
 */
@ProviderType
public interface Sessions {

    /** @return the token to hand to the browser; only its hash is kept */
    String open(Caller caller);

    /** @return who the token belongs to, with the account's present rights; empty if unknown or over */
    Optional<Caller> find(String token);

    /** As {@link #find}, but this is no use of the session: it does not put off its end by idleness. */
    default Optional<Caller> look(String token) {
        return find(token);
    }

    void close(String token);
}
