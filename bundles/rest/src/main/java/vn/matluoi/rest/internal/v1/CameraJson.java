package vn.matluoi.rest.internal.v1;

import java.util.Map;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.rest.internal.json.Limit;

/** A camera of the catalogue: for each field the effective value. */
public record CameraJson(
        @Limit(max = 12, required = true) String id,
        @Limit(max = 1000) String name,
        @Limit(max = 5, required = true) String area,
        @Limit(max = 60, required = true) String source,
        @Limit(max = 64) String channel,
        @Limit(required = true) StateJson state,
        @Limit(max = 4000, cameraFields = true, required = true) Map<String, String> values,
        @Limit(max = 40, required = true) String createdAt,
        @Limit(max = 40, required = true) String updatedAt) {

    static CameraJson of(Camera camera, Discretion discretion) {
        return new CameraJson(
                camera.id().value(),
                camera.values().get(CameraField.NAME),
                camera.area().value(),
                camera.source().value(),
                camera.channel().orElse(null),
                StateJson.of(camera.state()),
                discretion.shown(camera.values()),
                camera.createdAt().toString(),
                camera.updatedAt().toString());
    }
}
