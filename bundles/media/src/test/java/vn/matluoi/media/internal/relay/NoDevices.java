package vn.matluoi.media.internal.relay;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.source.CameraDevices;

/** Cameras that never answer. */
final class NoDevices implements CameraDevices {

    @Override
    public CompletionStage<StreamAddress> stream(CameraId camera, StreamKind kind) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Picture> snapshot(CameraId camera) {
        return new CompletableFuture<>();
    }

    @Override
    public void credentialsRejected(SourceId source) {
        // nobody is told
    }
}
