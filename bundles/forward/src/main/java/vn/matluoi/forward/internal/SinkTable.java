package vn.matluoi.forward.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.SinkRoute.Content;
import vn.matluoi.api.forward.Sinks.Quarantined;
import vn.matluoi.api.sql.Commits;

/**
 * What the database knows of sinks. Whatever is written may be written again: a commit that nobody confirmed is tried anew. Any
 * thread; fails with a {@link HubException} if the database does not answer.
 */
final class SinkTable {

    private static final int LONGEST_REASON = 1000;

    private final DataSource database;

    SinkTable(DataSource database) {
        this.database = database;
    }

    /** What a sink has settled since it was last written. */
    record Settled(Map<String, Boolean> told, List<Quarantined> rejected, Collection<Long> released) {

        static Settled nothing() {
            return new Settled(Map.of(), List.of(), List.of());
        }
    }

    /** @return the id that this database has had since sinks were first served from it */
    String hub() {
        return within(connection -> {
            var known = hub(connection);
            if (known.isPresent()) {
                return known.get();
            }
            try (var insert = connection.prepareStatement("insert into forward_hub (id) values (?)")) {
                var id = UUID.randomUUID().toString();
                insert.setString(1, id);
                insert.executeUpdate();
                return id;
            }
        });
    }

    private static Optional<String> hub(Connection connection) throws SQLException {
        try (var ask = connection.prepareStatement("select min(id) from forward_hub");
                var row = ask.executeQuery()) {
            row.next();
            return Optional.ofNullable(row.getString(1));
        }
    }

    List<Kept> all() {
        return within(connection -> {
            try (var ask = connection.prepareStatement(
                            "select name, content, settings, position, delivered, lost, paused, left_at from forward_sink"
                                    + " order by name");
                    var row = ask.executeQuery()) {
                var all = new ArrayList<Kept>();
                while (row.next()) {
                    all.add(kept(row));
                }
                return all;
            }
        });
    }

