package vn.matluoi.api.access;

import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.SourceId;

/**
 * THE decision point (rule 6). Every surface asks it before it does anything for a caller; nobody decides
 * elsewhere. Answers at once, from memory; may be called from any thread.
 */
@ProviderType
public interface AccessDecisions {

    /** @return whether the caller may do this at all, and within which scope */
    Decision decide(Caller caller, Action action);

    /**
     * @return the scope in which the caller may do this
     * @throws vn.matluoi.api.HubException {@code FORBIDDEN}, with the basis that is missing; recorded in the audit log
     */
    Scope require(Caller caller, Action action);

    /**
     * Asks for something that stands in one area.
     *
     * @throws vn.matluoi.api.HubException {@code NOT_FOUND} if the area is outside the caller's scope, so that
     *     existence is not disclosed; {@code FORBIDDEN} if the action is not allowed anywhere
     */
    void require(Caller caller, Action action, AreaCode area);

    /**
     * Asks for something that one source says. Who has a key of that source may hand in its events and lists; asked without a source,
     * whoever has only that is refused.
     *
     * @return the scope in which the caller may do this; nothing for who has only a key of the source
     * @throws vn.matluoi.api.HubException {@code FORBIDDEN}, recorded in the audit log
     */
    default Scope require(Caller caller, Action action, SourceId source) {
        return require(caller, action);
    }
}
