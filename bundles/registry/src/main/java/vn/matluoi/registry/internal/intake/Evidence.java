package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.registry.internal.db.Lookup;

/** What the database knows of the channels, codes, serials and places that some rows name. */
final class Evidence {

    private static final String SELECT = "select e.content, e.source, e.camera, c.area from evidence e"
            + " join cameras c on c.id = e.camera where e.kind = ? and e.content in (%s)";

    private static final String PLACES = "select name_key, address_key, latitude, longitude, camera from stated"
            + " where source = ? and name_key in (%s)";

    private final SourceId source;
    private final Map<Kind, Map<String, List<Hit>>> hits = new HashMap<>();
    private final Map<String, List<Place>> places = new HashMap<>();

    private Evidence(SourceId source) {
        this.source = source;
    }

    static Evidence of(Connection connection, SourceId source, List<Draft> drafts) throws SQLException {
        var evidence = new Evidence(source);
        for (var kind : Kind.values()) {
            var contents = drafts.stream()
                    .map(draft -> draft.evidence(kind))
                    .flatMap(Optional::stream)
                    .distinct()
                    .toList();
            evidence.hits.put(kind, evidence.hits(connection, kind, contents));
        }
        var unknown = drafts.stream()
                .filter(draft -> draft.channel().isEmpty() && !evidence.knows(draft))
                .map(Draft::nameKey)
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        evidence.places(connection, unknown);
        return evidence;
    }

    /** @return the cameras that this very source calls so */
    List<String> own(Kind kind, Optional<String> content) {
        return content.map(word -> hits.get(kind).getOrDefault(word, List.of())).orElse(List.of()).stream()
                .filter(hit -> hit.source().equals(source.value()))
                .map(Hit::camera)
                .distinct()
                .toList();
    }

    /** @return the cameras that other sources call so, camera to area */
    Map<String, String> others(Kind kind, Optional<String> content) {
        var cameras = new HashMap<String, String>();
        content.map(word -> hits.get(kind).getOrDefault(word, List.of())).orElse(List.of()).stream()
                .filter(hit -> !hit.source().equals(source.value()))
                .forEach(hit -> cameras.put(hit.camera(), hit.area()));
        return cameras;
    }

    /** @return the cameras of this source that go by the row's name, and where they stand */
    List<Place> places(Draft draft) {
        return places.getOrDefault(draft.nameKey(), List.of());
    }

    private boolean knows(Draft draft) {
        return List.of(Kind.values()).stream()
                .anyMatch(kind -> !own(kind, draft.evidence(kind)).isEmpty());
    }

    private Map<String, List<Hit>> hits(Connection connection, Kind kind, Collection<String> contents)
            throws SQLException {
        var found = new HashMap<String, List<Hit>>();
        Lookup.each(connection, SELECT, List.of(kind.name()), contents, row -> found.computeIfAbsent(
                        row.getString(1), any -> new ArrayList<>(1))
                .add(new Hit(row.getString(2), row.getString(3), row.getString(4))));
        return found;
    }

    private void places(Connection connection, Collection<String> names) throws SQLException {
        Lookup.each(connection, PLACES, List.of(source.value()), names, row -> places.computeIfAbsent(
                        row.getString(1), any -> new ArrayList<>(1))
                .add(new Place(
                        row.getString(5),
                        Objects.requireNonNullElse(row.getString(2), ""),
                        Spot.of(row.getString(3), row.getString(4)))));
    }

    /** What a camera may be known by. Channel and code hold within their source; a serial across sources. */
    enum Kind {
        CHANNEL,
        CODE,
        SERIAL
    }

    private record Hit(String source, String camera, String area) {}

    /** A camera of the source, by the place it was stated at. */
    record Place(String camera, String addressKey, Optional<Spot> spot) {}
}
