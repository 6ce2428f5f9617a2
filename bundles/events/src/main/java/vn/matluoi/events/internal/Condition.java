package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Cameras.Secrets;

/** What a question asks of the rows, its scope included, as SQL with the values to bind. */
final class Condition {

    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();
    private long from = Long.MIN_VALUE;
    private long to = Long.MAX_VALUE;
    private Secrets held = Secrets.none();

    private Condition() {}

    /**
     * @param cameras the ids of the camera that the question is about, if it is about one
     * @param held what is kept from who asks
     */
    static Condition of(EventQuery query, Collection<CameraId> cameras, Scope scope, Areas areas, Secrets held) {
        var condition = new Condition();
        condition.held = held;
        if (query.camera().isPresent()) {
            condition.in("camera", cameras.stream().map(CameraId::value).toList());
        }
        query.source().ifPresent(source -> condition.and("source = ?", List.of(source.value())));
        if (!query.types().isEmpty()) {
            condition.in(
                    "event_type",
                    query.types().stream().map(Enum::name).sorted().toList());
        }
        query.from().ifPresent(condition::from);
        query.to().ifPresent(condition::to);
        if (!scope.everything()) {
            condition.in("area", within(scope, areas));
        }
        return condition;
    }

    /** The scope's roots with all that stands below them today. */
    private static Collection<String> within(Scope scope, Areas areas) {
        var codes = new TreeSet<String>();
        scope.areas().forEach(root -> add(root, areas, codes));
        return codes;
    }

    private static void add(AreaCode area, Areas areas, TreeSet<String> codes) {
        if (codes.add(area.value()) && area.value().length() < 5) { // nothing stands below a commune
            areas.children(Optional.of(area)).forEach(child -> add(child.code(), areas, codes));
        }
    }

    /** Within this area, too. */
    Condition and(AreaCode area, Areas areas) {
        in("area", within(Scope.of(Set.of(area)), areas));
        return this;
    }

    private void from(Instant first) {
        from = Milliseconds.of(first);
        and("hub_at >= ?", List.of(from));
    }

    private void to(Instant end) {
        to = Milliseconds.of(end);
        and("hub_at < ?", List.of(to));
    }

    /** @return the numbers among which what it asks for is, of those there are */
    Bounds within(Bounds all, Connection connection) throws SQLException {
        return from == Long.MIN_VALUE && to == Long.MAX_VALUE ? all : all.within(connection, from, to, Bounds.FEW);
    }

    /**
     * Whether who asks may see the row, where that is not in {@link #sql}: state secrets may be more than a statement has room for.
     *
     * @param camera may be null: it concerns the whole device, or a channel that was nobody's
     */
    boolean admits(String source, String camera) {
        return camera == null
                ? held.sources().isEmpty() || !held.sources().contains(new SourceId(source))
                : held.cameras().isEmpty() || !held.cameras().contains(new CameraId(camera));
    }

    private void and(String condition, Collection<?> bound) {
        sql.append(" and ").append(condition);
        values.addAll(bound);
    }

    private void in(String column, Collection<String> allowed) {
        if (allowed.isEmpty()) {
            and("1 = 0", List.of());
        } else {
            and(column + " in (" + String.join(", ", Collections.nCopies(allowed.size(), "?")) + ")", allowed);
        }
    }

    /** @return to stand after another condition */
    String sql() {
        return sql.toString();
    }

    /** @return the index of the next value to bind */
    int bind(PreparedStatement statement, int first) throws SQLException {
        var index = first;
        for (var value : values) {
            statement.setObject(index++, value);
        }
        return index;
    }
}
