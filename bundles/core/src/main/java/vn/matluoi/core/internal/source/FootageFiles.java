package vn.matluoi.core.internal.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.FootageFile;
import vn.matluoi.core.internal.source.Place.Facets;
import vn.matluoi.core.internal.work.Lanes;
import vn.matluoi.core.internal.work.Timer;

/** Files of footage that are fetched: one at a time of each source, and few in all. Any thread. */
final class FootageFiles implements AutoCloseable {

    private final Timer timer;
    private final Lanes lanes;
    private final Map<SourceId, IncomingFile> open = new HashMap<>(); // guarded by this

    FootageFiles(Timer timer, Lanes lanes) {
        this.timer = timer;
        this.lanes = lanes;
    }

    /** @return as {@link CameraDevices#download} */
    CompletionStage<FootageFile> fetch(CompletableFuture<Place> at, Instant from, Instant to) {
        var answer = new CompletableFuture<FootageFile>();
        return SupervisedDevices.plain(at.thenCompose(place -> begin(place, from, to, answer)), answer);
    }

    private CompletionStage<FootageFile> begin(
            Place place, Instant from, Instant to, CompletableFuture<FootageFile> answer) {
        var file = enter(place);
        answer.whenComplete((known, failure) -> {
            if (failure != null) {
                file.close(); // nobody waits for it
            }
        });
        place.ask(facets -> ask(facets, from, to, file))
                .thenCompose(opened -> opened)
                .whenComplete((wire, failure) -> {
                    if (failure == null) {
                        file.opened(wire);
                    } else {
                        file.failed(failure);
                    }
                });
        return file.begun();
    }

    private IncomingFile enter(Place place) {
        var source = place.supervisor().id();
        var file = new IncomingFile(
                timer, closing -> lanes.run(source.value() + " (file)", false, closing), mine -> leave(place, mine));
        synchronized (this) {
            if (open.containsKey(source)) {
                throw busy(
                        "download.busy",
                        new Text(
                                "Đang tải một bản ghi khác từ thiết bị này; hãy thử lại khi tải xong.",
                                "Other footage is being fetched from this device; try again when that is done."));
            }
            if (open.size() >= CameraDevices.MOST_FILES) {
                throw busy(
                        "download.full",
                        new Text(
                                "Đang tải %d bản ghi cùng lúc, là mức tối đa; hãy thử lại sau."
                                        .formatted(CameraDevices.MOST_FILES),
                                "%d files are being fetched, which is as many as may be; try again later."
                                        .formatted(CameraDevices.MOST_FILES)));
            }
            open.put(source, file);
            place.supervisor().fetching(true);
        }
        file.watch();
        return file;
    }

    private static HubException busy(String rule, Text text) {
        return new HubException(Reason.BUSY, rule, text);
    }

    private void leave(Place place, IncomingFile file) {
        synchronized (this) {
            if (open.remove(place.supervisor().id(), file)) {
                place.supervisor().fetching(false);
            }
        }
    }

    /** In the source's lane. */
    private static CompletionStage<AutoCloseable> ask(Facets facets, Instant from, Instant to, IncomingFile file)
            throws DeviceException {
        if (file.isOver()) {
            return CompletableFuture.failedFuture(new CancellationException());
        }
        var downloads = facets.need(ChannelFacet.Downloads.class);
        var recording = facets.need(ChannelFacet.Recordings.class).search(from, to).stream()
                .filter(each -> each.from().isBefore(to) && each.to().isAfter(from))
                .max(Comparator.comparing((Recording each) -> shared(each, from, to))
                        .thenComparing(Recording::from, Comparator.reverseOrder()))
                .orElseThrow(() -> SupervisedDevices.nothingRecorded(facets.camera()));
        file.is(recording);
        return downloads.download(recording, file);
    }

    private static Duration shared(Recording recording, Instant from, Instant to) {
        var begin = recording.from().isBefore(from) ? from : recording.from();
        var end = recording.to().isAfter(to) ? to : recording.to();
        return Duration.between(begin, end);
    }

    /** Gives up all of them. */
    @Override
    public void close() {
        List<IncomingFile> left;
        synchronized (this) {
            left = List.copyOf(open.values());
        }
        left.forEach(IncomingFile::close);
    }
}
