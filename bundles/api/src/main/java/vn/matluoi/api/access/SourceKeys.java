package vn.matluoi.api.access;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;

/**
 * Keys by which the program of an agency hands in what one source has to say: its events and its lists of cameras, nothing else and of no other
 * source. Each is shown once, when it is made; only its hash is kept. {@link Accounts#authenticateKey} knows them beside those of accounts.
 * All calls may block on the database.
 */
@ProviderType
public interface SourceKeys {

    /** How long a key is good at most, in days. */
    int MOST_DAYS = 1095;

    /** Of one source. */
    int MOST_KEYS = 20;

    /** @return newest first, without anything secret */
    List<SourceKey> list(Optional<SourceId> source);

    /**
     * Makes one. Recorded in the audit log.
     *
     * @param label what people call it: the program that has it, 1 to 100 characters
     * @param days how long it is good, 1 to {@value #MOST_DAYS}
     * @throws vn.matluoi.api.HubException {@code FORBIDDEN}; {@code INVALID} naming the field; {@code CONFLICT} if the source has
     *     {@value #MOST_KEYS} already
     */
    NewKey add(Caller by, SourceId source, String label, int days);

    /**
     * Whoever has it is refused from now on. Recorded in the audit log.
     *
     * @throws vn.matluoi.api.HubException {@code FORBIDDEN}; {@code NOT_FOUND}
     */
    void remove(Caller by, String id);

    /**
     * A key, without anything secret.
     *
     * @param id by which people name it
     * @param lastUsed about when a request last came with it; to the hour
     */
    record SourceKey(
            String id,
            SourceId source,
            String label,
            Instant created,
            String createdBy,
            Instant expires,
            Optional<Instant> lastUsed) {

        public SourceKey {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(source, "source");
            Objects.requireNonNull(label, "label");
            Objects.requireNonNull(created, "created");
            Objects.requireNonNull(createdBy, "createdBy");
            Objects.requireNonNull(expires, "expires");
            Objects.requireNonNull(lastUsed, "lastUsed");
        }
    }

    /** A key that was made just now, and the key itself. */
    record NewKey(SourceKey key, String secret) {

        /** Without the secret, which must not reach a log. */
        @Override
        public String toString() {
            return key.toString();
        }
    }
}
