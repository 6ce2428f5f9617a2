package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.StoredEvent;

/**
 * Reads the journal. It is looked through in windows of numbers that grow from few to many: whatever index an engine takes,
 * it sorts no more than one window, and a question that few events answer still ends after some ten of them. Where a question is
 * about a time, the windows lie within {@link Bounds#within what belongs to it}. An answer ends early when its texts grow too
 * large. Any thread.
 */
final class Reading {

    private static final long FIRST_WINDOW = 2_000;
    private static final int GROWTH = 4;
    /** Read at once where not all of them may be seen. */
    private static final int LEAST_ROWS = 100;

    /** Characters of payload in one answer: the last event may go beyond. */
    static final int MOST_CHARACTERS = 4 << 20;

    private static final String COLUMNS =
            "select sequence, source, channel, camera, event_type, phase, assumed, device_at,"
                    + " hub_at, topic, payload from events_journal where ";

    private final DataSource database;

    Reading(DataSource database) {
        this.database = database;
    }

    /** An answer as it grows. */
    private static final class Found {

        private final int limit;
        private final List<StoredEvent> events = new ArrayList<>();
        private long characters;

        Found(int limit) {
            this.limit = limit;
        }

        void add(StoredEvent event) {
            events.add(event);
            characters += event.event().payload().length();
        }

        boolean isFull() {
            return events.size() >= limit || characters >= MOST_CHARACTERS;
        }
    }

    long last() {
        return read(connection -> Bounds.of(connection).last());
    }

    long first() {
        return read(connection -> Bounds.of(connection).first());
    }

    /** @return oldest first */
    List<StoredEvent> after(Condition condition, long after, int limit) {
        return read(connection -> {
            var bounds = condition.within(Bounds.of(connection), connection);
            var found = new Found(limit);
            var from = Math.max(after, bounds.first() - 1);
            for (var width = FIRST_WINDOW; from < bounds.last() && !found.isFull(); width *= GROWTH) {
                var to = from + Math.min(width, bounds.last() - from);
                collect(connection, condition, from, to, found);
                from = to;
            }
            return found.events;
        });
    }

    private static void collect(Connection connection, Condition condition, long from, long to, Found found)
            throws SQLException {
        var most = Math.max(LEAST_ROWS, found.limit);
        var sql = COLUMNS + "sequence > ? and sequence <= ?" + condition.sql() + " order by sequence fetch first "
                + most + " rows only";
        try (var ask = connection.prepareStatement(sql)) {
            ask.setFetchSize(50); // the texts of a thousand rows are not all fetched at once
            var at = from;
            var seen = most;
            while (seen == most && !found.isFull()) { // of what was seen some may not be admitted
                seen = 0;
                ask.setLong(1, at);
                ask.setLong(2, to);
                condition.bind(ask, 3);
                try (var row = ask.executeQuery()) {
                    while (!found.isFull() && row.next()) {
                        seen++;
                        at = row.getLong("sequence");
                        if (condition.admits(row.getString("source"), row.getString("camera"))) {
                            found.add(event(row));
                        }
                    }
                }
            }
        }
    }

    /** @return newest first */
    List<StoredEvent> newest(Condition condition, int limit) {
        return read(connection -> {
            var bounds = condition.within(Bounds.of(connection), connection);
            var found = new Found(limit);
            var to = bounds.last();
            for (var width = FIRST_WINDOW; to >= bounds.first() && !found.isFull(); width *= GROWTH) {
                var from = Math.max(bounds.first() - 1, to - width);
                for (var sequence : newest(connection, condition, from, to, limit - found.events.size())) {
                    if (!found.isFull()) {
                        one(connection, sequence).ifPresent(found::add);
                    }
                }
                to = from;
            }
            return found.events;
        });
    }

    /** Numbers only: neither engine reads an index backwards for every question, so the window is read forwards. */
    private static Iterable<Long> newest(Connection connection, Condition condition, long from, long to, int limit)
            throws SQLException {
        var newest = new ArrayDeque<Long>();
        var sql = "select sequence, source, camera from events_journal where sequence > ? and sequence <= ?"
                + condition.sql() + " order by sequence";
        try (var ask = connection.prepareStatement(sql)) {
            ask.setFetchSize(1_000);
            ask.setLong(1, from);
            ask.setLong(2, to);
            condition.bind(ask, 3);
            try (var row = ask.executeQuery()) {
                while (row.next()) {
                    if (!condition.admits(row.getString(2), row.getString(3))) {
                        continue;
                    }
                    newest.addFirst(row.getLong(1));
                    if (newest.size() > limit) {
                        newest.removeLast();
                    }
                }
            }
        }
        return newest;
    }

    private static Optional<StoredEvent> one(Connection connection, long sequence) throws SQLException {
        try (var ask = connection.prepareStatement(COLUMNS + "sequence = ?")) {
            ask.setLong(1, sequence);
            try (var row = ask.executeQuery()) {
                return row.next() ? Optional.of(event(row)) : Optional.empty();
            }
        }
    }

    private static StoredEvent event(ResultSet row) throws SQLException {
        var camera = row.getString("camera");
        var channel = row.getString("channel");
        var deviceAt = row.getLong("device_at");
        Optional<Instant> deviceTime = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(deviceAt));
        var event = new CameraEvent(
                new SourceId(row.getString("source")),
                Optional.ofNullable(channel).map(ChannelId::new),
                CameraEvent.Type.valueOf(row.getString("event_type")),
                CameraEvent.Phase.valueOf(row.getString("phase")),
                deviceTime,
                Instant.ofEpochMilli(row.getLong("hub_at")),
                row.getString("topic"),
                row.getString("payload"));
        return new StoredEvent(
                row.getLong("sequence"),
                event,
                Optional.ofNullable(camera).map(CameraId::new),
                row.getBoolean("assumed"));
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T read(Work<T> work) {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return work.in(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException failure) {
            var refusal = new HubException(
                    HubException.Reason.UNAVAILABLE,
                    "events.unavailable",
                    new Text("Không đọc được nhật ký sự kiện.", "The journal of events cannot be read."));
            refusal.initCause(failure);
            throw refusal;
        }
    }
}
