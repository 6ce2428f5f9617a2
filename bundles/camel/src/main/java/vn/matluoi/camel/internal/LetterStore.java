package vn.matluoi.camel.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.DeadLetter;

/** The letters in the hub's database, their bytes packed. One transaction a call. Any thread. */
final class LetterStore {

    private static final String SHOWN =
            "select id, route, name, media_type, raw_size, whole, rule, why_vi, why_en, first_at, last_at, times, replays from routes_letter";

    private final DataSource database;

    LetterStore(DataSource database) {
        this.database = database;
    }

    /** What goes into a row, besides its texts as they are kept. */
    record Row(DeadLetter letter, String hash, byte[] packed) {}

    /** What one route has. */
    record Held(long letters, long bytes) {}

    /** @return greatest number that is taken; 0 if none is */
    long last() {
        return asked("select max(id) from routes_letter", statement -> {}, rows -> rows.next() ? rows.getLong(1) : 0L);
    }

    TreeMap<String, Held> held() {
        return asked(
                "select route, count(*), sum(kept_bytes) from routes_letter group by route", statement -> {}, rows -> {
                    var held = new TreeMap<String, Held>();
                    while (rows.next()) {
                        held.put(rows.getString(1), new Held(rows.getLong(2), rows.getLong(3)));
                    }
                    return held;
                });
    }

    /** Counts a letter again that is there already. @return its number, if it is */
    Optional<Long> again(String route, String rule, String hash, Instant at) {
        return changed(connection -> {
            var known = query(
                    connection,
                    "select id from routes_letter where route = ? and rule = ? and hash = ?",
                    statement -> {
                        statement.setString(1, route);
                        statement.setString(2, rule);
                        statement.setString(3, hash);
                    },
                    rows -> rows.next() ? Optional.of(rows.getLong(1)) : Optional.<Long>empty());
            if (known.isPresent()) {
                update(
                        connection,
                        "update routes_letter set times = times + 1, last_at = ? where id = ?",
                        statement -> {
                            statement.setLong(1, at.toEpochMilli());
                            statement.setLong(2, known.get());
                        });
            }
            return known;
        });
    }

