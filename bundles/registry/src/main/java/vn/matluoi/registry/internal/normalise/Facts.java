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

    /** @return whether the row says something of the field that the catalogue did not show */
    boolean changes(CameraField field);

    /**
     * Whether a camera of the same purpose stands no farther away and looks the same way.
     *
     * @return what people know it by; empty if there is none, or if this camera stood there so before
     */
    Optional<Text> overlapping(double metres, double degrees);
}
