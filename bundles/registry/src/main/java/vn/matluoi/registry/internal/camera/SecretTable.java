package vn.matluoi.registry.internal.camera;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.registry.Cameras.Secrets;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Rows;

/**
 * Which cameras are state secrets, from the tables {@code cameras}, {@code camera_aliases} and {@code stated}. Asked for each
 * answer about events: what was read holds until the catalogue changes, but no longer than a second, as a source may begin to speak of
 * a camera without changing anything of it. Any thread.
 */
final class SecretTable {

    private static final long HOLDS = TimeUnit.SECONDS.toNanos(1);

    private static final String CAMERAS = "select id from cameras where state_secret = 'true'";
    private static final String ALIASES =
            "select a.alias from camera_aliases a join cameras c on c.id = a.camera" + " where c.state_secret = 'true'";
    private static final String CARRIERS = "select distinct source from cameras where state_secret = 'true'";
    private static final String SPEAKERS = "select distinct s.source from cameras c join stated s on s.camera = c.id"
            + " where c.state_secret = 'true'";

    private final Database database;
    private final LongSupplier nanos;
    private volatile Known known = new Known(-1, 0, Secrets.none());

    SecretTable(Database database, LongSupplier nanos) {
        this.database = database;
        this.nanos = nanos;
    }

    private record Known(long sequence, long since, Secrets secrets) {}

    Secrets now() {
        return database.read(connection -> {
            var now = nanos.getAsLong();
            var before = known;
            var last = Rows.number(connection, "select coalesce(max(seq), 0) from changes", List.of());
            if (before.sequence == last && now - before.since < HOLDS) {
                return before.secrets;
            }
            var read = read(connection);
            known = new Known(last, now, read);
            return read;
        });
    }

    private static Secrets read(Connection connection) throws SQLException {
        var cameras = new HashSet<CameraId>();
        var sources = new HashSet<SourceId>();
        for (var sql : List.of(CAMERAS, ALIASES)) {
            Rows.each(connection, sql, List.of(), row -> cameras.add(new CameraId(row.getString(1))));
        }
        for (var sql : List.of(CARRIERS, SPEAKERS)) {
            Rows.each(connection, sql, List.of(), row -> sources.add(new SourceId(row.getString(1))));
        }
        return new Secrets(cameras, sources);
    }
}
