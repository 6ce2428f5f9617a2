package vn.matluoi.api.source;

import java.time.Instant;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;

/**
 * What the devices behind cameras can give. Answers come on the supervisor's own bounded pool; the stage
 * fails with a {@link vn.matluoi.api.driver.DeviceException} or a {@link vn.matluoi.api.HubException}. The caller must
 * have asked {@code AccessDecisions} before.
 */
@ProviderType
public interface CameraDevices {

    /** Where the camera's stream is to be fetched, with the credentials for it. For {@code media} only. */
    CompletionStage<StreamAddress> stream(CameraId camera, StreamKind kind);

    /** A still picture, fresh. One request at a time per camera: callers that come together share one. */
    CompletionStage<Picture> snapshot(CameraId camera);

    /**
     * Tells that a device refused its credentials on another way in (RTSP): every call to it stops until a
     * person acts.
     */
    void credentialsRejected(SourceId source);

    /**
     * A still picture.
     *
     * @param bytes a JPEG of at most 8 MiB; not to be changed
     */
    record Picture(byte[] bytes, Instant takenAt) {}
}
