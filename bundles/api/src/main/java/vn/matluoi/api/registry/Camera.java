package vn.matluoi.api.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.intake.CameraField;

/**
 * A camera as the catalogue holds it now: for each field the effective value.
 *
 * @param id the hub's identity for it
 * @param area where it stands
 * @param source the device source that carries its pictures, else the source that stated it first
 * @param channel its channel on that source; empty if no device carries it
 * @param values effective, normalised values; absent if nobody stated one
 * @param state as last observed
 * @param createdAt when it entered the catalogue
 * @param updatedAt when a value last changed
 */
public record Camera(
        CameraId id,
        AreaCode area,
        SourceId source,
        Optional<String> channel,
        Map<CameraField, String> values,
        State state,
        Instant createdAt,
        Instant updatedAt) {

    public Camera {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(area, "area");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(state, "state");
        var copy = new EnumMap<CameraField, String>(CameraField.class);
        copy.putAll(values);
        values = Collections.unmodifiableMap(copy);
    }
}