    private static Kept kept(ResultSet row) throws SQLException {
        var left = row.getLong("left_at");
        Optional<Instant> leftAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(left));
        return new Kept(
                row.getString("name"),
                Content.valueOf(row.getString("content")),
                row.getString("settings"),
                row.getLong("position"),
                row.getLong("delivered"),
                row.getLong("lost"),
                row.getInt("paused") == 1,
                leftAt);
    }

    /** @return how many deliveries are put aside, by sink; those that have none are not in it */
    Map<String, Long> quarantined() {
        return within(connection -> {
            try (var ask = connection.prepareStatement("select sink, count(*) from forward_quarantine group by sink");
                    var row = ask.executeQuery()) {
                var counts = new HashMap<String, Long>();
                while (row.next()) {
                    counts.put(row.getString(1), row.getLong(2));
                }
                return counts;
            }
        });
    }

    /**
     * Writes where a sink is, and what it settled on the way, whole or not at all. Whether it has settings, and which, is not the
     * business of one that is at work: one that was removed meanwhile stays removed.
     */
    void write(Kept sink, Settled settled) {
        within(connection -> {
            if (move(connection, sink)) {
                told(connection, sink.name(), settled.told());
                release(connection, sink.name(), settled.released());
                reject(connection, sink.name(), settled.rejected());
            }
            return sink;
        });
    }

    /** Writes all of a sink, where it was known before and whether it has settings. */
    void put(Kept sink) {
        within(connection -> {
            if (!update(connection, sink)) {
                insert(connection, sink);
            }
            return sink;
        });
    }

    /** The same for one that begins anew: whatever was known of it before is not its own. */
    void begin(Kept sink) {
        within(connection -> {
            remove(connection, sink.name());
            insert(connection, sink);
            return sink;
        });
    }

    /** Forgets those whose settings went before that. */
    void forget(Instant before) {
        within(connection -> {
            var left = "(select name from forward_sink where left_at < ?)";
            for (var sql : List.of(
                    "delete from forward_told where sink in " + left,
                    "delete from forward_link where sink in " + left,
                    "delete from forward_quarantine where sink in " + left,
                    "delete from forward_sink where left_at < ?")) {
                try (var delete = connection.prepareStatement(sql)) {
                    delete.setLong(1, before.toEpochMilli());
                    delete.executeUpdate();
                }
            }
            return before;
        });
    }

    /** @return what {@link #keepLink} was given last; empty if nothing */
    String link(String sink) {
        return within(connection -> {
            try (var ask = connection.prepareStatement("select days from forward_link where sink = ?")) {
                ask.setString(1, sink);
                try (var row = ask.executeQuery()) {
                    return row.next() ? row.getString(1) : "";
                }
            }
        });
    }

    void keepLink(String sink, String days) {
        within(connection -> {
            try (var update = connection.prepareStatement("update forward_link set days = ? where sink = ?");
                    var insert = connection.prepareStatement("insert into forward_link (days, sink) values (?, ?)")) {
                for (var write : List.of(update, insert)) {
                    write.setString(1, days);
                    write.setString(2, sink);
                    if (write.executeUpdate() > 0) {
                        break;
                    }
                }
                return days;
            }
        });
    }

    private static void remove(Connection connection, String name) throws SQLException {
        for (var sql : List.of(
                "delete from forward_told where sink = ?",
                "delete from forward_link where sink = ?",
                "delete from forward_quarantine where sink = ?",
                "delete from forward_sink where name = ?")) {
            try (var delete = connection.prepareStatement(sql)) {
                delete.setString(1, name);
                delete.executeUpdate();
            }
        }
    }

    private static boolean move(Connection connection, Kept sink) throws SQLException {
        try (var update = connection.prepareStatement(
                "update forward_sink set position = ?, delivered = ?, lost = ?, paused = ? where name = ?")) {
            update.setLong(1, sink.position());
            update.setLong(2, sink.delivered());
            update.setLong(3, sink.lost());
            update.setInt(4, sink.paused() ? 1 : 0);
            update.setString(5, sink.name());
            return update.executeUpdate() == 1;
        }
    }

    private static boolean update(Connection connection, Kept sink) throws SQLException {
        try (var update = connection.prepareStatement(
                "update forward_sink set content = ?, settings = ?, position = ?, delivered = ?, lost = ?, paused = ?,"
                        + " left_at = ? where name = ?")) {
            bind(update, sink);
            return update.executeUpdate() == 1;
        }
    }

    private static void insert(Connection connection, Kept sink) throws SQLException {
        try (var insert = connection.prepareStatement(
                "insert into forward_sink (content, settings, position, delivered, lost, paused, left_at, name)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            bind(insert, sink);
            insert.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, Kept sink) throws SQLException {
        statement.setString(1, sink.content().name());
        statement.setString(2, sink.settings());
        statement.setLong(3, sink.position());
        statement.setLong(4, sink.delivered());
        statement.setLong(5, sink.lost());
        statement.setInt(6, sink.paused() ? 1 : 0);
        if (sink.left().isPresent()) {
            statement.setLong(7, sink.left().get().toEpochMilli());
        } else {
            statement.setNull(7, Types.BIGINT);
        }
        statement.setString(8, sink.name());
    }

    private static void told(Connection connection, String sink, Map<String, Boolean> told) throws SQLException {
        if (told.isEmpty()) {
            return;
        }
        try (var delete = connection.prepareStatement("delete from forward_told where sink = ? and camera = ?");
                var insert = connection.prepareStatement("insert into forward_told (sink, camera) values (?, ?)")) {
            for (var camera : told.entrySet()) {
                delete.setString(1, sink);
                delete.setString(2, camera.getKey());
                delete.addBatch();
                if (camera.getValue()) {
                    insert.setString(1, sink);
                    insert.setString(2, camera.getKey());
                    insert.addBatch();
                }
            }
            delete.executeBatch();
            insert.executeBatch();
        }
    }

    /** Takes out what was put aside. */
    void release(String sink, Collection<Long> sequences) {
        within(connection -> {
            release(connection, sink, sequences);
            return sink;
        });
    }

    private static void release(Connection connection, String sink, Collection<Long> sequences) throws SQLException {
        if (sequences.isEmpty()) {
            return;
        }
        try (var delete =
                connection.prepareStatement("delete from forward_quarantine where sink = ? and sequence = ?")) {
            for (var sequence : sequences) {
                delete.setString(1, sink);
                delete.setLong(2, sequence);
                delete.addBatch();
            }
            delete.executeBatch();
        }
    }

    private static void reject(Connection connection, String sink, List<Quarantined> rejected) throws SQLException {
        release(connection, sink, rejected.stream().map(Quarantined::sequence).toList());
        if (rejected.isEmpty()) {
            return;
        }
        try (var insert = connection.prepareStatement(
                "insert into forward_quarantine (sink, sequence, delivery_id, delivery_type, reason_vi, reason_en,"
                        + " rejected_at) values (?, ?, ?, ?, ?, ?, ?)")) {
            for (var one : rejected) {
                insert.setString(1, sink);
                insert.setLong(2, one.sequence());
                insert.setString(3, one.id());
                insert.setString(4, one.type());
                insert.setString(5, cut(one.reason().vi()));
                insert.setString(6, cut(one.reason().en()));
                insert.setLong(7, one.at().toEpochMilli());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String cut(String text) {
        var storable = text.replace('\u0000', ' ');
        return storable.length() <= LONGEST_REASON ? storable : storable.substring(0, LONGEST_REASON);
    }

    /** @return those of the cameras that the sink was told of */
    Set<String> told(String sink, Collection<String> cameras) {
        if (cameras.isEmpty()) {
            return Set.of();
        }
        return within(connection -> {
            var places = cameras.stream().map(camera -> "?").collect(Collectors.joining(", "));
            try (var ask = connection.prepareStatement(
                    "select camera from forward_told where sink = ? and camera in (" + places + ")")) {
                ask.setString(1, sink);
                var index = 2;
                for (var camera : cameras) {
                    ask.setString(index++, camera);
                }
                try (var row = ask.executeQuery()) {
                    var told = new HashSet<String>();
                    while (row.next()) {
                        told.add(row.getString(1));
                    }
                    return told;
                }
            }
        });
    }

    /** @return what is put aside for a sink, oldest first */
    List<Quarantined> quarantine(String sink, long after, int limit) {
        return within(connection -> {
            try (var ask = connection.prepareStatement(
                    "select sequence, delivery_id, delivery_type, reason_vi, reason_en, rejected_at from forward_quarantine"
                            + " where sink = ? and sequence > ? order by sequence fetch first " + limit
                            + " rows only")) {
                ask.setString(1, sink);
                ask.setLong(2, after);
                try (var row = ask.executeQuery()) {
                    var all = new ArrayList<Quarantined>();
                    while (row.next()) {
                        all.add(new Quarantined(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                new Text(row.getString(4), row.getString(5)),
                                Instant.ofEpochMilli(row.getLong(6))));
                    }
                    return all;
                }
            }
        });
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T within(Work<T> work) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var done = work.in(connection);
                Commits.commit(connection, SinkTable::unavailable);
                return done;
            } catch (SQLException | RuntimeException failure) {
                rollback(connection, failure);
                throw failure;
            }
        } catch (SQLException failure) {
            throw unavailable(failure);
        }
    }

    private static void rollback(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            because.addSuppressed(second);
        }
    }

    private static HubException unavailable(SQLException cause) {
        var refusal = new HubException(
                HubException.Reason.UNAVAILABLE,
                "forward.database",
                new Text(
                        "Cơ sở dữ liệu không trả lời về các nơi nhận; trạm thử lại.",
                        "The database does not answer about sinks; the hub tries again."));
        refusal.initCause(cause);
        return refusal;
    }
}
