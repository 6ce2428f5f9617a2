package vn.matluoi.core.internal.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.Footage;
import vn.matluoi.api.source.FootageFile;
import vn.matluoi.api.source.PtzAbility;
import vn.matluoi.api.source.PtzOrder;
import vn.matluoi.core.internal.source.Place.Facets;
import vn.matluoi.core.internal.supervise.Refusals;
import vn.matluoi.core.internal.supervise.Supervision;
import vn.matluoi.core.internal.supervise.Supervisor;

/** Pictures, streams and recordings from the devices behind cameras, and their controls, in each source's own lane. */
@Component(service = CameraDevices.class)
public final class SupervisedDevices implements CameraDevices {

    /** Lanes in which the catalogue is asked which device a camera is on. */
    private static final int LOOKUP_LANES = 4;

    /** How long the hub's end waits for cameras to take their stop. */
    private static final Duration LONGEST_END = Duration.ofSeconds(3);

    private final Supervision supervision;
    private final Cameras cameras;
    private final CameraControls controls;
    private final FootageFiles files;
    private final Map<CameraId, CompletableFuture<Picture>> underWay = new ConcurrentHashMap<>();

    @Activate
    public SupervisedDevices(@Reference Supervision supervision, @Reference Cameras cameras) {
        this.supervision = supervision;
        this.cameras = cameras;
        this.controls = new CameraControls(supervision.timer(), this::place);
        this.files = new FootageFiles(supervision.timer(), supervision.lanes());
    }

    @Deactivate
    void stop() {
        files.close();
        controls.end(LONGEST_END);
    }

    @Override
    public CompletionStage<StreamAddress> stream(CameraId camera, StreamKind kind) {
        return place(camera)
                .thenCompose(place -> place.ask(
                        facets -> facets.need(ChannelFacet.Streams.class).address(kind)));
    }

    @Override
    public CompletionStage<Picture> snapshot(CameraId camera) {
        var mine = new CompletableFuture<Picture>();
        var present = underWay.putIfAbsent(camera, mine);
        if (present != null) {
            return plain(present);
        }
        place(camera)
                .thenCompose(place -> place.ask(facets -> {
                    var bytes = facets.need(ChannelFacet.Snapshots.class).take();
                    place.supervisor().proved(place.channel().value());
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
    public CompletionStage<PtzAbility> ptz(CameraId camera) {
        // several slow exchanges: not beside the lane, where the stops of cameras that move must not wait
        return plain(place(camera).thenCompose(place -> place.ask(SupervisedDevices::ability)));
    }

    private static PtzAbility ability(Facets facets) throws DeviceException {
        var moves = facets.find(ChannelFacet.Ptz.class).isPresent();
        var positions = facets.find(ChannelFacet.PtzPosition.class);
        var presets = facets.find(ChannelFacet.Presets.class);
        var tours = facets.find(ChannelFacet.Tours.class);
        if (!moves && positions.isEmpty() && presets.isEmpty() && tours.isEmpty()) {
            throw facets.lacks(ChannelFacet.Ptz.class);
        }
        return new PtzAbility(
                moves,
                positions.isPresent(),
                positions.isPresent() ? positions.get().position() : Optional.empty(),
                presets.isPresent() ? Optional.of(presets.get().presets()) : Optional.empty(),
                tours.isPresent() ? Optional.of(tours.get().tours()) : Optional.empty());
    }

    @Override
    public boolean begins(CameraId camera, String account) {
        return controls.begins(camera, account);
    }

    @Override
    public CompletionStage<Optional<Preset>> order(CameraId camera, String account, PtzOrder order) {
        return plain(controls.order(camera, account, order));
    }

    @Override
    public void release(String account) {
        controls.release(account);
    }

    @Override
    public CompletionStage<List<Recording>> recordings(CameraId camera, Instant from, Instant to) {
        var miswritten = window(
                from, to, LONGEST_SEARCH, "tìm bản ghi mỗi lần trong tối đa 31 ngày", "a search spans at most 31 days");
        if (miswritten.isPresent()) {
            return CompletableFuture.failedFuture(miswritten.get());
        }
        var answer = new CompletableFuture<List<Recording>>();
        var found =
                place(camera).thenCompose(place -> new RecordingSearch(place, to, () -> !answer.isDone()).from(from));
        return plain(found, answer);
    }

    @Override
    public CompletionStage<Footage> playback(CameraId camera, Instant from, Instant to) {
        return plain(place(camera).thenCompose(place -> place.ask(facets -> footage(facets, from, to))));
    }

    @Override
    public CompletionStage<FootageFile> download(CameraId camera, Instant from, Instant to) {
        return window(
                        from,
                        to,
                        LONGEST_FILE,
                        "tải bản ghi mỗi lần trong tối đa một ngày",
                        "a file is looked for within a day at most")
                .<CompletionStage<FootageFile>>map(CompletableFuture::failedFuture)
                .orElseGet(() -> files.fetch(place(camera), from, to));
    }

    private static Footage footage(Facets facets, Instant from, Instant to) throws DeviceException {
        var recordings = facets.need(ChannelFacet.Recordings.class);
        var first = recordings.search(from, to).stream()
                .filter(each -> each.from().isBefore(to) && each.to().isAfter(from))
                .min(Comparator.comparing(Recording::from))
                .orElseThrow(() -> nothingRecorded(facets.camera()));
        var begin = first.from().isBefore(from) ? from : first.from();
        var end = first.to().isAfter(to) ? to : first.to();
        var stretch = new Recording(begin, end, first.reference(), first.trigger());
        return new Footage(recordings.playback(stretch), begin, end);
    }

    static HubException nothingRecorded(CameraId camera) {
        return new HubException(
                Reason.NOT_FOUND,
                "recordings.none",
                new Text(
                        "camera %s không có bản ghi trong khoảng này".formatted(camera),
                        "nothing is recorded of camera %s in this window".formatted(camera)));
    }

    /** @return what is wrong with it, if something is */
    private static Optional<HubException> window(Instant from, Instant to, Duration longest, String vi, String en) {
        var turned = !from.isBefore(to);
        if (!turned && Duration.between(from, to).compareTo(longest) <= 0) {
            return Optional.empty();
        }
        var text = turned
                ? new Text("thời điểm kết thúc phải sau thời điểm bắt đầu", "it must end after it begins")
                : new Text(vi, en);
        return Optional.of(new HubException(
                Reason.INVALID, "recordings.window", text, List.of(new FieldError("to", "recordings.window", text))));
    }

    @Override
    public void credentialsRejected(SourceId source) {
        supervision.find(source).ifPresent(Supervisor::credentialsRejected);
    }

    /** @return the same, failing with the plain cause: a caller need not look inside wrappers */
    private static <T> CompletionStage<T> plain(CompletionStage<T> stage) {
        return plain(stage, new CompletableFuture<>());
    }

    static <T> CompletionStage<T> plain(CompletionStage<T> stage, CompletableFuture<T> plain) {
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
            return new Place(camera, supervisor, channel(found));
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
}
