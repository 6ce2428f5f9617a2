package vn.matluoi.registry.internal.camera;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import vn.matluoi.registry.internal.db.Rows;

/** Ids of cameras that were merged into another, from the table {@code camera_aliases}. */
public final class Aliases {

    private Aliases() {}

    /** @return the camera that answers for the id; empty if it was never merged */
    public static Optional<String> survivor(Connection connection, String id) throws SQLException {
        return Rows.first(
                connection, "select camera from camera_aliases where alias = ?", List.of(id), row -> row.getString(1));
    }

    /** @return the ids that the camera answers for */
    public static List<String> of(Connection connection, String camera) throws SQLException {
        return Rows.list(
                connection,
                "select alias from camera_aliases where camera = ? order by alias",
                List.of(camera),
                row -> row.getString(1));
    }

    /** @return each with the camera it is now */
    public static Map<String, String> all(Connection connection) throws SQLException {
        var all = new HashMap<String, String>();
        Rows.list(
                connection,
                "select alias, camera from camera_aliases",
                List.of(),
                row -> all.put(row.getString(1), row.getString(2)));
        return all;
    }
}
