package vn.matluoi.registry.internal.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.Effective;
import vn.matluoi.registry.internal.camera.Stated;
import vn.matluoi.registry.internal.normalise.Facts;

/**
 * A row before the rules. Of what it does not speak counts what the catalogue shows of its camera; where it says that a field is
 * empty, what others say of the field: the province may have recorded the decision that an agency's sheet leaves blank.
 */
final class Judged implements Facts {

    private static final List<CameraField> WATCHED =
            List.of(CameraField.LATITUDE, CameraField.LONGITUDE, CameraField.AZIMUTH, CameraField.PURPOSE);

    private final Draft draft;
    private final Optional<Camera> camera;
    private final List<Stated> stated;
    private final Statement statement;
    private final Overlaps overlaps;
    private Map<CameraField, String> others;

    /**
     * @param camera the one it speaks of; empty if that is new or not clear
     * @param stated all that is said of that camera
     */
    Judged(Draft draft, Optional<Camera> camera, List<Stated> stated, Statement statement, Overlaps overlaps) {
        this.draft = draft;
        this.camera = camera;
        this.stated = stated;
        this.statement = statement;
        this.overlaps = overlaps;
    }

    Draft draft() {
        return draft;
    }

    @Override
    public String value(CameraField field) {
        var own = draft.values().get(field);
        if (own == null) {
            return camera.map(one -> one.values().getOrDefault(field, "")).orElse("");
        }
        return own.isBlank() ? others().getOrDefault(field, "") : own;
    }

    @Override
    public String written(CameraField field) {
        var own = draft.normalised().stated().getOrDefault(field, "");
        return own.isBlank() ? value(field) : own;
    }

    @Override
    public Optional<Other> overlapping(double metres, double degrees) {
        var view = view();
        if (view.isEmpty() || standsAsBefore()) {
            return Optional.empty();
        }
        return overlaps.find(view.get(), metres, degrees);
    }

    @Override
    public boolean missing() {
        return false;
    }

    @Override
    public double metresMoved() {
        var before = camera.flatMap(one ->
                Spot.of(one.values().get(CameraField.LATITUDE), one.values().get(CameraField.LONGITUDE)));
        return before.isPresent() && draft.spot().isPresent()
                ? before.get().metresTo(draft.spot().get())
                : 0;
    }

    @Override
    public boolean changes(CameraField field) {
        var own = draft.values().getOrDefault(field, "");
        if (own.isBlank() || camera.isEmpty()) {
            return !own.isBlank();
        }
        // the catalogue may show a device's answer, which an agency's sheet words otherwise each time
        var before = stated.stream()
                .filter(this::isOfTheSpeaker)
                .flatMap(said -> said.value(field).stream())
                .filter(value -> !value.isBlank())
                .toList();
        return before.isEmpty() ? !own.equals(camera.get().values().get(field)) : !before.contains(own);
    }

    private boolean isOfTheSpeaker(Stated said) {
        return said.layer() == statement.layer() && said.source().equals(statement.source());
    }

    /** @return what the camera watches by this row; empty if that is not said */
    Optional<Overlaps.View> view() {
        return Overlaps.View.of(
                value(CameraField.LATITUDE),
                value(CameraField.LONGITUDE),
                value(CameraField.AZIMUTH),
                value(CameraField.PURPOSE),
                camera.map(one -> one.id().value()),
                draft.item().row());
    }

    /** @return whether the row says of where the camera stands and looks what the catalogue shows already */
    boolean standsAsBefore() {
        return camera.filter(one -> WATCHED.stream()
                        .allMatch(field -> one.values().getOrDefault(field, "").equals(value(field))))
                .isPresent();
    }

    private Map<CameraField, String> others() {
        if (others == null) {
            others = camera.map(one -> Effective.values(
                            one.source(),
                            stated.stream()
                                    .filter(said -> !isOfTheSpeaker(said))
                                    .toList()))
                    .orElse(Map.of());
        }
        return others;
    }
}
