package vn.matluoi.events.internal;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.source.SourceSettings;

/**
 * Where an event belongs: its camera, and the area whose readers may see it. That of the camera; of the source, if it
 * concerns the whole device or a channel nobody knows. Asks the catalogue, and remembers the answers for a while; that it
 * does not know something, until it changes. Used by the writer's thread.
 */
final class Places {

    /** A camera that moved to another area is found there after so long. */
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** More than a province's cameras would be devices that make channels up. */
    private static final int MOST = 20_000;

    /** What was not known is asked again so often a second: a flood of made-up channels beside a long import is not to slow the writer. */
    static final int MOST_AGAIN = 500;

    private static final int LONGEST_SECTOR = 40;

    private final Cameras cameras;
    private final SourceStore sources;
    private final Changes changes;
    private final LongSupplier nanos;
    private OptionalLong newest = OptionalLong.empty(); // change of the catalogue, if this group needed to know
    private long second;
    private int again; // in that second
    private final Map<Key, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Known> eldest) {
            return size() > MOST;
        }
    };

    Places(Cameras cameras, SourceStore sources, Changes changes, LongSupplier nanos) {
        this.cameras = cameras;
        this.sources = sources;
        this.changes = changes;
        this.nanos = nanos;
        this.second = nanos.getAsLong();
    }

    private record Key(SourceId source, Optional<ChannelId> channel) {}

    /** @param change the newest of the catalogue before it was asked */
    private record Known(Place place, long since, long change) {}

    /**
     * @param camera the camera that the channel is; empty for the whole device or an unknown channel
     * @param area empty if its source is not there any more: then only those see it who see everything
     * @param sector code of the camera's sector, else of the source's; empty if neither says one
     */
    record Place(Optional<CameraId> camera, Optional<AreaCode> area, Optional<String> sector) {}

    /** A group of events begins: the catalogue may have changed since the last. */
    void begin() {
        newest = OptionalLong.empty();
    }

    /** @throws vn.matluoi.api.HubException if the catalogue does not answer */
    Place of(CameraEvent event) {
        return of(new Key(event.source(), event.channel()));
    }

    private Place of(Key key) {
        var now = nanos.getAsLong();
        var before = known.get(key);
        if (before != null
                && now - before.since < REMEMBERED.toNanos()
                && (isFound(key, before.place) || before.change == newest() || !mayAskAgain(now))) {
            return before.place;
        }
        var change = newest(); // before it is asked: what changes meanwhile is seen the next time
        var place = ask(key);
        known.put(key, new Known(place, now, change));
        return place;
    }

    private static boolean isFound(Key key, Place place) {
        return place.camera().isPresent()
                || key.channel.isEmpty() && place.area().isPresent();
    }

    private long newest() {
        if (newest.isEmpty()) {
            newest = OptionalLong.of(changes.last());
        }
        return newest.getAsLong();
    }

    private boolean mayAskAgain(long now) {
        if (now - second >= Duration.ofSeconds(1).toNanos()) {
            second = now;
            again = 0;
        }
        return again++ < MOST_AGAIN;
    }

    private Place ask(Key key) {
        if (key.channel.isEmpty()) {
            var settings = sources.find(key.source).map(SourceStore.StoredSource::settings);
            return new Place(
                    Optional.empty(),
                    settings.map(SourceSettings::area),
                    settings.flatMap(SourceSettings::sector).filter(Places::isCode));
        }
        Optional<Camera> camera =
                cameras.ofChannel(key.source, key.channel.get().value());
        return camera.map(found -> new Place(
                        Optional.of(found.id()),
                        Optional.of(found.area()),
                        Optional.ofNullable(found.values().get(CameraField.SECTOR))
                                .filter(Places::isCode)
                                .or(() -> whole(key).sector())))
                .orElseGet(() -> whole(key));
    }

    private Place whole(Key channel) {
        return of(new Key(channel.source, Optional.empty()));
    }

    private static boolean isCode(String sector) {
        return sector.length() <= LONGEST_SECTOR;
    }
}