    /**
     * Adds a letter, and takes out the oldest of its route that have no room beside it.
     *
     * @return how many went
     */
    int add(Row row, long mostBytes, int mostLetters) {
        return changed(connection -> {
            var letter = row.letter();
            update(
                    connection,
                    "insert into routes_letter (id, route, name, media_type, raw_size, whole, hash, rule, why_vi, why_en, first_at, last_at, times, replays, kept_bytes, raw) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    statement -> {
                        var n = 0;
                        statement.setLong(++n, letter.id());
                        statement.setString(++n, letter.route());
                        statement.setString(++n, letter.name());
                        statement.setString(++n, letter.mediaType());
                        statement.setLong(++n, letter.size());
                        statement.setInt(++n, letter.whole() ? 1 : 0);
                        statement.setString(++n, row.hash());
                        statement.setString(++n, letter.rule());
                        statement.setString(++n, letter.why().vi());
                        statement.setString(++n, letter.why().en());
                        statement.setLong(++n, letter.firstAt().toEpochMilli());
                        statement.setLong(++n, letter.lastAt().toEpochMilli());
                        statement.setInt(++n, letter.times());
                        statement.setInt(++n, letter.replays());
                        statement.setLong(++n, row.packed().length);
                        statement.setBytes(++n, row.packed());
                    });
            return makeRoom(connection, letter.route(), mostBytes, mostLetters);
        });
    }

    private static int makeRoom(Connection connection, String route, long mostBytes, int mostLetters)
            throws SQLException {
        var beyond = query(
                connection,
                "select id, kept_bytes from routes_letter where route = ? order by id desc",
                statement -> statement.setString(1, route),
                rows -> {
                    var bytes = 0L;
                    for (var letters = 1; rows.next(); letters++) {
                        bytes += rows.getLong(2);
                        if (letters > mostLetters || bytes > mostBytes) {
                            return rows.getLong(1);
                        }
                    }
                    return -1L;
                });
        return update(connection, "delete from routes_letter where route = ? and id <= ?", statement -> {
            statement.setString(1, route);
            statement.setLong(2, beyond);
        });
    }

    /** Takes out those that were last brought before that moment. */
    void forgetBefore(Instant moment) {
        changed(connection -> update(
                connection,
                "delete from routes_letter where last_at < ?",
                statement -> statement.setLong(1, moment.toEpochMilli())));
    }

    /** @return the newest first, one more than asked for if there are more; with numbers less than {@code before} */
    List<DeadLetter> list(String route, long before, int limit) {
        return asked(
                SHOWN + " where route = ? and id < ? order by id desc fetch first " + (limit + 1) + " rows only",
                statement -> {
                    statement.setString(1, route);
                    statement.setLong(2, before);
                },
                rows -> {
                    var letters = new ArrayList<DeadLetter>();
                    while (rows.next()) {
                        letters.add(letter(rows));
                    }
                    return letters;
                });
    }

    long count(String route) {
        return asked(
                "select count(*) from routes_letter where route = ?",
                statement -> statement.setString(1, route),
                rows -> rows.next() ? rows.getLong(1) : 0L);
    }

    Optional<DeadLetter> find(String route, long id) {
        return asked(
                SHOWN + " where route = ? and id = ?",
                statement -> {
                    statement.setString(1, route);
                    statement.setLong(2, id);
                },
                rows -> rows.next() ? Optional.of(letter(rows)) : Optional.empty());
    }

    /** @return its bytes, packed */
    Optional<byte[]> packed(long id) {
        return asked(
                "select raw from routes_letter where id = ?",
                statement -> statement.setLong(1, id),
                rows -> rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty());
    }

    /** Notes that it was handed in again, and why it still cannot be taken. */
    void refused(long id, String rule, Text why) {
        changed(connection -> update(
                connection,
                "update routes_letter set replays = replays + 1, rule = ?, why_vi = ?, why_en = ? where id = ?",
                statement -> {
                    statement.setString(1, rule);
                    statement.setString(2, why.vi());
                    statement.setString(3, why.en());
                    statement.setLong(4, id);
                }));
    }

    boolean remove(long id) {
        return changed(connection -> update(
                        connection, "delete from routes_letter where id = ?", statement -> statement.setLong(1, id)))
                > 0;
    }

    private static DeadLetter letter(ResultSet rows) throws SQLException {
        var n = 0;
        return new DeadLetter(
                rows.getLong(++n),
                rows.getString(++n),
                rows.getString(++n),
                rows.getString(++n),
                rows.getLong(++n),
                rows.getInt(++n) == 1,
                rows.getString(++n),
                new Text(rows.getString(++n), rows.getString(++n)),
                Instant.ofEpochMilli(rows.getLong(++n)),
                Instant.ofEpochMilli(rows.getLong(++n)),
                rows.getInt(++n),
                rows.getInt(++n));
    }

    private <T> T asked(String sql, Setting setting, Reading<T> reading) {
        try (var connection = database.getConnection()) {
            return query(connection, sql, setting, reading);
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private <T> T changed(Work<T> work) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw unavailable(e);
        }
    }

    private static <T> T query(Connection connection, String sql, Setting setting, Reading<T> reading)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            setting.in(statement);
            try (var rows = statement.executeQuery()) {
                return reading.from(rows);
            }
        }
    }

    private static int update(Connection connection, String sql, Setting setting) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            setting.in(statement);
            return statement.executeUpdate();
        }
    }

    private static HubException unavailable(SQLException cause) {
        var problem = new HubException(
                HubException.Reason.UNAVAILABLE,
                "database",
                new Text(
                        "không đọc hoặc ghi được bản tin chưa nhận trong cơ sở dữ liệu; hãy thử lại sau",
                        "dead letters cannot be read from or written to the database; try again later"));
        problem.initCause(cause);
        return problem;
    }

    @FunctionalInterface
    private interface Setting {
        void in(PreparedStatement statement) throws SQLException;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(ResultSet rows) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }
}
