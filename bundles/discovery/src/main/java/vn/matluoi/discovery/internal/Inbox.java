package vn.matluoi.discovery.internal;

import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.Text;
import vn.matluoi.api.discovery.Found;

/** What was found, in one table: an address once, at most {@value #MOST}; the longest unseen goes first. */
final class Inbox {

    static final int MOST = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final String COLUMNS =
            "id, address, how, endpoint, name, hardware, mac, first_seen, last_seen, dismissed";

    private final DataSource database;

    Inbox(DataSource database) {
        this.database = database;
    }

    /** Writes down what answered, once more if it is known; one at a time. */
    synchronized void seen(Claim claim, Instant at) {
        run(connection -> {
            try (var update = connection.prepareStatement("UPDATE discovery_found SET how = ?, endpoint = ?, name = ?,"
                    + " hardware = ?, mac = ?, last_seen = ? WHERE address = ?")) {
                claims(update, claim, 1);
                update.setLong(6, at.toEpochMilli());
                update.setString(7, claim.address().toString());
                if (update.executeUpdate() == 0) {
                    insert(connection, claim, at);
                }
            }
            return null;
        });
    }

    private static void insert(Connection connection, Claim claim, Instant at) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO discovery_found (how, endpoint, name, hardware, mac, first_seen, last_seen, address,"
                        + " dismissed, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?)")) {
            claims(insert, claim, 1);
            insert.setLong(6, at.toEpochMilli());
            insert.setLong(7, at.toEpochMilli());
            insert.setString(8, claim.address().toString());
            insert.setLong(9, number(connection, "SELECT MAX(id) FROM discovery_found") + 1);
            insert.executeUpdate();
        }
        if (number(connection, "SELECT COUNT(*) FROM discovery_found") > MOST) {
            try (var remove = connection.prepareStatement("DELETE FROM discovery_found WHERE id = (SELECT MIN(id) FROM"
                    + " discovery_found WHERE last_seen = (SELECT MIN(last_seen) FROM discovery_found))")) {
                remove.executeUpdate();
            }
        }
    }

    private static void claims(PreparedStatement statement, Claim claim, int first) throws SQLException {
        statement.setString(first, claim.how().name());
        statement.setString(first + 1, claim.endpoint().orElse(null));
        statement.setString(first + 2, claim.name());
        statement.setString(first + 3, claim.hardware());
        statement.setString(first + 4, claim.mac().orElse(null));
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.prepareStatement(query);
                var result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    /** @param source finds the source that has an address already */
    List<Found> list(boolean dismissed, Function<URI, Optional<String>> source) {
        return run(connection -> {
            var found = new ArrayList<Found>();
            try (var query = connection.prepareStatement("SELECT " + COLUMNS + " FROM discovery_found"
                            + (dismissed ? "" : " WHERE dismissed = 0") + " ORDER BY last_seen DESC, id DESC");
                    var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(row(rows, source));
                }
            }
            return found;
        });
    }

    private static Found row(ResultSet row, Function<URI, Optional<String>> source) throws SQLException {
        var address = URI.create(row.getString("address"));
        return new Found(
                row.getLong("id"),
                address,
                Found.How.valueOf(row.getString("how")),
                Optional.ofNullable(row.getString("endpoint")),
                row.getString("name"),
                row.getString("hardware"),
                Optional.ofNullable(row.getString("mac")),
                Instant.ofEpochMilli(row.getLong("first_seen")),
                Instant.ofEpochMilli(row.getLong("last_seen")),
                source.apply(address),
                row.getInt("dismissed") != 0);
    }

    /** @return the address of the entry; empty if there is none */
    synchronized Optional<String> dismiss(long id) {
        return run(connection -> {
            try (var update = connection.prepareStatement("UPDATE discovery_found SET dismissed = 1 WHERE id = ?")) {
                update.setLong(1, id);
                if (update.executeUpdate() == 0) {
                    return Optional.<String>empty();
                }
            }
            try (var query = connection.prepareStatement("SELECT address FROM discovery_found WHERE id = ?")) {
                query.setLong(1, id);
                try (var row = query.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.<String>empty();
                }
            }
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private <T> T run(Work<T> work) {
        try (var connection = database.getConnection()) {
            return work.with(connection);
        } catch (SQLException e) {
            LOG.warn("the inbox of found devices: {}", e.toString());
            throw new HubException(
                    Reason.UNAVAILABLE,
                    "discovery.database",
                    new Text(
                            "Không đọc ghi được danh sách thiết bị tìm thấy. Hãy thử lại sau.",
                            "The list of found devices cannot be read or written. Try again later."));
        }
    }
}
