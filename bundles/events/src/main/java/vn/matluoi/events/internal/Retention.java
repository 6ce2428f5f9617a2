package vn.matluoi.events.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events out of the journal that are older than they are to be kept, too many or too large: the oldest first, few at a time, so
 * that nobody waits for it. What somebody has not read yet has wider bounds. Used by the writer's thread.
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
        var bounds = Bounds.of(connection);
        if (bounds.isEmpty()) {
            return false;
        }
        var read = readers.read();
        return step(connection, bounds, keeping, read)
                || read < bounds.last() && step(connection, bounds, keeping.unread(), Long.MAX_VALUE);
    }

    /** @param upTo number of the last that may go */
    private boolean step(Connection connection, Bounds bounds, Keeping within, long upTo) throws SQLException {
        var tooMany = Math.min(bounds.last() - within.rows(), upTo);
        if (tooMany >= bounds.first()) {
            return delete(connection, bounds.first(), Math.min(bounds.first() + STEP - 1, tooMany), Long.MAX_VALUE);
        }
        if (bounds.bytes() > within.bytes() && upTo >= bounds.first()) {
            return delete(connection, bounds.first(), Math.min(bounds.first() + SIZE_STEP - 1, upTo), Long.MAX_VALUE);
        }
        // not from the front on: a clock that was ahead may have stamped what stands there
        var oldest = Bounds.ofOldest(connection, bounds.last() + 1);
        return oldest <= upTo
                && delete(
                        connection,
                        oldest,
                        Math.min(oldest + STEP - 1, upTo),
                        clock.instant().minus(within.age()).toEpochMilli());
    }

    private static boolean delete(Connection connection, long from, long upTo, long before) throws SQLException {
        var which = " from events_journal where sequence >= ? and sequence <= ? and hub_at < ?";
        long bytes;
        try (var ask = connection.prepareStatement("select coalesce(sum(cast(bytes as bigint)), 0)" + which)) {
            ask.setLong(1, from);
            ask.setLong(2, upTo);
            ask.setLong(3, before);
            try (var row = ask.executeQuery()) {
                row.next();
                bytes = row.getLong(1);
            }
        }
        if (bytes == 0) {
            return false;
        }
        try (var less = connection.prepareStatement("update events_counter set kept_bytes = kept_bytes - ?")) {
            less.setLong(1, bytes);
            less.executeUpdate();
        }
        try (var delete = connection.prepareStatement("delete" + which)) {
            delete.setLong(1, from);
            delete.setLong(2, upTo);
            delete.setLong(3, before);
            return delete.executeUpdate() > 0;
        }
    }
}
