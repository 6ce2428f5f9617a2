package vn.matluoi.registry.internal.identity;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import vn.matluoi.registry.internal.db.Counter;
import vn.matluoi.registry.internal.db.Rows;

/** Merges and splits as they were done, in the table {@code identity_steps}. */
final class StepTable {

    private static final String SELECT = "select id, kind, camera, other, source, state from identity_steps"
            + " where undone_at is null and (camera = ? or other = ?) order by id desc fetch first 1 rows only";

    private StepTable() {}

    static void add(
            Connection connection,
            Kind kind,
            String camera,
            String other,
            Optional<String> source,
            String state,
            String by,
            Instant now)
            throws SQLException {
        Rows.update(
                connection,
                "insert into identity_steps (id, kind, camera, other, source, done_at, done_by, state) values ("
                        + Rows.marks(8) + ")",
                Counter.STEP.take(connection, 1),
                kind.name(),
                camera,
                other,
                source.orElse(null),
                now,
                by,
                state);
    }

    /** @return the last step the camera had a part in and that was not undone */
    static Optional<Step> last(Connection connection, String camera) throws SQLException {
        return Rows.first(connection, SELECT, List.of(camera, camera), StepTable::step);
    }

    static void undone(Connection connection, Step step, String by, Instant now) throws SQLException {
        Rows.update(
                connection, "update identity_steps set undone_at = ?, undone_by = ? where id = ?", now, by, step.id());
    }

    private static Step step(ResultSet row) throws SQLException {
        return new Step(
                row.getLong("id"),
                Kind.valueOf(row.getString("kind")),
                row.getString("camera"),
                row.getString("other"),
                Rows.text(row, "source"),
                row.getString("state"));
    }

    /** What was done. */
    enum Kind {
        MERGE,
        SPLIT
    }

    /**
     * One step.
     *
     * @param camera the one that stayed
     * @param other the one that went or came
     * @param source whose statements were split off
     * @param state what undoing it needs
     */
    record Step(long id, Kind kind, String camera, String other, Optional<String> source, String state) {}
}
