package vn.matluoi.registry.internal.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.schema.SchemaReady;
import vn.matluoi.api.sql.Commits;

/**
 * The catalogue's database once its tables stand. Hands out transactions, and puts those that change the catalogue in
 * one line: each locks the same row first, so that sequence numbers appear in order and without gaps.
 */
@Component(service = Database.class)
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    /** So many changes at once are worth that the engine is told. */
    private static final int LARGE = 2_000;

    private final DataSource source;
    private final DiskSpace disk;
    private final Dialect dialect;
    /** In this process waiting happens here, in order of arrival, not on Derby's lock table, which times out. */
    private final ReentrantLock line = new ReentrantLock(true);

    @Activate
    public Database(
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource source,
            @Reference(target = "(part=registry)") SchemaReady ready,
            @Reference DiskSpace disk) {
        Objects.requireNonNull(ready, "ready");
        this.disk = disk;
        this.source = Objects.requireNonNull(source, "source");
        this.dialect = within(true, Dialect::of);
    }

    public Dialect dialect() {
        return dialect;
    }

    /**
     * Runs work that only reads.
     *
     * @throws HubException {@code UNAVAILABLE} if the database is away or full
     * @throws IllegalStateException if it refuses a value: a fault of the hub
     */
    public <T> T read(Work<T> work) {
        return within(true, work);
    }

    /** Runs work that writes, whole or not at all, but changes nothing that the change feed tells of. */
    public <T> T write(Work<T> work) {
        return within(false, work);
    }

    /**
     * Runs work that changes the catalogue: whole or not at all, and after all such work that began before.
     *
     * @throws HubException {@code UNAVAILABLE} if there is too little room on the disk, too
     */
    public <T> T change(Change<T> work) {
        line.lock();
        try {
            disk.begin();
            try {
                var changes = new int[1];
                var done = within(false, connection -> {
                    try (var lock = connection.createStatement()) {
                        lock.executeUpdate(
                                "update registry_counters set last_value = last_value where name = 'change'");
                    }
                    var journal = new Journal(connection);
                    var result = work.in(connection, journal);
                    journal.flush();
                    changes[0] = journal.size();
                    return result;
                });
                if (changes[0] >= LARGE) {
                    settle();
                }
                return done;
            } finally {
                disk.end();
            }
        } finally {
            line.unlock();
        }
    }

    private void settle() {
        try (var connection = source.getConnection();
                var call = connection.createStatement()) {
            call.execute(dialect.afterLargeChange());
        } catch (SQLException e) { // what was changed is committed all the same
            LOG.warn("the database took no notice of a large change: it may be slow for a while", e);
        }
    }

    private <T> T within(boolean readOnly, Work<T> work) {
        try {
            var connection = source.getConnection();
            try {
                connection.setAutoCommit(false);
                return within(connection, readOnly, work);
            } finally {
                close(connection);
            }
        } catch (SQLException e) {
            if (Commits.refusesValue(e)) {
                throw new IllegalStateException("the database refuses what the hub wrote: " + e.getMessage(), e);
            }
            LOG.error("the database refused: {}", e.getMessage(), e);
            throw unavailable(e);
        }
    }

    private static <T> T within(Connection connection, boolean readOnly, Work<T> work) throws SQLException {
        var done = false;
        try {
            var result = work.in(connection);
            if (readOnly) {
                connection.rollback();
            } else {
                Commits.commit(connection, Database::uncertain);
            }
            done = true;
            return result;
        } finally {
            if (!done) {
                rollback(connection);
            }
        }
    }

    /** What cannot be given back was committed all the same, or undone. */
    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("the connection was lost", e);
        }
    }

    /** What goes wrong here must not hide what went wrong before; an engine that is away undoes it by itself. */
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            LOG.debug("the connection was lost", e);
        }
    }

    private static HubException uncertain(SQLException cause) {
        LOG.error("the commit was not confirmed: {}", cause.getMessage(), cause);
        return refusal(
                "database.uncertain",
                new Text(
                        "Cơ sở dữ liệu không xác nhận việc ghi: không rõ đã ghi hay chưa. Khi cơ sở dữ liệu trả lời lại, hãy"
                                + " kiểm tra rồi mới gửi lại.",
                        "The database did not confirm: it is not certain whether this was written. Once the database"
                                + " answers again, look before you send it anew."),
                cause);
    }

    private static HubException unavailable(SQLException cause) {
        return refusal(
                "database.unavailable",
                new Text(
                        "Cơ sở dữ liệu không thực hiện được yêu cầu; chưa có gì được ghi. Kiểm tra dung lượng đĩa và"
                                + " kết nối cơ sở dữ liệu, rồi thử lại.",
                        "The database could not do this; nothing was written. Check disk space and the database"
                                + " connection, then try again."),
                cause);
    }

    private static HubException refusal(String rule, Text text, SQLException cause) {
        var refusal = new HubException(HubException.Reason.UNAVAILABLE, rule, text);
        refusal.initCause(cause);
        return refusal;
    }

    /** Work on one connection. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** Work on one connection that notes what it changes. */
    @FunctionalInterface
    public interface Change<T> {
        T in(Connection connection, Journal journal) throws SQLException;
    }
}
