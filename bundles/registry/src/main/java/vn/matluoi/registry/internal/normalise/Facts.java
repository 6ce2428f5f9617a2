package vn.matluoi.registry.internal.normalise;

import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;

/** What rules ask of one camera. */
public interface Facts {

    /** @return the normalised value; empty if there is none */
    String value(CameraField field);

    /** @return the same as it was written, else the value */
    String written(CameraField field);

    /** @return how far the camera is moved; 0 if it is new, or no position is said or known */
    double metresMoved();

    /**
     * @return whether the row says something of the field that its source did not say before; where that said nothing of it, something
     *     that the catalogue did not show
     */
    boolean changes(CameraField field);

    /** @return whether a complete statement no longer names the camera */
    boolean missing();

    /**
     * Whether a camera of the same purpose stands no farther away and looks the same way.
     *
     * @return that one; empty if there is none, or if this camera stood there so before
     */
    Optional<Other> overlapping(double metres, double degrees);

    /**
     * Another camera.
     *
     * @param shown what people know it by
     * @param camera its id, if {@code shown} is that of a camera of the catalogue
     */
    record Other(Text shown, Optional<String> camera) {}
}
