package vn.matluoi.core.internal.source;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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

    private static final Logger LOG = LoggerFactory.getLogger(FootageFiles.class);

    private final Timer timer;
    private final Lanes lanes;
    private final Map<SourceId, IncomingFile> open =
            new HashMap<>(); // devices still give them; guarded by this, as below
    private final Set<IncomingFile> notOver = new HashSet<>(); // given or not: their bytes wait for whoever takes them

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
        place.ask(facets -> ask(facets, from, to, file)).whenComplete((begins, failure) -> {
            if (failure != null) {
                file.failed(failure);
            }
        });
        return file.begun();
    }

    private IncomingFile enter(Place place) {
        var source = place.supervisor().id();
        var file = new IncomingFile(timer, closing -> giveUp(source, closing), mine -> leave(place, mine));
        synchronized (this) {
            if (open.containsKey(source)) {
                throw busy(
                        "download.busy",
                        new Text(
                                "Đang tải một bản ghi khác từ thiết bị này; hãy thử lại khi tải xong.",
                                "Other footage is being fetched from this device; try again when that is done."));
            }
            if (notOver.size() >= CameraDevices.MOST_FILES) {
                throw busy(
                        "download.full",
                        new Text(
                                "Đang tải %d bản ghi cùng lúc, là mức tối đa; hãy thử lại sau."
                                        .formatted(CameraDevices.MOST_FILES),
                                "%d files are being fetched, which is as many as may be; try again later."
                                        .formatted(CameraDevices.MOST_FILES)));
            }
            open.put(source, file);
            notOver.add(file);
            place.supervisor().fetching(Optional.of(file));
        }
        file.over().whenComplete((whole, failure) -> isOver(file));
        file.watch();
        return file;
    }

    private static HubException busy(String rule, Text text) {
        return new HubException(Reason.BUSY, rule, text);
    }

    private void leave(Place place, IncomingFile file) {
        synchronized (this) {
            if (open.remove(place.supervisor().id(), file)) {
                place.supervisor().fetching(Optional.empty());
            }
        }
    }

    private synchronized void isOver(IncomingFile file) {
        notOver.remove(file);
    }

    private void giveUp(SourceId source, Callable<Boolean> closing) {
        Callable<Boolean> attended = () -> {
            Lanes.goesOn();
            try {
                return closing.call();
            } finally {
                Lanes.rests();
            }
        };
        lanes.run(source.value() + " (file)", false, attended).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("source {}: its driver did not give up a file: {}", source, failure.toString());
            }
        });
    }

    /** In the source's lane. @return whether the device was asked: not if nobody waits for it any more */
    private static boolean ask(Facets facets, Instant from, Instant to, IncomingFile file) throws DeviceException {
        if (file.isOver()) {
            return false;
        }
        file.asks();
        var downloads = facets.need(ChannelFacet.Downloads.class);
        var recording = facets.need(ChannelFacet.Recordings.class).search(from, to).stream()
                .filter(each -> each.from().isBefore(to) && each.to().isAfter(from))
                .max(Comparator.comparing((Recording each) -> shared(each, from, to))
                        .thenComparing(Recording::from, Comparator.reverseOrder()))
                .orElseThrow(() -> SupervisedDevices.nothingRecorded(facets.camera()));
        file.is(recording);
        if (file.isOver()) { // a search takes its time
            return false;
        }
        downloads.download(recording, file).whenComplete((wire, failure) -> {
            if (failure == null) {
                file.opened(wire); // here: the lane's answer may be lost
            } else {
                file.failed(failure);
            }
        });
        return true;
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
            left = List.copyOf(notOver);
        }
        left.forEach(IncomingFile::close);
    }
}
