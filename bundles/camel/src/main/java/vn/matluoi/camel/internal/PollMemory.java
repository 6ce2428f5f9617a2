package vn.matluoi.camel.internal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** Up to when routes that run at times of the day have done what was due, in the hub's database. Any thread. */
final class PollMemory {

    private final DataSource database;

    PollMemory(DataSource database) {
        this.database = database;
    }

    Optional<Instant> done(String route) throws SQLException {
        try (var connection = database.getConnection();
                var select = connection.prepareStatement("select done_at from routes_poll where route = ?")) {
            select.setString(1, route);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(Instant.ofEpochMilli(rows.getLong(1))) : Optional.empty();
            }
        }
    }

    void keep(String route, Instant done) throws SQLException {
        try (var connection = database.getConnection();
                var update = connection.prepareStatement("update routes_poll set done_at = ? where route = ?")) {
            update.setLong(1, done.toEpochMilli());
            update.setString(2, route);
            if (update.executeUpdate() > 0) {
                return;
            }
            try (var insert = connection.prepareStatement("insert into routes_poll (route, done_at) values (?, ?)")) {
                insert.setString(1, route);
                insert.setLong(2, done.toEpochMilli());
                insert.executeUpdate();
            }
        }
    }
}
