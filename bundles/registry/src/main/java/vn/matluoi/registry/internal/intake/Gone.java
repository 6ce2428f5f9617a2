package vn.matluoi.registry.internal.intake;

import java.util.Optional;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.normalise.Facts;

/** A camera that a complete statement no longer names, before the rules: what the catalogue shows of it. */
record Gone(Camera camera) implements Facts {

    @Override
    public String value(CameraField field) {
        return camera.values().getOrDefault(field, "");
    }

    @Override
    public String written(CameraField field) {
        return value(field);
    }

    @Override
    public boolean missing() {
        return true;
    }

    @Override
    public double metresMoved() {
        return 0;
    }

    @Override
    public boolean changes(CameraField field) {
        return false;
    }

    @Override
    public Optional<Other> overlapping(double metres, double degrees) {
        return Optional.empty();
    }
}
