package vn.matluoi.media.internal.relay;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.source.CameraDevices;

/** Finds out where a stream is to be fetched. Blocks only the executor it was given; any thread. */
public final class StreamLocator {

    private static final int RTSP_PORT = 554;

    private final CameraDevices devices;
    private final DeviceNetworks networks;
    private final Executor executor;

    /** @param executor may block on the database and on name resolution */
    public StreamLocator(CameraDevices devices, DeviceNetworks networks, Executor executor) {
        this.devices = Objects.requireNonNull(devices, "devices");
        this.networks = Objects.requireNonNull(networks, "networks");
        this.executor = Objects.requireNonNull(executor, "executor");
    }

    /** @return the place; fails with a {@link DeviceException} or a {@link vn.matluoi.api.HubException} */
    CompletionStage<Located> locate(StreamKey key) {
        return CompletableFuture.supplyAsync(() -> place(key), executor)
                .thenCompose(stage -> stage)
                .thenApplyAsync(this::allowed, executor);
    }

    private CompletionStage<Place> place(StreamKey key) {
        return key.stretch()
                .map(stretch -> devices.playback(key.camera(), stretch.from(), stretch.to())
                        .thenApply(footage -> new Place(
                                footage.address(), Optional.of(Duration.between(footage.from(), footage.to())))))
                .orElseGet(() -> devices.stream(key.camera(), key.kind())
                        .thenApply(address -> new Place(address, Optional.empty())));
    }

    private Located allowed(Place place) {
        var uri = place.address.uri();
        try {
            if (uri.getHost() == null) {
                throw new DeviceException.Garbled(
                        new Text("Địa chỉ luồng không có tên máy.", "The stream's address has no host."));
            }
            var port = uri.getPort() < 0 ? RTSP_PORT : uri.getPort();
            var socket = networks.resolve(place.address.source(), uri.getHost(), port);
            return new Located(place.address, socket, place.length);
        } catch (DeviceException e) {
            throw new CompletionException(e);
        }
    }

    private record Place(StreamAddress address, Optional<Duration> length) {}

    /** Tells that a device refused its credentials. */
    public void rejected(SourceId source) {
        executor.execute(() -> devices.credentialsRejected(source));
    }
}
