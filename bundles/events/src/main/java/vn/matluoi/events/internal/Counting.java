package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what the journal took, many events at a time, in the tables {@code events_count} and {@code events_span}. How far it is stands in {@code
 * events_counting} and moves in the same transaction: nothing is counted twice or left out, whenever the hub is killed. On a thread of its own, so that
 * no event waits for it.
 */
final class Counting implements Runnable {

    /** Events that are counted at once. */
    static final int STEP = 20_000;

    /** How long fewer wait. */
    private static final Duration EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Counting.class);

    /** How long counts by the hour are kept. */
    static final Duration HOURS = Duration.ofDays(35);

    private static final String KEY =
            "span = ? and start_at = ? and source = ? and camera = ? and event_type = ? and area = ? and sector = ?";

    private final DataSource database;
    private final Keeping keeping;
    private final InstantSource clock;
    private final Lock turn;
    private long fresh; // guarded by this, as below
    private boolean closed;
    private boolean failing; // used by whoever counts

    /** @param turn held while some are counted */
    Counting(DataSource database, Keeping keeping, InstantSource clock, Lock turn) {
        this.database = database;
        this.keeping = keeping;
        this.clock = clock;
        this.turn = turn;
    }

    /** So many events are new in the journal. Any thread; never blocks for long. */
    synchronized void wrote(int events) {
        fresh += events;
        if (fresh >= STEP) {
            notifyAll();
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    @Override
    public void run() {
        try {
            while (await()) {
                var more = true;
                while (more && !isClosed()) {
                    more = step();
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** @return whether it goes on */
    private synchronized boolean await() throws InterruptedException {
        var end = System.nanoTime() + EVERY.toNanos();
        for (var left = EVERY.toNanos(); !closed && fresh < STEP && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        fresh = 0;
        return !closed;
    }

    /** Counts some, and drops some of what is too old. What fails is tried again a while later. @return whether there may be more */
    boolean step() {
        turn.lock();
        try {
            return stepInTurn();
        } finally {
            turn.unlock();
        }
    }

    private boolean stepInTurn() {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var more = step(connection) | forget(connection);
                connection.commit();
                failing = false;
                return more;
            } catch (SQLException | RuntimeException failure) {
                connection.rollback();
                throw failure;
            }
        } catch (SQLException | RuntimeException failure) { // a fault of the hub, too, ends the step and not the thread
            if (!failing) {
                LOG.warn("events could not be counted; they wait in the journal, and it is tried each minute", failure);
            }
            failing = true;
            return false;
        }
    }

    /** What is counted as one; what an event has not is an empty text. */
    private record Key(Span span, long start, String source, String camera, String type, String area, String sector)
            implements Comparable<Key> {

        private static final Comparator<Key> ORDER = Comparator.comparing(Key::span)
                .thenComparingLong(Key::start)
                .thenComparing(Key::source)
                .thenComparing(Key::camera)
                .thenComparing(Key::type)
                .thenComparing(Key::area)
                .thenComparing(Key::sector);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        void bind(PreparedStatement statement, int first) throws SQLException {
            statement.setString(first, span.name());
            statement.setLong(first + 1, start);
            statement.setString(first + 2, source);
            statement.setString(first + 3, camera);
            statement.setString(first + 4, type);
            statement.setString(first + 5, area);
            statement.setString(first + 6, sector);
        }
    }

    /** @return number up to which all is counted */
    static long counted(Connection connection) throws SQLException {
        return Bounds.number(connection, "select counted_sequence from events_counting", 0);
    }

    /** Counts some of what is not counted yet. @return whether there may be more */
    private boolean step(Connection connection) throws SQLException {
        var from = counted(connection);
        var last = Bounds.number(connection, "select last_sequence from events_counter", 0);
        if (from >= last) {
            return false;
        }
        // what is gone was counted: over a gap it goes at once
        var first = Bounds.number(connection, "select min(sequence) from events_journal", last + 1);
        var to = Math.min(last, Math.max(from, first - 1) + STEP);
        add(connection, read(connection, from, to));
        // at the end: who looks for how far it is does not wait
        try (var move = connection.prepareStatement(
                "update events_counting set counted_sequence = ? where counted_sequence = ?")) {
            move.setLong(1, to);
            move.setLong(2, from);
            if (move.executeUpdate() == 0) {
                throw new SQLException("another hub on this database counted these events");
            }
        }
        return to < last;
    }

    private Map<Key, Long> read(Connection connection, long after, long upTo) throws SQLException {
        var since = new EnumMap<Span, Long>(Span.class);
        for (var span : Span.values()) {
            since.put(span, Math.max(oldest(span), sinceAt(connection, span)));
        }
        var counts = new HashMap<Key, Long>();
        try (var ask = connection.prepareStatement("select source, camera, event_type, area, sector, hub_at"
                + " from events_journal where sequence > ? and sequence <= ? and phase <> 'INACTIVE'")) {
            ask.setFetchSize(1_000);
            ask.setLong(1, after);
            ask.setLong(2, upTo);
            try (var row = ask.executeQuery()) {
                while (row.next()) {
                    for (var span : Span.values()) {
                        var start = span.start(row.getLong(6));
                        if (start >= since.get(span)) {
                            var key = new Key(
                                    span,
                                    start,
                                    row.getString(1),
                                    text(row.getString(2)),
                                    row.getString(3),
                                    text(row.getString(4)),
                                    text(row.getString(5)));
                            counts.merge(key, 1L, Long::sum);
                        }
                    }
                }
            }
        }
        return counts;
    }

    private static String text(String nullable) {
        return nullable == null ? "" : nullable;
    }

    private static void add(Connection connection, Map<Key, Long> counts) throws SQLException {
        var keys = counts.keySet().stream().sorted().toList(); // in one order, whoever changes them
        if (keys.isEmpty()) {
            return;
        }
        List<Key> fresh = new ArrayList<>();
        try (var more = connection.prepareStatement("update events_count set events = events + ? where " + KEY)) {
            for (var key : keys) {
                more.setLong(1, counts.get(key));
                key.bind(more, 2);
                more.addBatch();
            }
            var changed = more.executeBatch();
            for (var i = 0; i < changed.length; i++) {
                if (changed[i] == 0) {
                    fresh.add(keys.get(i));
                }
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        try (var begin = connection.prepareStatement("insert into events_count (span, start_at, source, camera,"
                + " event_type, area, sector, events) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var key : fresh) {
                key.bind(begin, 1);
                begin.setLong(8, counts.get(key));
                begin.addBatch();
            }
            begin.executeBatch();
        }
        for (var span : Span.values()) {
            keeps(
                    connection,
                    span,
                    fresh.stream().filter(key -> key.span == span).count());
        }
    }

    /** Drops some of what is too old or too much, the oldest stretch first. @return whether there may be more */
    private boolean forget(Connection connection) throws SQLException {
        var more = false;
        for (var span : Span.values()) {
            more |= forget(connection, span);
        }
        return more;
    }

    private boolean forget(Connection connection, Span span) throws SQLException {
        var before = Math.max(oldest(span), sinceAt(connection, span));
        try (var ask = connection.prepareStatement("select start_at, source from events_count where span = ?"
                + " and start_at < ? order by start_at, source fetch first 1 rows only")) {
            ask.setString(1, span.name());
            ask.setLong(2, before);
            try (var row = ask.executeQuery()) {
                if (row.next()) {
                    delete(connection, span, row.getLong(1), row.getString(2));
                    return true;
                }
            }
        }
        var rows = number(connection, "select kept_rows from events_span where span = ?", span, 0);
        return rows > keeping.counts().rows() / Span.values().length && leaveOldest(connection, span);
    }

    /** Few at a time: those of one source. */
    private static void delete(Connection connection, Span span, long start, String source) throws SQLException {
        try (var delete = connection.prepareStatement(
                "delete from events_count where span = ? and start_at = ? and source = ?")) {
            delete.setString(1, span.name());
            delete.setLong(2, start);
            delete.setString(3, source);
            keeps(connection, span, -delete.executeUpdate());
        }
    }

    /** From now on the oldest stretch is not answered for, and goes. */
    private static boolean leaveOldest(Connection connection, Span span) throws SQLException {
        var first = number(connection, "select min(start_at) from events_count where span = ?", span, Long.MAX_VALUE);
        var next = number(
                connection,
                "select min(start_at) from events_count where span = ? and start_at > " + first,
                span,
                Long.MAX_VALUE);
        if (next == Long.MAX_VALUE) {
            return false;
        }
        try (var leave = connection.prepareStatement("update events_span set since_at = ? where span = ?")) {
            leave.setLong(1, next);
            leave.setString(2, span.name());
            return leave.executeUpdate() == 1;
        }
    }

    private static void keeps(Connection connection, Span span, long more) throws SQLException {
        try (var keeps =
                connection.prepareStatement("update events_span set kept_rows = kept_rows + ? where span = ?")) {
            keeps.setLong(1, more);
            keeps.setString(2, span.name());
            keeps.executeUpdate();
        }
    }

    /** Not noted anywhere: a clock that was ahead for a while does not hold up what comes when it is set. */
    private long oldest(Span span) {
        var age = span == Span.HOUR && keeping.counts().age().compareTo(HOURS) > 0
                ? HOURS
                : keeping.counts().age();
        return span.start(clock.instant().minus(age).toEpochMilli());
    }

    /** @return from when on all is counted, in milliseconds since 1970 */
    static long sinceAt(Connection connection, Span span) throws SQLException {
        return number(connection, "select since_at from events_span where span = ?", span, 0);
    }

    static long number(Connection connection, String sql, Span span, long otherwise) throws SQLException {
        try (var ask = connection.prepareStatement(sql)) {
            ask.setString(1, span.name());
            try (var row = ask.executeQuery()) {
                if (!row.next()) {
                    return otherwise;
                }
                var number = row.getLong(1);
                return row.wasNull() ? otherwise : number;
            }
        }
    }
}
