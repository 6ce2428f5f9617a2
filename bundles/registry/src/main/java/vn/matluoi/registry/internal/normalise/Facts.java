package vn.matluoi.registry.internal.normalise;

import vn.matluoi.api.Text;
import vn.matluoi.api.intake.CameraField;

/** What rules ask of one camera. */
public interface Facts {

    /** @return the normalised value; empty if there is none */
    String value(CameraField field);

    /** @return the same as it was written, else the value */
    String written(CameraField field);

    /**
     * Whether a camera of the same purpose stands no farther away and looks the same way.
     *
     * @return what people know it by; empty if there is none, or if this camera stood there so before
     */
    java.util.Optional<Text> overlapping(double metres, double degrees);
}
