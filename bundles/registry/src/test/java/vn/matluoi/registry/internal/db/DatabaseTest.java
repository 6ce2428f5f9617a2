package vn.matluoi.registry.internal.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;
import vn.matluoi.registry.internal.support.Unconfirmed;

@ParameterizedClass
@EnumSource(Engine.class)
class DatabaseTest {

    @Parameter
    Engine engine;

    @Test
    void aValueItRefusesIsAFaultOfTheHub() {
        var database = Hub.empty(engine).database;

        assertThatIllegalStateException()
                .isThrownBy(() -> database.write(connection -> {
                    try (var insert =
                            new Batch(connection, "insert into registry_counters (name, last_value) values (?, 0)")) {
                        insert.add("x".repeat(10_000));
                    }
                    return "";
                }));
        assertThatIllegalStateException()
                .isThrownBy(() -> database.write(connection -> Rows.update(
                        connection, "insert into registry_counters (name, last_value) values ('change', 0)")));
    }

    @Test
    void aCommitThatIsNotConfirmedIsCalledUncertain() {
        var source = Hub.empty(engine).source;
        var database = new Database(Unconfirmed.commits(source, "08006"), () -> "registry", Disks.roomy());

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> database.write(connection -> 1))
                .satisfies(refusal -> {
                    assertThat(refusal.reason()).isEqualTo(HubException.Reason.UNAVAILABLE);
                    assertThat(refusal.rule()).isEqualTo("database.uncertain");
                });
    }

    @Test
    void postgresqlKnowsHowMuchALargeChangeBrought() {
        assumeThat(engine).isEqualTo(Engine.POSTGRESQL);
        var database = Hub.empty(engine).database;

        database.change((connection, journal) -> {
            for (var n = 0; n < 2_000; n++) {
                journal.note(Instant.EPOCH, "camera", "c" + n, "", Map.of(), "somebody", 0);
            }
            return "";
        });

        var counted = database.read(connection -> Rows.first(
                connection,
                "select reltuples from pg_class where oid = 'changes'::regclass",
                List.of(),
                row -> row.getLong(1)));
        assertThat(counted).contains(2_000L);
    }

    @Test
    void allElseIsTheDatabasesTurn() {
        var database = Hub.empty(engine).database;

        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> database.read(connection -> {
                    throw new SQLException("the server went away", "08006");
                }))
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(HubException.Reason.UNAVAILABLE));
    }
}
