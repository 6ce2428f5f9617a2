package vn.matluoi.registry.internal.truth;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import vn.matluoi.registry.internal.db.Batch;

/** The table {@code camera_conflicts}: kept at each write, so that a list of them does not read the catalogue. */
public final class ConflictTable {

    private ConflictTable() {}

    /** @param conflicts camera to what {@link Conflicting#text} gave; an empty text for none any more */
    public static void write(Connection connection, Map<String, String> conflicts) throws SQLException {
        try (var delete = new Batch(connection, "delete from camera_conflicts where camera = ?")) {
            for (var camera : conflicts.keySet()) {
                delete.add(camera);
            }
        }
        try (var insert = new Batch(connection, "insert into camera_conflicts (camera, fields) values (?, ?)")) {
            for (var conflict : conflicts.entrySet()) {
                if (!conflict.getValue().isEmpty()) {
                    insert.add(conflict.getKey(), conflict.getValue());
                }
            }
        }
    }
}
