package vn.matluoi.media.internal.relay;

import java.util.Objects;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.driver.StreamKind;

/** What is opened once, however many watch it. */
public record StreamKey(CameraId camera, StreamKind kind) {

    public StreamKey {
        Objects.requireNonNull(camera, "camera");
        Objects.requireNonNull(kind, "kind");
    }

    @Override
    public String toString() {
        return camera + " " + kind;
    }
}
