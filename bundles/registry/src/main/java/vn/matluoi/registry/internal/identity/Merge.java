package vn.matluoi.registry.internal.identity;

import com.fasterxml.jackson.core.type.TypeReference;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.registry.internal.camera.Aliases;
import vn.matluoi.registry.internal.camera.CameraTable;
import vn.matluoi.registry.internal.db.Journal;
import vn.matluoi.registry.internal.db.Json;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.identity.Regroup.Carrier;

/**
 * Makes one camera of two, and two of it again. What was said of the one that goes is kept under the survivor as a part of
 * its own, so that its sources go on speaking of that part, and it can leave with all they said.
 */
final class Merge {

    private static final TypeReference<State> STATE = new TypeReference<>() {};

    private final Connection connection;
    private final Journal journal;
    private final String by;
    private final Instant now;
    private final Regroup regroup;

    Merge(Connection connection, Journal journal, String by, Instant now) {
        this.connection = connection;
        this.journal = journal;
        this.by = by;
        this.now = now;
        this.regroup = new Regroup(connection, now);
    }

    void merge(Camera survivor, Camera other) throws SQLException {
        var to = survivor.id().value();
        var from = other.id().value();
        var state = new State(survivor.source().value(), survivor.channel().orElse(null), Aliases.of(connection, from));
        for (var table : List.of("stated", "evidence")) {
            Rows.update(connection, "update " + table + " set part = ? where camera = ? and part = ''", from, from);
            Rows.update(connection, "update " + table + " set camera = ? where camera = ?", to, from);
        }
        Rows.update(connection, "update camera_aliases set camera = ? where camera = ?", to, from);
        Rows.update(
                connection,
                "insert into camera_aliases (alias, camera, source, channel, created_at) values (?, ?, ?, ?, ?)",
                from,
                to,
                other.source().value(),
                other.channel().orElse(null),
                other.createdAt());
        Rows.update(connection, "delete from cameras where id = ?", from);
        Rows.update(connection, "delete from camera_conflicts where camera = ?", from);
        Rows.update(
                connection,
                "update identity_questions set standing = 'CLOSED' where standing = 'OPEN' and (subject = ? or"
                        + " subject = ? and candidate = ?)",
                "camera " + from,
                "camera " + to,
                from);
        // a device that carries its pictures is taken over
        var carrier =
                survivor.channel().isEmpty() && other.channel().isPresent() ? Carrier.of(other) : Carrier.of(survivor);
        var fields = regroup.rewrite(survivor, carrier);
        StepTable.add(connection, StepTable.Kind.MERGE, to, from, Optional.empty(), Json.write(state), by, now);
        journal.note(now, "camera.merged", from, other.area().value(), told(to, Map.of()), by, 0);
        journal.note(now, "camera.merged", to, survivor.area().value(), told(from, fields), by, 0);
    }

    /** @return the camera that is there again */
    String undo(StepTable.Step step) throws SQLException {
        var to = step.camera();
        var from = step.other();
        var survivor = CameraTable.of(connection, List.of(to)).get(to);
        var state = Json.read(step.state(), STATE);
        for (var table : List.of("stated", "evidence")) {
            for (var part : state.aliases()) {
                Rows.update(
                        connection,
                        "update " + table + " set camera = ? where camera = ? and part = ?",
                        from,
                        to,
                        part);
            }
            Rows.update(
                    connection,
                    "update " + table + " set camera = ?, part = '' where camera = ? and part = ?",
                    from,
                    to,
                    from);
        }
        for (var alias : state.aliases()) {
            Rows.update(connection, "update camera_aliases set camera = ? where alias = ?", from, alias);
        }
        var kept = Rows.first(
                        connection,
                        "select source, channel, created_at from camera_aliases where alias = ?",
                        List.of(from),
                        row -> new Kept(
                                new Carrier(new SourceId(row.getString(1)), Optional.ofNullable(row.getString(2))),
                                Rows.instant(row, "created_at")))
                .orElseThrow(() -> new IllegalStateException("no alias " + from));
        Rows.update(connection, "delete from camera_aliases where alias = ?", from);
        var carried = Carrier.of(survivor);
        var own = carried.equals(kept.carrier())
                ? new Carrier(new SourceId(state.source()), Optional.ofNullable(state.channel()))
                : carried;
        var again = regroup.insert(from, survivor.area(), kept.carrier(), kept.createdAt());
        var fields = regroup.rewrite(survivor, own);
        StepTable.undone(connection, step, by, now);
        journal.note(now, "camera.split", from, again.area().value(), told(to, Map.of()), by, 0);
        journal.note(now, "camera.split", to, survivor.area().value(), told(from, fields), by, 0);
        return from;
    }

    static Map<String, String> told(String other, Map<String, String> fields) {
        var told = new LinkedHashMap<String, String>();
        told.put(Changes.OTHER, other);
        told.putAll(fields);
        return told;
    }

    /** What the survivor was before, and the ids that the other one answered for. */
    record State(String source, String channel, List<String> aliases) {}

    private record Kept(Carrier carrier, Instant createdAt) {}
}
