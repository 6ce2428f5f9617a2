package vn.matluoi.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.audit.AuditEntry;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.audit.AuditRecord.Outcome;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Unconfirmed;

@ParameterizedClass
@EnumSource(Engine.class)
class SqlAuditLogTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T03:04:05.123456789Z"), ZoneOffset.UTC);

    @Parameter
    Engine engine;

    private DataSource database;
    private AuditLog log;

    @BeforeEach
    void open() {
        database = engine.migrated("db/audit.sql");
        log = new SqlAuditLog(database, CLOCK);
    }

    @Test
    void numbersRowsFromOneAndChainsThem() {
        var first = log.append(record("session.open"));
        var second = log.append(record("source.create"));

        assertThat(first.sequence()).isEqualTo(1);
        assertThat(first.previousHash()).isEqualTo("0".repeat(64));
        assertThat(second.sequence()).isEqualTo(2);
        assertThat(second.previousHash()).isEqualTo(first.hash());
        assertThat(log.read(0, 10)).containsExactly(first, second);
        assertThat(log.read(1, 10)).containsExactly(second);
        assertThat(log.verify()).isEqualTo(new AuditLog.Verification(2, true, 0));
    }

    @Test
    void theHashCanBeRecomputedByAnyone() throws Exception {
        var row = log.append(AuditRecord.of(
                "lan", "rest", "source.create", "nvr-1", Outcome.DONE, Map.of("tên", "Tân An", "a", "\"")));

        assertThat(row.canonical())
                .isEqualTo(
                        "{\"v\":1,\"seq\":1,\"at\":\"2026-11-22T03:04:05.123456Z\",\"actor\":\"lan\",\"surface\":\"rest\","
                                + "\"action\":\"source.create\",\"subject\":\"nvr-1\",\"outcome\":\"DONE\","
                                + "\"details\":{\"a\":\"\\\"\",\"tên\":\"Tân An\"}}");
        var bytes = (row.previousHash() + "\n" + row.canonical()).getBytes(StandardCharsets.UTF_8);
        assertThat(row.hash())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    }

    @Test
    void keepsOddTextsAndCutsEndlessOnes() {
        var odd = "\u0000\u001f\n\t\\\"\uD83D\uDCF7\uD800 cuối";
        var kept = log.append(AuditRecord.of(odd, "rest", "x", odd, Outcome.FAILED, Map.of(odd, odd)));
        var details = new java.util.HashMap<String, String>();
        IntStream.range(0, 500).forEach(i -> details.put("key" + i, "\u0001".repeat(5_000)));
        var cut = log.append(AuditRecord.of("a".repeat(9_999), "rest", "x", "", Outcome.DONE, details));

        assertThat(log.read(0, 10)).containsExactly(kept, cut);
        assertThat(kept.record().details()).containsEntry(odd, odd);
        assertThat(cut.canonical().length()).isLessThanOrEqualTo(CanonicalForm.MAX_LENGTH);
        assertThat(cut.record().details()).containsKey("…");
        assertThat(log.verify().intact()).isTrue();
    }

    @Test
    void leavesNoGapWhenManyWriteAtOnce() throws Exception {
        var other = new SqlAuditLog(database, CLOCK);
        var pool = Executors.newFixedThreadPool(8);
        try {
            var calls = IntStream.range(0, 200)
                    .mapToObj(i -> (Callable<AuditEntry>) () -> (i % 2 == 0 ? log : other).append(record("n" + i)))
                    .toList();
            for (var call : pool.invokeAll(calls)) {
                assertThat(call.get().sequence()).isPositive();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(log.read(0, 1000))
                .extracting(AuditEntry::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(log.verify()).isEqualTo(new AuditLog.Verification(200, true, 0));
    }

    @Test
    void theDatabaseRefusesToChangeOrRemoveRows() {
        log.append(record("a"));

        assertThatThrownBy(() -> run("UPDATE audit_entry SET canonical = 'x'")).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> run("DELETE FROM audit_entry")).isInstanceOf(SQLException.class);
        if (engine == Engine.POSTGRESQL) {
            assertThatThrownBy(() -> run("TRUNCATE audit_entry")).isInstanceOf(SQLException.class);
        }
        assertThat(log.verify()).isEqualTo(new AuditLog.Verification(1, true, 0));
    }

    @Test
    void whoeverGetsPastTheDatabaseIsFound() throws Exception {
        for (var action : new String[] {"a", "b", "c", "d"}) {
            log.append(record(action));
        }
        switch (engine) {
            case DERBY -> {
                run("DROP TRIGGER audit_no_update");
                run("DROP TRIGGER audit_no_delete");
            }
            case POSTGRESQL -> run("DROP TRIGGER audit_no_change ON audit_entry");
        }

        run("UPDATE audit_entry SET canonical = canonical || ' ' WHERE sequence = 3");
        assertThat(log.verify()).isEqualTo(new AuditLog.Verification(3, false, 3));

        run("DELETE FROM audit_entry WHERE sequence = 2");
        assertThat(log.verify()).isEqualTo(new AuditLog.Verification(2, false, 2));
    }

    @Test
    void saysThatNothingWasDoneWhenItCannotWrite() throws Exception {
        run("DROP TABLE audit_entry");

        assertThatThrownBy(() -> log.append(record("a")))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(HubException.Reason.UNAVAILABLE));
    }

    @Test
    void writesNothingTwiceThatMayHaveBeenWritten() {
        var unsure = new SqlAuditLog(Unconfirmed.commits(database, "40003"), CLOCK);

        assertThatThrownBy(() -> unsure.append(record("a"))).isInstanceOf(HubException.class);
        assertThat(log.read(0, 10)).hasSize(1);
    }

    private static AuditRecord record(String action) {
        return AuditRecord.of("lan", "rest", action, "", Outcome.DONE, Map.of());
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
