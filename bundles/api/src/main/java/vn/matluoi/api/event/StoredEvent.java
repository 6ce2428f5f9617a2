package vn.matluoi.api.event;

import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.CameraId;

/**
 * An event as it stands in the journal.
 *
 * @param sequence place in the journal, from 1, without order changes; there may be gaps
 * @param camera the camera its channel belonged to when it came; empty for the whole device or an unknown channel
 * @param assumed the hub's own conclusion, not said by the device: see {@link Events#publish}
 */
public record StoredEvent(long sequence, CameraEvent event, Optional<CameraId> camera, boolean assumed) {

    public StoredEvent {
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(camera, "camera");
    }
}
