package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What each source has in the journal, {@code events_source}. Used by the writer's thread, within its transactions. */
final class Shares {

    private Shares() {}

    /** What a source has, or what it has more or less by a change. */
    record Share(long rows, long bytes) {

        Share and(Share other) {
            return new Share(rows + other.rows, bytes + other.bytes);
        }
    }

    /** By which a source is the greatest. */
    enum By {
        ROWS("kept_rows"),
        BYTES("kept_bytes");

        private final String column;

        By(String column) {
            this.column = column;
        }
    }

    static Map<String, Share> of(Iterable<Pending> group) {
        var shares = new TreeMap<String, Share>(); // in one order, whoever changes them
        group.forEach(each -> shares.merge(each.source().value(), new Share(each.size(), each.weight()), Share::and));
        return shares;
    }

    static void add(Connection connection, Map<String, Share> more) throws SQLException {
        for (var source : more.entrySet()) {
            if (!change(connection, source.getKey(), source.getValue(), 1)) {
                try (var begin = connection.prepareStatement(
                        "insert into events_source (source, kept_rows, kept_bytes, deliveries) values (?, ?, ?, 0)")) {
                    begin.setString(1, source.getKey());
                    begin.setLong(2, source.getValue().rows);
                    begin.setLong(3, source.getValue().bytes);
                    begin.executeUpdate();
                }
            }
        }
    }

    static void take(Connection connection, Map<String, Share> less) throws SQLException {
        for (var source : less.entrySet()) {
            change(connection, source.getKey(), source.getValue(), -1);
        }
    }

    private static boolean change(Connection connection, String source, Share share, int sign) throws SQLException {
        try (var change = connection.prepareStatement("update events_source set kept_rows = kept_rows + ?,"
                + " kept_bytes = kept_bytes + ? where source = ?")) {
            change.setLong(1, sign * share.rows);
            change.setLong(2, sign * share.bytes);
            change.setString(3, source);
            return change.executeUpdate() == 1;
        }
    }

    /** @return how many events there are */
    static long rows(Connection connection) throws SQLException {
        try (var ask = connection.prepareStatement("select coalesce(sum(kept_rows), 0) from events_source");
                var row = ask.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** @return the source that has the most; empty if none has any */
    static Optional<String> greatest(Connection connection, By what) throws SQLException {
        try (var ask = connection.prepareStatement("select source from events_source where kept_rows > 0 order by "
                        + what.column + " desc, source fetch first 1 rows only");
                var row = ask.executeQuery()) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    /** Numbers so many deliveries of a source that has a share. @return the number of the last of them */
    static long number(Connection connection, String source, int deliveries) throws SQLException {
        try (var count =
                connection.prepareStatement("update events_source set deliveries = deliveries + ? where source = ?")) {
            count.setInt(1, deliveries);
            count.setString(2, source);
            count.executeUpdate();
        }
        try (var ask = connection.prepareStatement("select deliveries from events_source where source = ?")) {
            ask.setString(1, source);
            try (var row = ask.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
