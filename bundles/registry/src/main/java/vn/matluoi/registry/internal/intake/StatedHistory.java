package vn.matluoi.registry.internal.intake;

import java.time.Instant;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.registry.internal.camera.Stated;

/** What was once said of a camera, in the table {@code stated_history}. */
final class StatedHistory {

    /** Binds what {@link #row} gives. */
    static final String INSERT =
            "insert into stated_history (camera, layer, source, field, stated_value, raw, said_at, said_by, ended_at,"
                    + " ended_by, import_id) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private StatedHistory() {}

    /** @param part what the camera was before a merge; its history stays under that id */
    static Object[] row(
            String camera,
            Layer layer,
            SourceId source,
            String part,
            CameraField field,
            Stated.Said said,
            Instant endedAt,
            String endedBy,
            long importId) {
        return new Object[] {
            part.isEmpty() ? camera : part,
            Stated.layer(layer, field, said).name(),
            source.value(),
            field.key(),
            said.value(),
            said.raw(),
            said.at(),
            said.by(),
            endedAt,
            endedBy,
            importId
        };
    }
}
