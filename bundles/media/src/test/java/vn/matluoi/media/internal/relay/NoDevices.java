package vn.matluoi.media.internal.relay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.Footage;
import vn.matluoi.api.source.FootageFile;
import vn.matluoi.api.source.PtzAbility;
import vn.matluoi.api.source.PtzOrder;

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
    public CompletionStage<PtzAbility> ptz(CameraId camera) {
        return new CompletableFuture<>();
    }

    @Override
    public boolean begins(CameraId camera, String account) {
        return true;
    }

    @Override
    public CompletionStage<Optional<Preset>> order(CameraId camera, String account, PtzOrder order) {
        return new CompletableFuture<>();
    }

    @Override
    public void release(String account) {
        // nothing moves
    }

    @Override
    public CompletionStage<List<Recording>> recordings(CameraId camera, Instant from, Instant to) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Footage> playback(CameraId camera, Instant from, Instant to) {
        return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<FootageFile> download(CameraId camera, Instant from, Instant to) {
        return new CompletableFuture<>();
    }

    @Override
    public void credentialsRejected(SourceId source) {
        // nobody is told
    }
}
