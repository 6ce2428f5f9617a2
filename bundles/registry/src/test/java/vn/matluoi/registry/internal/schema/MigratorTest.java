package vn.matluoi.registry.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.schema.SchemaPart;
import vn.matluoi.api.schema.SchemaReady;
import vn.matluoi.registry.internal.support.Container;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.PostgresCluster;

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
                await().until(() -> migrator.check().healthy());

                server.takeAway();
                assertThat(migrator.check().healthy()).isFalse();
                assertThat(migrator.check().detail().vi()).contains("Cơ sở dữ liệu không trả lời");

                server.giveBack();
                await().until(() -> migrator.check().healthy());
            } finally {
                migrator.stop();
            }
        }
    }

    @Test
    void whoStartsWithOnePartKeepsNoOtherWaiting() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        var first = new CountDownLatch(1);
        var migrator = new Migrator(
                new Container(ready -> {
                            told.add(((SchemaReady) ready).part());
                            if (told.size() == 1) {
                                awaitQuietly(first);
                            }
                        })
                        .context(),
                Engine.DERBY.empty());
        try {
            migrator.bindPart(new RegistrySchema());
            migrator.bindPart(part("longer", "db/test-one-longer.sql"));

            await().until(() -> told.size() == 2);
            assertThat(told).containsExactlyInAnyOrder("registry", "longer");
        } finally {
            first.countDown();
            migrator.stop();
        }
    }

    @Test
    void isRedWhileNobodyCouldBeTold() {
        var migrator = new Migrator(
                new Container(ready -> {
                            throw new IllegalStateException("a listener's own fault");
                        })
                        .context(),
                Engine.DERBY.empty());
        try {
            migrator.bindPart(new RegistrySchema());

            await().until(() -> migrator.check().detail().en().contains("a listener's own fault"));
            assertThat(migrator.check().healthy()).isFalse();
        } finally {
            migrator.stop();
        }
    }

    /** Derby, shut down while a table is being made, may wait for ever for the page of it. */
    @Test
    void theDatabaseGoesNoSoonerThanWhatIsBegunHasEndedAndNothingElseIsBegun() throws Exception {
        var asked = new CountDownLatch(1);
        var answers = new CountDownLatch(1);
        var given = new AtomicInteger();
        var givenBack = new AtomicInteger();
        var tables = Engine.DERBY.empty();
        var slow = with(DataSource.class, "getConnection", tables, () -> {
            asked.countDown();
            awaitQuietly(answers);
            given.incrementAndGet();
            return with(Connection.class, "close", tables.getConnection(), () -> {
                givenBack.incrementAndGet();
                return null;
            });
        });
        var migrator = new Migrator(new Container().context(), slow);
        migrator.bindPart(new RegistrySchema());
        migrator.bindPart(part("longer", "db/test-one-longer.sql"));
        asked.await();

        var stopped = CompletableFuture.runAsync(migrator::stop);
        await("the parts are let go").until(() -> migrator.check().detail().en().contains("No part"));
        answers.countDown();
        stopped.join();

        assertThat(given).hasValue(1);
        assertThat(givenBack).hasValue(1);
    }

    /** @return the same, but that one of its methods does something else */
    private static <T> T with(Class<T> type, String name, T real, Callable<?> instead) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, words) -> {
                    try {
                        return method.getName().equals(name) ? instead.call() : method.invoke(real, words);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
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

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
