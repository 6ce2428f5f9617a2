package vn.matluoi.api.audit;

import java.util.List;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The append-only log. Every log-in, refusal, change and view of footage stands here, in an order that
 * cannot be changed afterwards without it showing. May be called from any thread; {@link #append} returns
 * only when the row is committed.
 */
@ProviderType
public interface AuditLog {

    /**
     * Writes one record, durably, and numbers it.
     *
     * @return the record as it stands in the log
     * @throws vn.matluoi.api.HubException {@code UNAVAILABLE} if it cannot be written: what needed the
     *     record must then not be done
     */
    AuditEntry append(AuditRecord record);

    /**
     * Does what needs a record: writes it first, and once more as failed if the deed then throws. What the deed threw is what
     * the caller gets, also when that second record cannot be written.
     *
     * @param record with the outcome {@code DONE}
     * @throws vn.matluoi.api.HubException {@code UNAVAILABLE} if it cannot be written; the deed is then not done
     */
    default <T> T recorded(AuditRecord record, Supplier<T> deed) {
        append(record);
        try {
            return deed.get();
        } catch (RuntimeException | Error failure) {
            try {
                append(record.failed(failure));
            } catch (RuntimeException second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
    }

    /**
     * @param after sequence number to begin after; 0 for the first
     * @param limit 1 to 1000
     */
    List<AuditEntry> read(long after, int limit);

    /** Recomputes every hash from the first row on. @return what was found */
    Verification verify();

    /**
     * What a verification found.
     *
     * @param checked rows read
     * @param intact whether every hash and link was as it must be
     * @param firstBroken sequence number of the first row that was not; 0 if intact
     */
    record Verification(long checked, boolean intact, long firstBroken) {}
}
