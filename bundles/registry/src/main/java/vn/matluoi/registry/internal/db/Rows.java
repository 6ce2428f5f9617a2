package vn.matluoi.registry.internal.db;

import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Asks one question of the database and reads the answer row by row. */
public final class Rows {

    /** PostgreSQL would send all rows at once. */
    private static final int FETCHED = 1_000;

    private Rows() {}

    /** @return what the reader made of each row */
    public static <T> List<T> list(Connection connection, String sql, Collection<?> values, Reader<T> reader)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, 1, values.toArray());
            try (var found = statement.executeQuery()) {
                var list = new ArrayList<T>();
                while (found.next()) {
                    list.add(reader.of(found));
                }
                return list;
            }
        }
    }

    /** Reads each row, and keeps nothing of what the reader makes of it. */
    public static void each(Connection connection, String sql, Collection<?> values, Reader<?> reader)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCHED);
            bind(statement, 1, values.toArray());
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    reader.of(found);
                }
            }
        }
    }

    /** @return what the reader made of the first row */
    public static <T> Optional<T> first(Connection connection, String sql, Collection<?> values, Reader<T> reader)
            throws SQLException {
        return list(connection, sql, values, reader).stream().findFirst();
    }

    /** @return the number in the first column of the only row */
    public static long number(Connection connection, String sql, Collection<?> values) throws SQLException {
        return first(connection, sql, values, row -> row.getLong(1))
                .orElseThrow(() -> new SQLException("no row for: " + sql));
    }

    /** Runs one statement that writes. */
    public static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            bind(statement, 1, values);
            return statement.executeUpdate();
        }
    }

    public static Instant instant(ResultSet row, String column) throws SQLException {
        return Instant.ofEpochMilli(row.getLong(column));
    }

    public static Optional<Instant> maybeInstant(ResultSet row, String column) throws SQLException {
        var millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }

    public static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    /** @return {@code ?, ?, ?} for that many values */
    public static String marks(int count) {
        return "?" + ", ?".repeat(count - 1);
    }

    static void bind(PreparedStatement statement, int first, Object... values) throws SQLException {
        var index = first;
        for (var value : values) {
            if (value == null) {
                statement.setNull(index, Types.VARCHAR);
            } else if (value instanceof Nothing nothing) {
                statement.setNull(index, nothing.type);
            } else if (value instanceof String text) {
                statement.setString(index, text);
            } else if (value instanceof Long number) {
                statement.setLong(index, number);
            } else if (value instanceof Integer number) {
                statement.setInt(index, number);
            } else if (value instanceof Boolean truth) {
                statement.setBoolean(index, truth);
            } else if (value instanceof LocalDate day) {
                statement.setDate(index, Date.valueOf(day));
            } else if (value instanceof Instant instant) {
                statement.setLong(index, instant.toEpochMilli());
            } else {
                throw new SQLException("no column type for " + value.getClass());
            }
            index++;
        }
    }

    /** Nothing, for a column that is not text: the engines want to know what it is that is not there. */
    public enum Nothing {
        NUMBER(Types.BIGINT),
        DAY(Types.DATE);

        private final int type;

        Nothing(int type) {
            this.type = type;
        }
    }

    /** Makes something of the present row. */
    @FunctionalInterface
    public interface Reader<T> {
        T of(ResultSet row) throws SQLException;
    }
}
