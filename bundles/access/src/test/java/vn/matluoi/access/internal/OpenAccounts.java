package vn.matluoi.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Caller;
import vn.matluoi.registry.internal.support.Engine;

/** Accounts in a database of each engine, as a first start leaves them, and a clock that a test moves. */
abstract class OpenAccounts {

    static final String FIRST = "MEFDc3hT7uVt0bZc1TqQ9w";
    static final String OWN = "con mèo xanh ngồi trên mái";
    static final String OTHER = "tám giờ sáng thứ năm";

    static final Map<Engine, DataSource> DATABASES = new EnumMap<>(Engine.class);

    @Parameter
    Engine engine;

    @TempDir
    Path etc;

    final AtomicLong nanos = new AtomicLong();
    final AtomicLong jumped = new AtomicLong();
    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.parse("2026-11-22T00:00:00Z").plusNanos(nanos.get()).plusSeconds(jumped.get());
        }
    };
    final Fakes.ListedAudit audit = new Fakes.ListedAudit();
    final Fakes.TwoProvinces areas = new Fakes.TwoProvinces();
    final RoleDecisions decisions = new RoleDecisions(areas, audit);
    AccountStore store;
    MemorySessions sessions;
    Path file;
    Accounts accounts;

    @BeforeEach
    void start() throws IOException, SQLException {
        store = new AccountStore(emptied());
        sessions = new MemorySessions(store, nanos::get);
        file = etc.resolve("initial-admin-password");
        Files.writeString(file, FIRST + "\n");
        accounts = open();
    }

    /** One database of each engine serves all tests: making one takes longer than any of them. */
    DataSource emptied() throws SQLException {
        var database = DATABASES.computeIfAbsent(engine, any -> any.migrated("db/access.sql"));
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM access_account");
            statement.executeUpdate("DELETE FROM access_source_key");
        }
        return database;
    }

    Accounts open() {
        return new LocalAccounts(store, decisions, areas, audit, clock, nanos::get, file);
    }

    Caller logIn(String name, String password) {
        return accounts.authenticate(name, password.toCharArray(), "rest", "192.0.2.7");
    }

    Caller administrator() {
        accounts.changePassword(logIn("admin", FIRST), "admin", FIRST.toCharArray(), OWN.toCharArray());
        return logIn("admin", OWN);
    }

    static void refused(Reason reason, String rule, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(HubException.class, refusal -> {
            assertThat(refusal.rule()).isEqualTo(rule);
            assertThat(refusal.reason()).isEqualTo(reason);
        });
    }
}
