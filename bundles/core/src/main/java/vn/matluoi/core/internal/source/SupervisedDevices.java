package vn.matluoi.core.internal.source;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.core.internal.supervise.Refusals;
import vn.matluoi.core.internal.supervise.Supervision;
import vn.matluoi.core.internal.supervise.Supervisor;

/** Pictures and streams from the devices behind cameras, in each source's own lane. */
@Component(service = CameraDevices.class)
public final class SupervisedDevices implements CameraDevices {

    /** Lanes in which the catalogue is asked which device a camera is on. */
    private static final int LOOKUP_LANES = 4;

    private final Supervision supervision;
    private final Cameras cameras;
    private final Map<CameraId, CompletableFuture<Picture>> underWay = new ConcurrentHashMap<>();

    @Activate
    public SupervisedDevices(@Reference Supervision supervision, @Reference Cameras cameras) {
        this.supervision = supervision;
        this.cameras = cameras;
    }

    private record Place(Supervisor supervisor, ChannelId channel) {}

    @Override
    public CompletionStage<StreamAddress> stream(CameraId camera, StreamKind kind) {
        return place(camera)
                .thenCompose(place ->
                        place.supervisor.ask(session -> session.facet(place.channel, ChannelFacet.Streams.class)
                                .orElseThrow(() -> lacks(camera, "luồng hình", "streams"))
                                .address(kind)));
    }

    @Override
    public CompletionStage<Picture> snapshot(CameraId camera) {
        var mine = new CompletableFuture<Picture>();
        var present = underWay.putIfAbsent(camera, mine);
        if (present != null) {
            return plain(present);
        }
        place(camera)
                .thenCompose(place -> place.supervisor.ask(session -> {
                    var bytes = session.facet(place.channel, ChannelFacet.Snapshots.class)
                            .orElseThrow(() -> lacks(camera, "ảnh tĩnh", "still pictures"))
                            .take();
                    place.supervisor.proved(place.channel.value());
                    return new Picture(bytes, supervision.timer().instant());
                }))
                .whenComplete((picture, failure) -> {
                    underWay.remove(camera, mine);
                    if (failure != null) {
                        mine.completeExceptionally(failure);
                    } else {
                        mine.complete(picture);
                    }
                });
        return plain(mine);
    }

    @Override
    public void credentialsRejected(SourceId source) {
        supervision.find(source).ifPresent(Supervisor::credentialsRejected);
    }

    /** @return the same, failing with the plain cause: a caller need not look inside wrappers */
    private static <T> CompletionStage<T> plain(CompletionStage<T> stage) {
        var plain = new CompletableFuture<T>();
        stage.whenComplete((value, failure) -> {
            if (failure == null) {
                plain.complete(value);
            } else {
                var wrapped = failure instanceof CompletionException && failure.getCause() != null;
                plain.completeExceptionally(wrapped ? failure.getCause() : failure);
            }
        });
        return plain;
    }

    /** The catalogue may block: it is asked on the pool, never on the caller's thread. */
    private CompletableFuture<Place> place(CameraId camera) {
        var lane = "(lookup-%d)".formatted(Math.floorMod(camera.hashCode(), LOOKUP_LANES));
        return supervision.lanes().run(lane, false, () -> {
            var found = cameras.find(Scope.all(), camera).orElseThrow(() -> unknown(camera));
            var supervisor = supervision.find(found.source()).orElseThrow(() -> Refusals.noDevice(found.source()));
            return new Place(supervisor, channel(found));
        });
    }

    private static ChannelId channel(Camera camera) {
        return camera.channel()
                .map(ChannelId::new)
                .orElseThrow(() -> new HubException(
                        Reason.UNSUPPORTED,
                        "camera.no-device",
                        new Text(
                                "camera %s chưa gắn với kênh của thiết bị nào".formatted(camera.id()),
                                "camera %s is not on a channel of any device".formatted(camera.id()))));
    }

    private static HubException unknown(CameraId camera) {
        return new HubException(
                Reason.NOT_FOUND,
                "camera.unknown",
                new Text("không có camera " + camera, "there is no camera " + camera));
    }

    private static DeviceException.Unsupported lacks(CameraId camera, String vi, String en) {
        return new DeviceException.Unsupported(new Text(
                "thiết bị của camera %s không cho %s".formatted(camera, vi),
                "the device of camera %s gives no %s".formatted(camera, en)));
    }
}
