package vn.matluoi.access.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.SourceKeys.SourceKey;

/** Keys of sources in SQL, within the transactions of {@link AccountStore}. */
final class SourceKeyStore {

    private static final String COLUMNS = "id, source, label, created_at_ms, created_by, expires_at_ms, used_at_ms";

    private final AccountStore store;

    SourceKeyStore(AccountStore store) {
        this.store = store;
    }

    Optional<SourceKey> ofHash(String hash) {
        return store.reading(connection -> {
            try (var ask =
                    connection.prepareStatement("SELECT " + COLUMNS + " FROM access_source_key WHERE hash = ?")) {
                ask.setString(1, hash);
                return all(ask).stream().findFirst();
            }
        });
    }

    List<SourceKey> list(Optional<SourceId> source) {
        return store.reading(connection -> {
            try (var ask = connection.prepareStatement("SELECT " + COLUMNS + " FROM access_source_key"
                    + (source.isPresent() ? " WHERE source = ?" : "") + " ORDER BY created_at_ms DESC, id")) {
                if (source.isPresent()) {
                    ask.setString(1, source.get().value());
                }
                return all(ask);
            }
        });
    }

    void add(SourceKey key, String hash) {
        store.writing(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO access_source_key (id, hash, source, label, created_at_ms, created_by, expires_at_ms)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, key.id());
                insert.setString(2, hash);
                insert.setString(3, key.source().value());
                insert.setString(4, key.label());
                insert.setLong(5, key.created().toEpochMilli());
                insert.setString(6, key.createdBy());
                insert.setLong(7, key.expires().toEpochMilli());
                return insert.executeUpdate();
            }
        });
    }

    void used(String id, Instant now) {
        store.writing(connection -> update(
                connection, "UPDATE access_source_key SET used_at_ms = " + now.toEpochMilli() + " WHERE id = ?", id));
    }

    /** @return whether it was there */
    boolean remove(String id) {
        return store.writing(connection -> update(connection, "DELETE FROM access_source_key WHERE id = ?", id)) == 1;
    }

    private static int update(Connection connection, String sql, String id) throws SQLException {
        try (var update = connection.prepareStatement(sql)) {
            update.setString(1, id);
            return update.executeUpdate();
        }
    }

    private static List<SourceKey> all(PreparedStatement ask) throws SQLException {
        var all = new ArrayList<SourceKey>();
        try (var rows = ask.executeQuery()) {
            while (rows.next()) {
                all.add(read(rows));
            }
        }
        return all;
    }

    private static SourceKey read(ResultSet row) throws SQLException {
        var used = row.getLong(7);
        return new SourceKey(
                row.getString(1).strip(),
                new SourceId(row.getString(2)),
                row.getString(3),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getString(5),
                Instant.ofEpochMilli(row.getLong(6)),
                used == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(used)));
    }
}
