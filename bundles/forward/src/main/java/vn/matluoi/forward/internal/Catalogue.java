package vn.matluoi.forward.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.SourceStore;

/**
 * The catalogue as it is now, for what is about to leave. Answers are remembered until the change feed says that they are not true
 * any more: {@link #refresh} before each group that is looked at. Any thread.
 */
final class Catalogue {

    private static final int MOST = 20_000;
    private static final int FEW = 1_000;

    private final Cameras cameras;
    private final SourceStore sources;
    private final Changes changes;
    private final Map<CameraId, Optional<Camera>> byId = lately(); // guarded by this, as all below
    private final Map<Place, Optional<Camera>> byChannel = lately();
    private final Map<SourceId, Optional<SourceStore.StoredSource>> bySource = lately();
    private long seen = -1;

    Catalogue(Cameras cameras, SourceStore sources, Changes changes) {
        this.cameras = cameras;
        this.sources = sources;
        this.changes = changes;
    }

    private record Place(SourceId source, ChannelId channel) {}

    private static <K, V> Map<K, V> lately() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MOST;
            }
        };
    }

    /** Forgets what changed since it was last called. */
    synchronized void refresh() {
        var last = changes.last();
        if (last == seen) {
            return;
        }
        if (seen < 0 || last < seen || last - seen > FEW) {
            byId.clear();
        } else {
            var changed = changes.read(Scope.all(), seen, FEW).stream()
                    .map(Changes.Change::subject)
                    .collect(Collectors.toSet());
            byId.entrySet()
                    .removeIf(known -> changed.contains(known.getKey().value())
                            || known.getValue() // a camera also answers to the ids that were merged into it
                                    .map(Camera::id)
                                    .map(CameraId::value)
                                    .filter(changed::contains)
                                    .isPresent());
        }
        byChannel.clear();
        bySource.clear();
        seen = last;
    }

    synchronized Optional<Camera> camera(CameraId id) {
        return known(byId, id, () -> cameras.find(Scope.all(), id));
    }

    synchronized Optional<Camera> camera(SourceId source, ChannelId channel) {
        return known(byChannel, new Place(source, channel), () -> cameras.ofChannel(source, channel.value()));
    }

    /** @return whether the camera is a state secret (R1.4) */
    static boolean isSecret(Camera camera) {
        return "true".equals(camera.values().get(CameraField.STATE_SECRET));
    }

    /** @return whether a state secret is among the cameras that the source speaks of or carries, whoever marked it */
    boolean carriesSecrets(SourceId source) {
        return cameras.secrets().sources().contains(source);
    }

    synchronized Optional<AreaCode> area(SourceId source) {
        return source(source).map(found -> found.settings().area());
    }

    synchronized Optional<String> sector(SourceId source) {
        return source(source).flatMap(found -> found.settings().sector());
    }

    private Optional<SourceStore.StoredSource> source(SourceId source) {
        return known(bySource, source, () -> sources.find(source));
    }

    private static <K, V> V known(Map<K, V> answers, K key, Supplier<V> ask) {
        var answer = answers.get(key);
        if (answer == null) {
            answer = ask.get();
            answers.put(key, answer);
        }
        return answer;
    }
}
