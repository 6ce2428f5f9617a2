package vn.matluoi.registry.internal.area;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import vn.matluoi.registry.internal.db.Database;
import vn.matluoi.registry.internal.db.Disks;
import vn.matluoi.registry.internal.support.Container;
import vn.matluoi.registry.internal.support.Engine;
import vn.matluoi.registry.internal.support.Hub;

class AreaLoaderTest {

    private final AtomicBoolean away = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Optional<CountDownLatch> waitsFor = Optional.empty();

    @Test
    void triesAgainUntilTheDatabaseIsBack() {
        var database = new Database(sometimes(Hub.empty(Engine.DERBY).source), () -> "registry", Disks.roomy());
        var container = new Container();
        away.set(true);
        asked.set(0);
        var loader = new AreaLoader(container.context(), database, Duration.ofMillis(10));
        try {
            await().until(() -> asked.get() > 1);
            assertThat(container.services()).isEmpty();

            away.set(false);
            await().untilAsserted(() ->
                    assertThat(container.services()).singleElement().isInstanceOf(AreasLoaded.class));
        } finally {
            loader.stop();
        }
    }

    @Test
    void stopsNoSoonerThanTheDatabaseIsLetGo() throws Exception {
        var database = new Database(sometimes(Hub.empty(Engine.DERBY).source), () -> "registry", Disks.roomy());
        asked.set(0);
        var answers = new CountDownLatch(1);
        waitsFor = Optional.of(answers);
        var loader = new AreaLoader(new Container().context(), database, Duration.ofMinutes(1));
        await().until(() -> asked.get() == 1);

        var stopped = CompletableFuture.runAsync(loader::stop);
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> stopped.get(100, TimeUnit.MILLISECONDS));
        answers.countDown();

        assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
    }

    private DataSource sometimes(DataSource source) {
        return (DataSource) Proxy.newProxyInstance(
                AreaLoaderTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    if (waitsFor.isPresent()) {
                        waitsFor.get().await();
                    }
                    if (away.get()) {
                        throw new SQLException("the server is away", "08001");
                    }
                    return source.getConnection();
                });
    }
}
