package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.events.internal.Shares.Share;

/**
 * Takes events out of the journal that are older than they are to be kept, too many or too large: the oldest first, few at a time, so
 * that nobody waits for it. What somebody has not read yet has wider bounds. So has
 * what is not counted yet. Forgets old deliveries, too. Used by the writer's thread.
 */
final class Retention {

    /** How often it is looked for. */
    static final Duration EVERY = Duration.ofMinutes(1);

    /** What goes at once at most: more than goes in at once, and too few for Derby to lock the whole table. */
    static final int STEP = 1_000;

    /** Of those that are too large together fewer go: one such step may be enough. */
    private static final int SIZE_STEP = 50;

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final DataSource database;
    private final Keeping keeping;
    private final Readers readers;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private boolean more = true;
    private long looked;

    Retention(DataSource database, Keeping keeping, Readers readers, InstantSource clock, LongSupplier nanos) {
        this.database = database;
        this.keeping = keeping;
        this.readers = readers;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** @return how long the next step may wait */
    Duration pause() {
        return more ? Duration.ZERO : EVERY;
    }

    /** Takes some out, if it is time to. What fails is tried again a while later. */
    void step() {
        if (!more && nanos.getAsLong() - looked < EVERY.toNanos()) {
            return;
        }
        looked = nanos.getAsLong();
        more = false;
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                more = step(connection);
                connection.commit();
            } catch (SQLException failure) {
                more = false;
                connection.rollback();
                throw failure;
            }
        } catch (SQLException failure) {
            LOG.debug("old events could not be taken out", failure);
        }
    }

    /** @return whether there may be more */
    private boolean step(Connection connection) throws SQLException {
        var forgot = Deliveries.forgetBefore(
                connection, clock.instant().minus(Deliveries.KEPT).toEpochMilli());
        var bounds = Bounds.of(connection);
        if (bounds.isEmpty()) {
            return forgot;
        }
        var read = Math.min(readers.read(), Counting.counted(connection));
        return read(connection, bounds, read) || read < bounds.last() && unread(connection, bounds) || forgot;
    }

    /**
     * Of what everybody has read the oldest of the source that has the most go: who tells much pushes nobody else's out.
     *
     * @param upTo number of the last that may go
     */
    private boolean read(Connection connection, Bounds bounds, long upTo) throws SQLException {
        var tooMany = Shares.rows(connection) - keeping.rows();
        return tooMany > 0 && oldestOfGreatest(connection, Shares.By.ROWS, (int) Math.min(STEP, tooMany), upTo)
                || bounds.bytes() > keeping.bytes() && oldestOfGreatest(connection, Shares.By.BYTES, SIZE_STEP, upTo)
                || tooOld(connection, bounds, keeping.age(), upTo);
    }

    /** What somebody has not read goes from the front on, so that it shows as lost to him. */
    private boolean unread(Connection connection, Bounds bounds) throws SQLException {
        var within = keeping.unread();
        return bounds.bytes() > within.bytes()
                        && delete(connection, Stretch.of(bounds.first(), bounds.first() + SIZE_STEP - 1))
                || tooOld(connection, bounds, within.age(), Long.MAX_VALUE);
    }

    private static boolean oldestOfGreatest(Connection connection, Shares.By what, int few, long upTo)
            throws SQLException {
        var greatest = Shares.greatest(connection, what);
        if (greatest.isEmpty()) {
            return false;
        }
        var last = OptionalLong.empty();
        try (var ask =
                connection.prepareStatement("select sequence from events_journal where source = ? and sequence <= ?"
                        + " order by sequence fetch first " + few + " rows only")) {
            ask.setString(1, greatest.get());
            ask.setLong(2, upTo);
            try (var row = ask.executeQuery()) {
                while (row.next()) {
                    last = OptionalLong.of(row.getLong(1));
                }
            }
        }
        return last.isPresent() && delete(connection, new Stretch(greatest, 0, last.getAsLong(), Long.MAX_VALUE));
    }

    /** Not from the front on: a clock that was ahead may have stamped what stands there. */
    private boolean tooOld(Connection connection, Bounds bounds, Duration age, long upTo) throws SQLException {
        var oldest = Bounds.ofOldest(connection, bounds.last() + 1);
        return oldest <= upTo
                && delete(
                        connection,
                        new Stretch(
                                Optional.empty(),
                                oldest,
                                Math.min(oldest + STEP - 1, upTo),
                                clock.instant().minus(age).toEpochMilli()));
    }

    /**
     * Some events.
     *
     * @param source of this one only
     * @param before in milliseconds since 1970
     */
    private record Stretch(Optional<String> source, long from, long upTo, long before) {

        static Stretch of(long from, long upTo) {
            return new Stretch(Optional.empty(), from, upTo, Long.MAX_VALUE);
        }

        String sql() {
            return " from events_journal where sequence >= ? and sequence <= ? and hub_at < ?"
                    + (source.isPresent() ? " and source = ?" : "");
        }

        PreparedStatement bound(PreparedStatement statement) throws SQLException {
            statement.setLong(1, from);
            statement.setLong(2, upTo);
            statement.setLong(3, before);
            if (source.isPresent()) {
                statement.setString(4, source.get());
            }
            return statement;
        }
    }

    private static boolean delete(Connection connection, Stretch stretch) throws SQLException {
        var shares = new TreeMap<String, Share>();
        try (var ask = connection.prepareStatement(
                        "select source, count(*), sum(cast(bytes as bigint))" + stretch.sql() + " group by source");
                var row = stretch.bound(ask).executeQuery()) {
            while (row.next()) {
                shares.put(row.getString(1), new Share(row.getLong(2), row.getLong(3)));
            }
        }
        if (shares.isEmpty()) {
            return false;
        }
        try (var less = connection.prepareStatement("update events_counter set kept_bytes = kept_bytes - ?")) {
            less.setLong(1, shares.values().stream().mapToLong(Share::bytes).sum());
            less.executeUpdate();
        }
        Shares.take(connection, shares);
        try (var delete = connection.prepareStatement("delete" + stretch.sql())) {
            return stretch.bound(delete).executeUpdate() > 0;
        }
    }
}
