package vn.matluoi.core.internal.supervise;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.Changes.Change;

/**
 * Tells supervisors that a channel of their source is another camera by now, because people merged or split cameras or answered what a
 * channel is. Without it they would learn that when the device is taken in again, which may be a day later.
 */
@Component(service = Regrouped.class, immediate = true)
public final class Regrouped {

    static final Duration ASKED_EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Regrouped.class);
    private static final Set<String> KINDS = Set.of("camera.created", "camera.merged", "camera.split");
    private static final String LANE = "(regrouped)";

    /** Beyond, all are told, which costs a list of its cameras each. */
    private static final int MOST_CHANGES = 1_000;

    private static final int MOST_CAMERAS = 50;

    private final Changes changes;
    private final Cameras cameras;
    private final Supervision supervision;
    private long seen = -1; // in its lane only
    private volatile boolean stopped;

    @Activate
    public Regrouped(@Reference Changes changes, @Reference Cameras cameras, @Reference Supervision supervision) {
        this.changes = changes;
        this.cameras = cameras;
        this.supervision = supervision;
        soon();
    }

    @Deactivate
    void stop() {
        stopped = true;
    }

    private void soon() {
        if (!stopped) {
            supervision.timer().after(ASKED_EVERY, () -> supervision.lanes().run(LANE, false, this::look));
        }
    }

    private boolean look() {
        if (stopped) {
            return false;
        }
        try {
            var last = changes.last();
            if (seen >= 0 && last > seen) {
                tell(last);
            }
            seen = last;
        } catch (HubException e) {
            LOG.debug("the catalogue does not answer", e);
        } finally {
            soon();
        }
        return true;
    }

    private void tell(long last) {
        var among = last - seen > MOST_CHANGES
                ? Optional.<List<Change>>empty()
                : Optional.of(changes.read(Scope.all(), seen, MOST_CHANGES).stream()
                        .filter(change -> KINDS.contains(change.kind()))
                        .toList());
        var ids = new HashSet<String>();
        among.stream().flatMap(List::stream).flatMap(Regrouped::about).forEach(ids::add);
        if (among.isEmpty() || ids.size() > MOST_CAMERAS) {
            supervision.all().forEach(Supervisor::regrouped);
            return;
        }
        var sources = new HashSet<SourceId>();
        for (var id : ids) {
            cameras.find(Scope.all(), new CameraId(id)).map(Camera::source).ifPresent(sources::add);
        }
        sources.forEach(source -> supervision.find(source).ifPresent(Supervisor::regrouped));
    }

    private static Stream<String> about(Change change) {
        return Stream.concat(
                        Stream.of(change.subject()),
                        Optional.ofNullable(change.fields().get(Changes.OTHER)).stream())
                .filter(CameraId::isValid);
    }
}
