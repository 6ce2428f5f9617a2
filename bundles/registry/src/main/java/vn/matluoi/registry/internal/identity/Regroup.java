package vn.matluoi.registry.internal.identity;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Camera;
import vn.matluoi.registry.internal.camera.CameraColumns;
import vn.matluoi.registry.internal.camera.Effective;
import vn.matluoi.registry.internal.camera.StatedTable;
import vn.matluoi.registry.internal.db.Batch;
import vn.matluoi.registry.internal.db.Rows;
import vn.matluoi.registry.internal.truth.ConflictTable;
import vn.matluoi.registry.internal.truth.Conflicting;

/** Works out anew what the catalogue shows of a camera of which other statements hold than before. */
public final class Regroup {

    private final Connection connection;
    private final Instant now;

    public Regroup(Connection connection, Instant now) {
        this.connection = connection;
        this.now = now;
    }

    /** @return what changed: field key to new value */
    public Map<String, String> rewrite(Camera before, Carrier carrier) throws SQLException {
        var after = camera(before.id(), before.area(), carrier, before.state(), before.createdAt());
        try (var update = new Batch(connection, CameraColumns.UPDATE)) {
            update.add(CameraColumns.updated(after));
        }
        var fields = new LinkedHashMap<String, String>();
        for (var field : CameraField.values()) {
            var value = after.values().getOrDefault(field, "");
            if (!Objects.equals(value, before.values().getOrDefault(field, ""))) {
                fields.put(field.key(), value);
            }
        }
        return fields;
    }

    /** Puts a camera into the catalogue, of which everything is stated already. */
    Camera insert(String id, AreaCode otherwise, Carrier carrier, Instant createdAt) throws SQLException {
        var camera = camera(new CameraId(id), otherwise, carrier, State.unknown(now), createdAt);
        try (var insert = new Batch(connection, CameraColumns.INSERT)) {
            insert.add(CameraColumns.inserted(camera));
        }
        return camera;
    }

    private Camera camera(CameraId id, AreaCode otherwise, Carrier carrier, State state, Instant createdAt)
            throws SQLException {
        var stated = StatedTable.of(connection, List.of(id.value())).getOrDefault(id.value(), List.of());
        ConflictTable.write(connection, Map.of(id.value(), Conflicting.text(Conflicting.of(stated))));
        var values = Effective.values(carrier.source(), stated);
        values.putIfAbsent(CameraField.AREA, otherwise.value());
        return new Camera(
                id,
                new AreaCode(values.get(CameraField.AREA)),
                carrier.source(),
                carrier.channel(),
                values,
                state,
                createdAt,
                now);
    }

    /** @return who carries the pictures of what is stated of a camera: a source that calls it a channel, else any that speaks */
    public Optional<Carrier> carrier(String camera) throws SQLException {
        var channel = Rows.first(
                connection,
                "select source, content from evidence where camera = ? and kind = 'CHANNEL' order by source, content",
                List.of(camera),
                row -> new Carrier(new SourceId(row.getString(1)), Optional.of(row.getString(2))));
        return channel.isPresent()
                ? channel
                : Rows.first(
                        connection,
                        "select source from stated where camera = ? order by said_at, source",
                        List.of(camera),
                        row -> new Carrier(new SourceId(row.getString(1)), Optional.empty()));
    }

    /** The source a camera belongs to, and its channel there. */
    public record Carrier(SourceId source, Optional<String> channel) {

        public static Carrier of(Camera camera) {
            return new Carrier(camera.source(), camera.channel());
        }
    }
}
