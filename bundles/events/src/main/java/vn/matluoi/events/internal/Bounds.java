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

    /** What is looked through for its numbers alone: some tens of milliseconds on either engine, and a day of the standard journal. */
    static final int FEW = 50_000;

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

    /**
     * The numbers of a stretch of time, so that it is not looked for from one end of the journal. Numbers need not be in the order of
     * times (a clock may have been set), so all of the stretch is asked for, from the index by time alone; of one that holds more than
     * {@code few} nothing is said, and all stays as it is.
     *
     * @param from in milliseconds since 1970
     * @param to in milliseconds since 1970, not within it
     */
    Bounds within(Connection connection, long from, long to, int few) throws SQLException {
        try (var ask = connection.prepareStatement(numbersOf(few))) {
            ask.setLong(1, from);
            ask.setLong(2, to);
            try (var row = ask.executeQuery()) {
                row.next();
                var count = row.getLong(3);
                if (count > few) {
                    return this;
                }
                return count == 0
                        ? new Bounds(last + 1, last, bytes)
                        : new Bounds(Math.max(first, row.getLong(1)), Math.min(last, row.getLong(2)), bytes);
            }
        }
    }

    static String numbersOf(int few) {
        return "select min(sequence), max(sequence), count(*) from (select sequence from events_journal"
                + " where hub_at >= ? and hub_at < ? order by hub_at, sequence fetch first " + (few + 1L)
                + " rows only) stretch";
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

    static long number(Connection connection, String sql, long otherwise) throws SQLException {
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
