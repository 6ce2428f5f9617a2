package vn.matluoi.api.intake;

import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.access.Scope;

/** Takes imports back that should not have been applied, the newest of a source first. Blocks on the database; any thread. */
@ProviderType
public interface UndoneImports {

    /** So many of a source can be taken back, one after the other. */
    int MOST = 10;

    /**
     * Takes back what an import did, whole or not at all: what the source said before holds again of each camera it changed, what
     * it marked missing is there again, and what it added is missing from now on, as nothing is ever deleted. A camera it marked
     * as a state secret stays one. What other sources say is not touched. The same delivery may be taken in anew afterwards.
     *
     * <p>A route that asks its agency brings the same again at its next turn, unless it is stopped or the agency mends its list.
     *
     * @param scope where the caller may decide
     * @param by the person who decides
     * @param surface where the decision came in, for the audit log
     * @return the report, {@link IntakeReport.Standing#UNDONE}
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if there is no such import in scope; {@code CONFLICT} if it was not
     *     applied, if a later import of its source must be taken back first, if there were more than {@value #MOST} since, or if
     *     cameras it touched were merged or split since
     */
    IntakeReport undo(Scope scope, long importId, String by, String surface);
}
