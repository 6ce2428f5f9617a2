package vn.matluoi.registry.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.schema.SchemaPart;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class MigrationTest {

    @Parameter
    Engine engine;

    DataSource database;
    Migration migration;

    @BeforeEach
    void emptyDatabase() {
        database = engine.empty();
        migration = new Migration(database);
    }

    @Test
    void migratesEachPartOnce() throws Exception {
        assertThat(migration.migrate(part("one", "db/test-one.sql"))).isTrue();
        assertThat(migration.migrate(part("one", "db/test-one.sql"))).isFalse();
        assertThat(migration.migrate(part("two", "db/test-two.sql"))).isTrue();

        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("insert into one_things (name) values ('Một')"))
                    .isEqualTo(1);
            assertThat(statement.executeUpdate("insert into two_things (name) values ('Hai')"))
                    .isEqualTo(1);
        }
    }

    @Test
    void carriesOnWhereAnOlderChangelogStopped() throws Exception {
        migration.migrate(part("one", "db/test-one.sql"));

        assertThat(migration.migrate(part("one", "db/test-one-longer.sql"))).isTrue();

        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("insert into one_more (name) values ('Thêm')"))
                    .isEqualTo(1);
        }
    }

    @Test
    void carriesOnWhereAKilledHubStopped() throws Exception {
        migration.migrate(part("one", "db/test-one.sql"));
        run("update databasechangeloglock set locked = true, lockedby = 'a hub that was killed'");

        assertTimeoutPreemptively(
                Duration.ofMinutes(2), () -> assertThat(migration.migrate(part("one", "db/test-one-longer.sql")))
                        .isTrue());
    }

    @Test
    void saysWhichPartFailedAndLeavesTheOthersAlone() throws Exception {
        assertThatExceptionOfType(Migration.MigrationFailure.class)
                .isThrownBy(() -> migration.migrate(part("broken", "db/test-broken.sql")))
                .withMessageContaining("broken");

        assertThat(migration.migrate(part("one", "db/test-one.sql"))).isTrue();
    }

    @Test
    void namesTheFileThatABundleLacks() {
        assertThatExceptionOfType(Migration.MigrationFailure.class)
                .isThrownBy(() -> migration.migrate(part("gone", "db/gone.sql")))
                .withMessageContaining("db/gone.sql");
    }

    private void run(String sql) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static SchemaPart part(String name, String changelog) {
        return new SchemaPart() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String changelog() {
                return changelog;
            }
        };
    }
}
