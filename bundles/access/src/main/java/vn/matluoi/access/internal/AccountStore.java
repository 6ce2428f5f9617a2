package vn.matluoi.access.internal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.schema.SchemaReady;
import vn.matluoi.api.sql.Commits;

/** Accounts in SQL. Every call is one transaction; a failing database is {@code UNAVAILABLE}. */
@Component(service = AccountStore.class)
public final class AccountStore {

    private static final Logger LOG = LoggerFactory.getLogger(AccountStore.class);

    private static final String COLUMNS = "username, password_hash, role, must_change, expires_at_ms, stamp";

    /** SQLSTATE class of a broken constraint, SQL:2016 part 2, 24.1. */
    private static final String CONSTRAINT = "23";

    private final DataSource database;

    @Activate
    public AccountStore(
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=access)") SchemaReady schema) {
        this(database);
    }

    AccountStore(DataSource database) {
        this.database = database;
    }

    /**
     * An account as kept.
     *
     * @param expires when a one-time password becomes worthless; empty for a password of one's own
     * @param stamp random; another one after every change of password or rights, so that sessions can tell
     */
    record Stored(
            String username,
            String passwordHash,
            Role role,
            Set<AreaCode> areas,
            boolean mustChange,
            Optional<Instant> expires,
            String stamp) {

        Caller caller() {
            return new Caller(username, role, areas, mustChange);
        }
    }

    Optional<Stored> find(String username) {
        return within(connection -> {
            var found = find(connection, username);
            if (found.isEmpty()) {
                requireAccounts(connection);
            }
            return found;
        });
    }

    /** Derby, going down after a failed write, was seen to find no row that is there; there always is an administrator. */
    private static void requireAccounts(Connection connection) throws SQLException {
        try (var ask = connection.prepareStatement("SELECT username FROM access_account WHERE role = ?")) {
            ask.setString(1, Role.ADMINISTRATOR.name());
            try (var row = ask.executeQuery()) {
                if (!row.next()) {
                    throw new SQLException("no account is found any more", "08006");
                }
            }
        }
    }

    Optional<Stored> ofKey(String keyHash) {
        return within(connection -> {
            try (var ask = connection.prepareStatement("SELECT username FROM access_key WHERE hash = ?")) {
                ask.setString(1, keyHash);
                try (var row = ask.executeQuery()) {
                    if (row.next()) {
                        return find(connection, row.getString(1));
                    }
                }
            }
            requireAccounts(connection);
            return Optional.empty();
        });
    }

    List<Stored> all() {
        return within(connection -> {
            try (var ask = connection.prepareStatement("SELECT " + COLUMNS + " FROM access_account ORDER BY username");
                    var rows = ask.executeQuery()) {
                var all = new ArrayList<Stored>();
                while (rows.next()) {
                    all.add(read(connection, rows));
                }
                return all;
            }
        });
    }

    /** @return false if the name is taken */
    boolean create(
            String username,
            String passwordHash,
            Role role,
            Set<AreaCode> areas,
            Optional<Instant> expires,
            Instant now,
            String by) {
        return inTransaction(connection -> {
            if (find(connection, username).isPresent()) {
                return false;
            }
            try (var insert = connection.prepareStatement("INSERT INTO access_account (" + COLUMNS
                    + ", created_at_ms, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")) {
                insert.setString(1, username);
                insert.setString(2, passwordHash);
                insert.setString(3, role.name());
                insert.setBoolean(4, expires.isPresent());
                setInstant(insert, 5, expires);
                insert.setString(6, stamp());
                insert.setLong(7, now.toEpochMilli());
                insert.setString(8, by);
                insert.executeUpdate();
            } catch (SQLException taken) {
                if (!String.valueOf(taken.getSQLState()).startsWith(CONSTRAINT)) {
                    throw taken;
                }
                connection.rollback(); // another made it after we looked
                return false;
            }
            try (var insert =
                    connection.prepareStatement("INSERT INTO access_account_area (username, area) VALUES (?, ?)")) {
                for (var area : areas) {
                    insert.setString(1, username);
                    insert.setString(2, area.value());
                    insert.executeUpdate();
                }
            }
            return true;
        });
    }

    /** @param expires when the password, then a one-time one, becomes worthless; empty for a password of one's own */
    void setPassword(String username, String passwordHash, Optional<Instant> expires) {
        inTransaction(connection -> {
            try (var update =
                    connection.prepareStatement("UPDATE access_account SET password_hash = ?, must_change = ?,"
                            + " expires_at_ms = ?, stamp = ? WHERE username = ?")) {
                update.setString(1, passwordHash);
                update.setBoolean(2, expires.isPresent());
                setInstant(update, 3, expires);
                update.setString(4, stamp());
                update.setString(5, username);
                return update.executeUpdate();
            }
        });
    }

    /** @return false if it is the last administrator, who stays */
    boolean remove(String username) {
        return inTransaction(connection -> {
            // changes nothing, but two who remove each other's account must come one after the other
            try (var lock = connection.prepareStatement("UPDATE access_account SET role = role WHERE role = ?")) {
                lock.setString(1, Role.ADMINISTRATOR.name());
                lock.executeUpdate();
            }
            try (var delete = connection.prepareStatement(
                    "DELETE FROM access_account WHERE username = ? AND (role <> ?"
                            + " OR EXISTS (SELECT 1 FROM access_account other WHERE other.role = ? AND other.username <> ?))")) {
                delete.setString(1, username);
                delete.setString(2, Role.ADMINISTRATOR.name());
                delete.setString(3, Role.ADMINISTRATOR.name());
                delete.setString(4, username);
                return delete.executeUpdate() == 1;
            }
        });
    }

    void addKey(String username, String keyHash, String label, Instant now, String by) {
        inTransaction(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO access_key (hash, username, label, created_at_ms, created_by) VALUES (?, ?, ?, ?, ?)")) {
                insert.setString(1, keyHash);
                insert.setString(2, username);
                insert.setString(3, label);
                insert.setLong(4, now.toEpochMilli());
                insert.setString(5, by);
                return insert.executeUpdate();
            }
        });
    }

    private static Optional<Stored> find(Connection connection, String username) throws SQLException {
        try (var ask = connection.prepareStatement("SELECT " + COLUMNS + " FROM access_account WHERE username = ?")) {
            ask.setString(1, username);
            try (var row = ask.executeQuery()) {
                return row.next() ? Optional.of(whole(read(connection, row))) : Optional.empty();
            }
        }
    }

    /** No account is kept without its areas: a database that was ended amid the reading has told the half. */
    private static Stored whole(Stored account) throws SQLException {
        if (account.areas().isEmpty() && account.role() != Role.ADMINISTRATOR) {
            throw new SQLException("the areas of an account were not read");
        }
        return account;
    }

    private static Stored read(Connection connection, ResultSet row) throws SQLException {
        var username = row.getString(1);
        var areas = new TreeSet<AreaCode>();
        try (var ask = connection.prepareStatement("SELECT area FROM access_account_area WHERE username = ?")) {
            ask.setString(1, username);
            try (var rows = ask.executeQuery()) {
                while (rows.next()) {
                    areas.add(new AreaCode(rows.getString(1)));
                }
            }
        }
        var expires = Optional.of(row.getLong(5)).filter(ms -> ms != 0).map(Instant::ofEpochMilli);
        return new Stored(
                username,
                row.getString(2),
                Role.valueOf(row.getString(3)),
                Set.copyOf(areas),
                row.getBoolean(4),
                expires,
                row.getString(6));
    }

    private static void setInstant(java.sql.PreparedStatement statement, int place, Optional<Instant> value)
            throws SQLException {
        if (value.isPresent()) {
            statement.setLong(place, value.get().toEpochMilli());
        } else {
            statement.setNull(place, Types.BIGINT);
        }
    }

    private static String stamp() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    /** Work of what else is kept beside accounts, that reads. */
    <T> T reading(Work<T> work) {
        return within(work);
    }

    /** The same, that writes. */
    <T> T writing(Work<T> work) {
        return inTransaction(work);
    }

    private <T> T inTransaction(Work<T> work) {
        return within(connection -> {
            var result = work.with(connection);
            Commits.commit(connection, AccountStore::uncertain);
            return result;
        });
    }

    /** Work that reads; what it writes is undone unless it is committed. */
    private <T> T within(Work<T> work) {
        try {
            var connection = database.getConnection();
            try {
                connection.setAutoCommit(false);
                return work.with(connection);
            } finally {
                release(connection);
            }
        } catch (SQLException failure) {
            throw refusal(
                    "access.unavailable",
                    new Text(
                            "Cơ sở dữ liệu tài khoản không trả lời. Hãy thử lại sau.",
                            "The database of accounts does not answer. Try again later."),
                    failure);
        }
    }

    /** Undoes what was not committed, nothing after a commit; a connection that was lost is undone by the other side. */
    private static void release(Connection connection) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException lost) {
            LOG.debug("the connection was lost", lost);
        }
    }

    private static HubException uncertain(SQLException failure) {
        return refusal(
                "access.uncertain",
                new Text(
                        "Cơ sở dữ liệu tài khoản không xác nhận việc ghi: không rõ đã ghi hay chưa. Hãy kiểm tra rồi mới gửi lại.",
                        "The database of accounts did not confirm: it is not certain whether this was written. Look before you"
                                + " send it anew."),
                failure);
    }

    private static HubException refusal(String rule, Text text, SQLException cause) {
        var refusal = new HubException(HubException.Reason.UNAVAILABLE, rule, text);
        refusal.initCause(cause);
        return refusal;
    }

    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }
}
