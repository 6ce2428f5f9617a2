package vn.matluoi.rest.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
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

/** The devices behind the cameras: note what they are told, and answer or fail as a test likes. */
class FakeDevices implements CameraDevices {

    final List<PtzOrder> orders = new ArrayList<>();
    final List<String> released = new ArrayList<>();
    String mover = "";
    Optional<Throwable> failure = Optional.empty();
    PtzAbility ability = new PtzAbility(true, false, Optional.empty(), Optional.empty(), Optional.empty());
    List<Recording> recordings = List.of();
    FootageFile file;

    private <T> CompletionStage<T> answer(T value) {
        return failure.<CompletionStage<T>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> CompletableFuture.completedFuture(value));
    }

    @Override
    public CompletionStage<StreamAddress> stream(CameraId camera, StreamKind kind) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Picture> snapshot(CameraId camera) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<PtzAbility> ptz(CameraId camera) {
        return answer(ability);
    }

    @Override
    public boolean begins(CameraId camera, String account) {
        if (!mover.isEmpty() && !mover.equals(account)) {
            throw FakeHub.refusal(HubException.Reason.CONFLICT, "ptz.held");
        }
        return mover.isEmpty();
    }

    @Override
    public CompletionStage<Optional<Preset>> order(CameraId camera, String account, PtzOrder order) {
        mover = account;
        orders.add(order);
        return answer(
                order instanceof PtzOrder.Save save
                        ? Optional.of(new Preset(save.preset().orElse("7"), save.name()))
                        : Optional.empty());
    }

    @Override
    public void release(String account) {
        released.add(account);
    }

    @Override
    public CompletionStage<List<Recording>> recordings(CameraId camera, Instant from, Instant to) {
        return answer(recordings);
    }

    @Override
    public CompletionStage<Footage> playback(CameraId camera, Instant from, Instant to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<FootageFile> download(CameraId camera, Instant from, Instant to) {
        return answer(file);
    }

    @Override
    public void credentialsRejected(SourceId source) {
        throw new UnsupportedOperationException();
    }
}
