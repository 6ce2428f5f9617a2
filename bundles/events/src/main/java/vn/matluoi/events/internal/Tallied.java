package vn.matluoi.events.internal;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventStatistics;
import vn.matluoi.api.event.EventStatistics.By;
import vn.matluoi.api.event.EventStatistics.Count;
import vn.matluoi.api.event.EventStatistics.Every;

/** Counts of one question as they are added up. */
final class Tallied {

    private final By by;
    private final Every every;
    private final Map<CameraId, CameraId> merged;
    private final Map<Key, Long> counts = new TreeMap<>();

    /** @param merged ids that stand with events, each with the one of its camera now; not in it is what is still its own */
    Tallied(By by, Every every, Map<CameraId, CameraId> merged) {
        this.merged = merged;
        this.by = by;
        this.every = every;
    }

    private record Key(Instant start, String of, CameraEvent.Type type) implements Comparable<Key> {

        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::start).thenComparing(Key::of).thenComparing(Key::type);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What some events have in common.
     *
     * @param at when they came, in milliseconds since 1970, or when the stretch begins in which they did
     * @param camera null or empty if they are of none, as area and sector
     */
    record Place(long at, String source, String camera, String area, String sector) {}

    /** @throws HubException if the answer would be too long */
    void add(Place place, String type, long events) {
        var of =
                switch (by) {
                    case TYPE -> null;
                    case AREA -> place.area;
                    case SECTOR -> place.sector;
                    case CAMERA -> now(place.camera);
                    case SOURCE -> place.source;
                };
        var key = new Key(
                start(every, Instant.ofEpochMilli(place.at)), of == null ? "" : of, CameraEvent.Type.valueOf(type));
        counts.merge(key, events, Long::sum);
        if (counts.size() > EventStatistics.MOST_COUNTS) {
            var text = new Text(
                    "Kết quả có hơn %d dòng. Hãy hỏi khoảng thời gian ngắn hơn, ít loại hơn, một địa bàn nhỏ hơn, hoặc theo ngày hay tháng thay vì giờ."
                            .formatted(EventStatistics.MOST_COUNTS),
                    "There are more than %d counts. Ask for less time, fewer types, a smaller area, or by day or month instead of hour."
                            .formatted(EventStatistics.MOST_COUNTS));
            throw new HubException(
                    HubException.Reason.INVALID,
                    "statistics.too-many",
                    text,
                    List.of(new FieldError("every", "statistics.too-many", text)));
        }
    }

    private String now(String camera) {
        if (camera == null || camera.isEmpty() || merged.isEmpty()) {
            return camera;
        }
        var id = new CameraId(camera);
        return merged.getOrDefault(id, id).value();
    }

    /** @return when the stretch of Việt Nam's time begins in which the moment is */
    static Instant start(Every every, Instant moment) {
        return switch (every) {
            case HOUR -> Span.HOUR.start(moment).toInstant();
            case DAY -> Span.DAY.start(moment).toInstant();
            case MONTH -> Span.DAY.start(moment).withDayOfMonth(1).toInstant();
        };
    }

    List<Count> counts() {
        return counts.entrySet().stream()
                .map(entry -> new Count(
                        entry.getKey().start,
                        Optional.of(entry.getKey().of).filter(text -> !text.isEmpty()),
                        entry.getKey().type,
                        entry.getValue()))
                .toList();
    }
}
