package vn.matluoi.registry.internal.intake;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.db.Lookup;
import vn.matluoi.registry.internal.identity.Weights;

/**
 * What the database knows of the words by which some rows may be known: first of the channels and codes, which settle most
 * rows; of the others only for the rows these do not settle.
 */
final class Evidence {

    private static final String SELECT = "select e.content, e.source, e.camera, e.part, c.area from evidence e"
            + " join cameras c on c.id = e.camera where e.kind = ? and e.content in (%s)";

    private static final String PLACES = "select name_key, address_key, latitude, longitude, camera, part from stated"
            + " where source = ? and name_key in (%s)";

    private static final List<Kind> LATER =
            List.of(Kind.SERIAL, Kind.MAC, Kind.RECORDER, Kind.ENDPOINT, Kind.HOST, Kind.LISTED, Kind.SPOT);

    private final SourceId source;
    private final int most = Weights.shipped().of("shared");
    private final Map<Kind, Map<String, List<Hit>>> hits = new HashMap<>();
    private final Map<String, List<Place>> places = new HashMap<>();
    private final Set<String> spokenOf = new HashSet<>();
    private final Set<String> described = new HashSet<>(); // by another agency
    private final Set<String> bare = new HashSet<>(); // cells
    private Map<String, Camera> cameras = Map.of();

    private Evidence(SourceId source) {
        this.source = source;
    }

    static Evidence of(Connection connection, SourceId source, List<Draft> drafts) throws SQLException {
        var evidence = new Evidence(source);
        for (var kind : List.of(Kind.CHANNEL, Kind.CODE)) {
            evidence.hits.put(kind, hits(connection, kind, words(kind, drafts)));
        }
        var unsettled = drafts.stream()
                .filter(draft -> evidence.named(draft).size() != 1)
                .toList();
        evidence.look(connection, unsettled);
        var nameless = unsettled.stream()
                .filter(draft ->
                        draft.channel().isEmpty() && evidence.named(draft).isEmpty())
                .filter(draft -> evidence.own(Kind.SERIAL, draft.serial()).isEmpty())
                .map(Draft::nameKey)
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        evidence.places(connection, nameless);
        return evidence;
    }

    /** As {@link #of}, for rows whose camera is known: what else it may be. */
    static Evidence beside(Connection connection, SourceId source, List<Draft> drafts) throws SQLException {
        var evidence = new Evidence(source);
        evidence.hits.put(Kind.CODE, hits(connection, Kind.CODE, words(Kind.CODE, drafts)));
        evidence.look(connection, drafts);
        return evidence;
    }

    private void look(Connection connection, List<Draft> drafts) throws SQLException {
        var ids = new HashSet<String>();
        for (var kind : LATER) {
            var words = words(kind, drafts);
            var found = hits(connection, kind, words);
            hits.put(kind, found);
            if (kind == Kind.SPOT) {
                bare.addAll(words);
                bare.removeAll(found.keySet());
            }
            found.values().stream()
                    .filter(some -> some.size() <= most)
                    .flatMap(List::stream)
                    .map(Hit::camera)
                    .forEach(ids::add);
        }
        // two agencies' codes alone say nothing; with the name they do
        drafts.stream().map(draft -> others(Kind.CODE, draft.code())).forEach(ids::addAll);
        cameras = CameraTable.of(connection, ids);
        Lookup.each(
                connection,
                "select camera, source, layer from stated where camera in (%s)",
                List.of(),
                ids,
                row -> row.getString(2).equals(source.value())
                        ? spokenOf.add(row.getString(1))
                        : Layer.AGENCY.name().equals(row.getString(3)) && described.add(row.getString(1)));
    }

    private static List<String> words(Kind kind, List<Draft> drafts) {
        return drafts.stream()
                .flatMap(draft -> kind == Kind.SPOT ? cells(draft) : draft.evidence(kind).stream())
                .distinct()
                .toList();
    }

