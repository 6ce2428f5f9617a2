package vn.matluoi.media.internal.relay;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.driver.StreamKind;

/**
 * What is opened once, however many watch it.
 *
 * @param stretch for recorded footage, which one; empty for live pictures
 */
public record StreamKey(CameraId camera, StreamKind kind, Optional<Stretch> stretch) {

    /**
     * Recorded footage for one viewer.
     *
     * @param number of its own, so that nobody else shares it
     */
    public record Stretch(Instant from, Instant to, long number) {}

    public StreamKey(CameraId camera, StreamKind kind) {
        this(camera, kind, Optional.empty());
    }

    public StreamKey {
        Objects.requireNonNull(camera, "camera");
        Objects.requireNonNull(kind, "kind");
    }

    @Override
    public String toString() {
        return camera + " " + stretch.map(part -> part.from + "/" + part.to).orElseGet(kind::name);
    }
}
