package vn.matluoi.registry.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import vn.matluoi.registry.internal.support.Container;
import vn.matluoi.registry.internal.support.PostgresCluster;

/** The health check {@code schema} asks the database itself. */
class MigratorTest {

    @Test
    void isRedWhileTheDatabaseIsAway() throws Exception {
        var server = PostgresCluster.start();
        var made = server.newDatabase("health");
        try (var pool = new BasicDataSource()) {
            pool.setUrl(made.url());
            pool.setUsername(made.user());
            pool.setPassword(made.password());
            var migrator = new Migrator(new Container().context(), pool);
            try {
                migrator.bindPart(new RegistrySchema());
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> migrator.check().healthy());

                server.takeAway();
                assertThat(migrator.check().healthy()).isFalse();
                assertThat(migrator.check().detail().vi()).contains("Cơ sở dữ liệu không trả lời");

                server.giveBack();
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> migrator.check().healthy());
            } finally {
                migrator.stop();
            }
        }
    }
}