    private static Stream<String> cells(Draft draft) {
        var metres = Weights.shipped().of("metres");
        return draft.spot().stream().flatMap(spot -> spot.cellsWithin(metres).stream());
    }

    /** @return the cameras that this very source calls by the row's channel or code, camera to the part it speaks of */
    TreeMap<String, String> named(Draft draft) {
        var named = new TreeMap<String, String>();
        own(Kind.CHANNEL, draft.channel()).forEach(named::putIfAbsent);
        own(Kind.CODE, draft.code()).forEach(named::putIfAbsent);
        return named;
    }

    /** @return the cameras that this very source calls so, camera to the part it speaks of */
    Map<String, String> own(Kind kind, Optional<String> content) {
        var own = new TreeMap<String, String>();
        at(kind, content)
                .filter(hit -> hit.source().equals(source.value()))
                .forEach(hit -> own.putIfAbsent(hit.camera(), hit.part()));
        return own;
    }

    /** @return the part of the camera that this very source speaks of, by any of the row's words; empty if it never did */
    String part(Draft draft, String camera) {
        return Stream.of(Kind.values())
                .map(kind -> own(kind, draft.evidence(kind)).get(camera))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("");
    }

    /** @return the cameras that other sources call so; none if too many do */
    Set<String> others(Kind kind, Optional<String> content) {
        var others = new HashSet<String>();
        at(kind, content)
                .filter(hit -> !hit.source().equals(source.value()))
                .map(Hit::camera)
                .forEach(others::add);
        return others.size() <= most ? others : Set.of();
    }

    /** @return the cameras near the row's position that only other sources speak of */
    Set<String> near(Draft draft) {
        var near = new HashSet<String>();
        var ours = new HashSet<String>();
        cells(draft)
                .flatMap(cell -> at(Kind.SPOT, Optional.of(cell)))
                .forEach(hit -> (hit.source().equals(source.value()) ? ours : near).add(hit.camera()));
        near.removeAll(ours);
        return near;
    }

    /** @return whether a cell was looked up, and no source says that a camera stands there */
    boolean isBare(String cell) {
        return bare.contains(cell);
    }

    /** @return whether this very source speaks of a camera that was hit, by whatever words */
    boolean isOwn(String camera) {
        return spokenOf.contains(camera);
    }

    /** @return whether no other agency has words of its own about a camera that was hit: at most devices and the province do */
    boolean isUndescribed(String camera) {
        return !described.contains(camera);
    }

    /** @return a camera that was hit */
    Optional<Camera> camera(String id) {
        return Optional.ofNullable(cameras.get(id));
    }

    /** @return the cameras of this source that go by the row's name, and where they stand */
    List<Place> places(Draft draft) {
        return places.getOrDefault(draft.nameKey(), List.of());
    }

    private Stream<Hit> at(Kind kind, Optional<String> content) {
        var found = hits.getOrDefault(kind, Map.of());
        return content.map(word -> found.getOrDefault(word, List.of())).orElse(List.of()).stream();
    }

    private static Map<String, List<Hit>> hits(Connection connection, Kind kind, Collection<String> contents)
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
                        row.getString(6),
                        Objects.requireNonNullElse(row.getString(2), ""),
                        Spot.of(row.getString(3), row.getString(4)))));
    }

    /** What a camera may be known by. Channel and code hold within their source; the others across sources. */
    enum Kind {
        CHANNEL,
        CODE,
        SERIAL,
        MAC,
        /** A recorder's serial number and a channel of it. */
        RECORDER,
        /** A device's host and port, and a channel of it. */
        ENDPOINT,
        /** A device's host, and a channel of it, for lists to be compared with: two devices may have one. */
        HOST,
        /** An IP address and a channel that a list names, for devices to be compared with: two lists may name one. */
        LISTED,
        /** The cell a position lies in. */
        SPOT
    }

    private record Hit(String source, String camera, String part) {}

    /** A camera of the source, by the place it was stated at. */
    record Place(String camera, String part, String addressKey, Optional<Spot> spot) {}
}
