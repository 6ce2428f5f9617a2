package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.registry.internal.support.Engine;

/** A journal of 4,000 events, one a millisecond, but for number 3,900, which a clock that was set back stamped 10. */
@ParameterizedClass
@EnumSource(Engine.class)
class StretchOfTimeTest {

    private static final int EVENTS = 4_000;

    @Parameter
    Engine engine;

    private DataSource database;

    @BeforeEach
    void fill() throws SQLException {
        database = engine.migrated("db/events.sql");
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var insert = connection.prepareStatement(
                    "insert into events_journal (sequence, source, event_type, phase, assumed, hub_at, bytes, topic,"
                            + " payload) values (?, 'nvr', 'MOTION', 'PULSE', false, ?, 300, 'VMD', 'x')")) {
                for (var i = 1; i <= EVENTS; i++) {
                    insert.setLong(1, i);
                    insert.setLong(2, i == 3_900 ? 10 : i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            try (var count = connection.createStatement()) {
                count.executeUpdate("update events_counter set last_sequence = " + EVENTS);
            }
            connection.commit();
            if (engine == Engine.POSTGRESQL) {
                connection.setAutoCommit(true);
                try (var look = connection.createStatement()) {
                    look.execute("analyze events_journal");
                }
            }
        }
    }

    private Bounds within(long from, long to, int few) throws SQLException {
        try (var connection = database.getConnection()) {
            return Bounds.of(connection).within(connection, from, to, few);
        }
    }

    @Test
    void liesBetweenItsFirstAndItsLastNumber() throws SQLException {
        assertThat(within(100, 200, 1_000)).isEqualTo(new Bounds(100, 199, 0));
        assertThat(within(3_990, Long.MAX_VALUE, 1_000)).isEqualTo(new Bounds(3_990, EVENTS, 0));
        assertThat(within(Long.MIN_VALUE, 3, 1_000)).isEqualTo(new Bounds(1, 2, 0));
        assertThat(within(5_000, 6_000, 1_000).isEmpty()).isTrue();
    }

    @Test
    void missesNothingThatAClockSetBackHasStamped() throws SQLException {
        assertThat(within(5, 15, 1_000)).isEqualTo(new Bounds(5, 3_900, 0));
    }

    @Test
    void ofALongOneAllIsLookedThrough() throws SQLException {
        assertThat(within(100, 200, 100)).isEqualTo(new Bounds(100, 199, 0));
        assertThat(within(100, 201, 100)).isEqualTo(new Bounds(1, EVENTS, 0));
    }

    /** Never by the whole table, nor by more of the index than belongs to the time. */
    @Test
    void isFoundByTheIndexAlone() throws SQLException {
        try (var connection = database.getConnection()) {
            var sql = Bounds.numbersOf(1_000);
            var plan = engine == Engine.DERBY ? derby(connection, sql) : postgres(connection, sql);
            assertThat(plan.toLowerCase(Locale.ROOT))
                    .contains("events_journal_time")
                    .doesNotContain("seq scan")
                    .doesNotContain("table scan");
            if (engine == Engine.DERBY) {
                assertThat(plan).containsPattern("Number of rows visited=10[0-3]\\b");
            }
        }
    }

    @Test
    void whatIsNotCountedYetIsFoundByItsNumbers() throws SQLException {
        try (var connection = database.getConnection()) {
            var sql = Statistics.NOT_COUNTED;
            var plan = engine == Engine.DERBY ? derby(connection, sql) : postgres(connection, sql);
            assertThat(plan.toLowerCase(Locale.ROOT))
                    .doesNotContain("seq scan")
                    .doesNotContain("table scan")
                    .doesNotContain("events_journal_time");
            if (engine == Engine.DERBY) {
                assertThat(plan).containsPattern("Number of rows visited=10[0-3]\\b");
            }
        }
    }

    private static String postgres(Connection connection, String sql) throws SQLException {
        return asked(connection, "explain " + sql);
    }

    private static String derby(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("call syscs_util.syscs_set_runtimestatistics(1)");
            asked(connection, sql);
            try (var row = statement.executeQuery("values syscs_util.syscs_get_runtimestatistics()")) {
                row.next();
                return row.getString(1);
            }
        }
    }

    private static String asked(Connection connection, String sql) throws SQLException {
        var answer = new StringBuilder();
        try (var ask = connection.prepareStatement(sql)) {
            ask.setLong(1, 100);
            ask.setLong(2, 200);
            try (var row = ask.executeQuery()) {
                while (row.next()) {
                    answer.append(row.getString(1)).append('\n');
                }
            }
        }
        return answer.toString();
    }
}
