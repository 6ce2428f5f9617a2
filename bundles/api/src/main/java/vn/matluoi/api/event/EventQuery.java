package vn.matluoi.api.event;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;

/**
 * Which events.
 *
 * @param camera of this camera only, by whichever of the ids it had before and after a merge
 * @param source of this source only
 * @param types of these types; empty for all
 * @param from reported to the hub at or after; empty for no limit
 * @param to reported to the hub before; empty for no limit
 */
public record EventQuery(
        Optional<CameraId> camera,
        Optional<SourceId> source,
        Set<CameraEvent.Type> types,
        Optional<Instant> from,
        Optional<Instant> to) {

    public EventQuery {
        Objects.requireNonNull(camera, "camera");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        types = Set.copyOf(types);
    }

    public static EventQuery everything() {
        return new EventQuery(Optional.empty(), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
    }
}
