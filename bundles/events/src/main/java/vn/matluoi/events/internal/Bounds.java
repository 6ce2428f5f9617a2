package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The stretch of the journal that is kept.
 *
 * @param first number of the oldest event there is; {@code last + 1} if none is
 * @param last number of the newest that ever was
 * @param bytes about how many bytes it holds
 */
record Bounds(long first, long last, long bytes) {

    boolean isEmpty() {
        return first > last;
    }

    static Bounds of(Connection connection) throws SQLException {
        // the counter first: what is written between the two questions is left out
        var last = number(connection, "select last_sequence from events_counter", 0);
        // MIN is answered from the end of the index on both engines
        var first = number(connection, "select min(sequence) from events_journal", last + 1);
        return new Bounds(first, last, number(connection, "select kept_bytes from events_counter", 0));
    }

    /** @return number of the event that bears the earliest time */
    static long ofOldest(Connection connection, long otherwise) throws SQLException {
        return number(
                connection,
                "select min(sequence) from events_journal where hub_at = (select min(hub_at) from events_journal)",
                otherwise);
    }

    /** @return the time that the newest event bears, in milliseconds since 1970 */
    static long newestTime(Connection connection, long otherwise) throws SQLException {
        return number(
                connection,
                "select hub_at from events_journal where sequence = (select max(sequence) from events_journal)",
                otherwise);
    }

    private static long number(Connection connection, String sql, long otherwise) throws SQLException {
        try (var ask = connection.prepareStatement(sql);
                var row = ask.executeQuery()) {
            if (!row.next()) {
                return otherwise;
            }
            var number = row.getLong(1);
            return row.wasNull() ? otherwise : number;
        }
    }
}
