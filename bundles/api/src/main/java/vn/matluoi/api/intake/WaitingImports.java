package vn.matluoi.api.intake;

import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.access.Scope;

/**
 * Decides about complete statements that wait because they would mark too many cameras missing. Only the newest of a source
 * and layer can wait; a later complete one takes its place. Also about what another registry withdrew, where that is too much
 * ({@link vn.matluoi.api.registry.Upstream}): a camera that it tells of again waits no longer. Both decisions are recorded in the audit log first. Blocks on the
 * database; any thread.
 */
@ProviderType
public interface WaitingImports {

    /**
     * Applies a statement that waits, or that was discarded and has not been replaced since: worked out anew against
     * the catalogue as it is now.
     *
     * @param scope where the caller may decide
     * @param by the person who decides
     * @param surface where the decision came in, for the audit log
     * @return what it did, under the same number
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is no such import in scope; {@code CONFLICT} if it
     *     does not wait
     */
    IntakeReport release(Scope scope, long importId, String by, String surface);

    /**
     * Puts aside a statement that waits; it is kept with its rows, and the same words said again do not wait again.
     *
     * @throws vn.matluoi.api.HubException as {@link #release}
     */
    IntakeReport discard(Scope scope, long importId, String by, String surface);
}
