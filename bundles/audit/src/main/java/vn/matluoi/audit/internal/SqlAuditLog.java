package vn.matluoi.audit.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.schema.SchemaReady;
import vn.matluoi.api.sql.Commits;

/**
 * The log in one table. Rows are written one after another under a lock; what arrives while a transaction runs is
 * written together in the next (group commit), so that many writers wait for few commits. If another node wrote
 * meanwhile, the primary key refuses our number: we read the end of the chain anew and try again.
 */
@Component
public final class SqlAuditLog implements AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger(SqlAuditLog.class);
    private static final int LARGEST_GROUP = 64;
    private static final int ATTEMPTS = 20;
    private static final int PAGE = 1_000;

    private final DataSource database;
    private final Clock clock;
    private final ReentrantLock writing = new ReentrantLock();
    /** Guarded by itself. */
    private final Queue<Pending> waiting = new ArrayDeque<>();

    @Activate
    public SqlAuditLog(
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=audit)") SchemaReady schema) {
        this(database, Clock.systemUTC());
    }

    SqlAuditLog(DataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public AuditEntry append(AuditRecord record) {
        var mine = new Pending(CanonicalForm.fitting(record));
        synchronized (waiting) {
            waiting.add(mine);
        }
        writing.lock();
        try {
            while (mine.open()) {
                writeGroup();
            }
        } finally {
            writing.unlock();
        }
        return mine.entry();
    }

    /** Writes the longest waiting records in one transaction. Held: {@link #writing}. */
    private void writeGroup() {
        var group = new ArrayList<Pending>();
        synchronized (waiting) {
            while (!waiting.isEmpty() && group.size() < LARGEST_GROUP) {
                group.add(waiting.remove());
            }
        }
        var failure = new SQLException("the write broke off");
        try {
            for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
                try {
                    var entries = write(group);
                    for (var i = 0; i < group.size(); i++) {
                        group.get(i).written(entries.get(i));
                    }
                    return;
                } catch (SQLException refused) {
                    failure = refused;
                    if (!taken(refused)) {
                        break;
                    }
                }
            }
            LOG.error("The audit log cannot be written", failure);
        } finally {
            for (var pending : group) {
                if (pending.open()) {
                    pending.failed(failure);
                }
            }
        }
    }

    private List<AuditEntry> write(List<Pending> group) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var entries = insert(connection, group);
                connection.commit();
                return entries;
            } catch (SQLException failure) {
                rollback(connection, failure);
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void rollback(Connection connection, SQLException because) {
        try {
            connection.rollback();
        } catch (SQLException second) {
            because.addSuppressed(second);
        }
    }

    private List<AuditEntry> insert(Connection connection, List<Pending> group) throws SQLException {
        var end = end(connection);
        var sequence = end.sequence();
        var previous = end.hash();
        var entries = new ArrayList<AuditEntry>(group.size());
        try (var insert = connection.prepareStatement(
                "INSERT INTO audit_entry (sequence, canonical, previous_hash, hash) VALUES (?, ?, ?, ?)")) {
            for (var pending : group) {
                sequence++;
                var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
                var canonical = CanonicalForm.write(sequence, at, pending.record);
                var hash = Chain.hash(previous, canonical);
                insert.setLong(1, sequence);
                insert.setString(2, canonical);
                insert.setString(3, previous);
                insert.setString(4, hash);
                insert.executeUpdate();
                entries.add(new AuditEntry(sequence, at, pending.record, canonical, previous, hash));
                previous = hash;
            }
        }
        return entries;
    }

    private static End end(Connection connection) throws SQLException {
        // MAX is answered from the end of the index on both engines; ORDER BY … DESC sorts the table on Derby
        try (var ask = connection.prepareStatement(
                        "SELECT sequence, hash FROM audit_entry WHERE sequence = (SELECT MAX(sequence) FROM audit_entry)");
                var row = ask.executeQuery()) {
            return row.next() ? new End(row.getLong(1), row.getString(2)) : new End(0, Chain.BEGINNING);
        }
    }

    /** SQLSTATE class 23 is a refused key; one that lost against another is rolled back. */
    private static boolean taken(SQLException failure) {
        return String.valueOf(failure.getSQLState()).startsWith("23") || Commits.isRolledBack(failure);
    }

    @Override
    public List<AuditEntry> read(long after, int limit) {
        if (limit < 1 || limit > PAGE) {
            throw new IllegalArgumentException("limit is 1 to " + PAGE + ", not " + limit);
        }
        return stored(after, limit).stream().map(Stored::entry).toList();
    }

    @Override
    public Verification verify() {
        var checked = 0L;
        var previous = Chain.BEGINNING;
        while (true) {
            var rows = stored(checked, PAGE);
            for (var row : rows) {
                if (row.sequence != checked + 1
                        || !row.previousHash.equals(previous)
                        || !row.hash.equals(Chain.hash(previous, row.canonical))
                        || !row.saysItsNumber()) {
                    return new Verification(checked + 1, false, checked + 1);
                }
                previous = row.hash;
                checked++;
            }
            if (rows.size() < PAGE) {
                return new Verification(checked, true, 0);
            }
        }
    }

    private List<Stored> stored(long after, int limit) {
        try (var connection = database.getConnection();
                var ask = connection.prepareStatement(
                        "SELECT sequence, canonical, previous_hash, hash FROM audit_entry WHERE sequence > ? ORDER BY sequence"
                                + " FETCH FIRST " + limit + " ROWS ONLY")) {
            ask.setLong(1, after);
            try (var rows = ask.executeQuery()) {
                var stored = new ArrayList<Stored>();
                while (rows.next()) {
                    stored.add(Stored.of(rows));
                }
                return stored;
            }
        } catch (SQLException failure) {
            throw unavailable(new Text("Không đọc được nhật ký kiểm toán.", "The audit log cannot be read."), failure);
        }
    }

    private static HubException unavailable(Text text, SQLException cause) {
        var refusal = new HubException(HubException.Reason.UNAVAILABLE, "audit.unavailable", text);
        refusal.initCause(cause);
        return refusal;
    }

    private record End(long sequence, String hash) {}

    private record Stored(long sequence, String canonical, String previousHash, String hash) {

        static Stored of(ResultSet row) throws SQLException {
            return new Stored(row.getLong(1), row.getString(2), row.getString(3), row.getString(4));
        }

        AuditEntry entry() {
            var said = CanonicalForm.read(canonical);
            return new AuditEntry(sequence, said.at(), said.record(), canonical, previousHash, hash);
        }

        boolean saysItsNumber() {
            try {
                return CanonicalForm.read(canonical).sequence() == sequence;
            } catch (IllegalArgumentException | java.time.DateTimeException notCanonical) {
                return false;
            }
        }
    }

    /** One record on its way in. Everything but the record is guarded by {@link #writing}. */
    private static final class Pending {

        private final AuditRecord record;
        private AuditEntry entry;
        private SQLException failure;

        Pending(AuditRecord record) {
            this.record = record;
        }

        boolean open() {
            return entry == null && failure == null;
        }

        void written(AuditEntry written) {
            entry = written;
        }

        void failed(SQLException why) {
            failure = why;
        }

        AuditEntry entry() {
            if (failure != null) {
                throw unavailable(
                        new Text(
                                "Không ghi được nhật ký kiểm toán nên việc này không được thực hiện.",
                                "The audit log cannot be written, so this was not done."),
                        failure);
            }
            return entry;
        }
    }
}
