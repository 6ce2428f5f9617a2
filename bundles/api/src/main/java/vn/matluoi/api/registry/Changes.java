package vn.matluoi.api.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.access.Scope;

/** What changed in the catalogue, in order. */
@ProviderType
public interface Changes {

    /** Among the fields of a merge or split: the camera that went or came. */
    String OTHER = "other";

    /**
     * @param after sequence number to begin after; 0 for the first
     * @param limit 1 to 1000
     * @return changes within the scope, oldest first. A change becomes visible only when every change before it is
     */
    List<Change> read(Scope scope, long after, int limit);

    /** @return the newest sequence number; 0 if nothing ever changed */
    long last();

    /**
     * One change.
     *
     * @param kind {@code camera.created, camera.updated, camera.missing, camera.merged, camera.split, source.created,
     *     source.updated, source.removed, unit.put}; of a merge and a split {@code other} among the fields is the camera that went
     *     or came
     * @param subject id of what changed
     * @param fields for an update: field key to its new effective value; of a camera that is new its {@code changedOn}, if
     *     that was said
     * @param importId the import that brought it; 0 if none
     */
    record Change(
            long sequence,
            Instant at,
            String kind,
            String subject,
            Map<String, String> fields,
            String by,
            long importId) {}
}
