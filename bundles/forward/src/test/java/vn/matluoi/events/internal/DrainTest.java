package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.database.core.DerbyDatabase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.forward.Carrier;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.forward.internal.DrainedHub;
import vn.matluoi.registry.internal.support.Engine;

/**
 * A receiver was down while cameras went on, and comes back. The real journal on the real engine; {@code -Ddrain.events=720000} is an
 * hour at 200 a second, {@code -Ddrain.folder} puts the database on a disk. What was measured is in the log.
 */
@Timeout(1_800)
class DrainTest {

    private static final int EVENTS = Integer.getInteger("drain.events", 10_000);
    private static final Optional<String> FOLDER = Optional.ofNullable(System.getProperty("drain.folder"));
    private static final int ARRIVING = 200; // a second
    private static final int AT_ONCE = 500;
    private static final String MESSAGE = "<EventNotificationAlert>" + "x".repeat(600) + "</EventNotificationAlert>";

    /** Is down until it is told otherwise; then it takes all and holds it against what must come. */
    private static final class Receiver implements Carrier {

        private volatile boolean up;
        private volatile long last;
        private volatile long outOfOrder;

        @Override
        public void carry(List<Delivery> batch) throws SinkException {
            if (!up) {
                throw new SinkException.Away(new Text("không trả lời", "no answer"));
            }
            for (var one : batch) {
                if (one.sequence() != last + 1) { // another number is one that is lost, twice or too early
                    outOfOrder++;
                }
                last = one.sequence();
            }
        }
    }

    @Test
    void aReceiverThatComesBackIsBroughtAllFiveTimesAsFastAsItComes() throws Exception {
        var receiver = new Receiver();
        try (var hub = new DrainedHub(Engine.DERBY.migrated("db/forward.sql"))) {
            var journal = new EventJournal(
                    journal(),
                    hub.cameras(),
                    hub.sources(),
                    hub.changes(),
                    hub.areas(),
                    Keeping.of("30", "1000", "16", "60", "4096", "false"), // what is unread stays all the same
                    Rates.STANDARD,
                    InstantSource.system(),
                    System::nanoTime);
            var service = hub.serve(journal);
            journal.addReader(service);
            service.open(
                    SinkRoute.of(
                            Map.of(
                                    "routeName",
                                    "so",
                                    "content",
                                    "events",
                                    "legal.basis",
                                    "Quyết định 1",
                                    "batch",
                                    "500")::get),
                    receiver);
            await().until(() -> service.read().equals(OptionalLong.of(0)));
            tell(journal, EVENTS);
            var onDisk = size();
            var more = new AtomicInteger();
            var arriving = Executors.newSingleThreadScheduledExecutor();
            arriving.scheduleAtFixedRate(
                    () -> {
                        journal.publish(event(more.getAndIncrement()), false);
                    },
                    0,
                    1_000_000 / ARRIVING,
                    TimeUnit.MICROSECONDS);
            var began = System.nanoTime();
            receiver.up = true;
            hub.resume("so");
            await().atMost(Duration.ofMinutes(20))
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> receiver.last >= EVENTS);
            var took = Duration.ofNanos(System.nanoTime() - began);
            arriving.shutdown();
            assertThat(arriving.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            await().until(() -> receiver.last == EVENTS + more.get());
            var rate = EVENTS * 1000L / Math.max(1, took.toMillis());
            LoggerFactory.getLogger(DrainTest.class)
                    .info(
                            "{} events drained in {} ms: {} a second while {} came; {} bytes on the disk",
                            EVENTS,
                            took.toMillis(),
                            rate,
                            more.get(),
                            onDisk);
            assertThat(receiver.outOfOrder).isZero();
            assertThat(rate).isGreaterThanOrEqualTo(5L * ARRIVING);
            journal.close();
        }
    }

    private static void tell(EventJournal journal, int count) {
        for (var from = 0; from < count; from += AT_ONCE) {
            var group = IntStream.range(from, Math.min(count, from + AT_ONCE))
                    .mapToObj(n -> journal.publish(event(n), false).toCompletableFuture())
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(group).join();
        }
    }

    private static CameraEvent event(int number) {
        return new CameraEvent(
                DrainedHub.SOURCE,
                Optional.of(new ChannelId(String.valueOf(1 + number % 2))),
                Type.MOTION,
                Phase.PULSE,
                Optional.of(Instant.now()),
                Instant.now(),
                "VMD",
                MESSAGE);
    }

    private static DataSource journal() throws Exception {
        if (FOLDER.isEmpty()) {
            return Engine.DERBY.migrated("db/events.sql");
        }
        var pool = new BasicDataSource();
        pool.setUrl("jdbc:derby:" + FOLDER.get() + ";create=true");
        pool.setMaxTotal(10);
        try (var connection = pool.getConnection()) {
            var known = new DerbyDatabase();
            known.setShutdownEmbeddedDerby(false);
            known.setConnection(new JdbcConnection(connection));
            new Liquibase("db/events.sql", new ClassLoaderResourceAccessor(), known).update(new Contexts());
        }
        return pool;
    }

    private static long size() throws IOException {
        if (FOLDER.isEmpty()) {
            return 0;
        }
        try (var files = Files.walk(Path.of(FOLDER.get()))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
