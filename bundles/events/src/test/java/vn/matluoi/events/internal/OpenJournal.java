package vn.matluoi.events.internal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.registry.internal.support.Engine;

/** A journal on a real engine, between a catalogue and a database that a test can break. */
abstract class OpenJournal {

    static final Instant NOON = Instant.parse("2026-11-22T05:00:00.123Z");
    static final Keeping STANDARD = Keeping.of("30", "1000000", "2048", "60", "4096", "false");

    @Parameter
    Engine engine;

    final Catalogue catalogue = new Catalogue();
    final Interposed interposed = new Interposed();
    final AtomicLong nanos = new AtomicLong();
    DataSource database;
    EventJournal journal;

    @BeforeEach
    void open() {
        database = engine.migrated("db/events.sql");
        journal = journal(STANDARD);
    }

    EventJournal journal(Keeping keeping) {
        return new EventJournal(
                interposed.around(database),
                catalogue,
                catalogue,
                catalogue.changes,
                catalogue,
                keeping,
                Rates.STANDARD,
                () -> NOON,
                nanos::get);
    }

    @AfterEach
    void close() throws InterruptedException {
        journal.close();
    }

    static CameraEvent event(String source, String channel, Type type, String topic) {
        return event(source, channel, type, topic, NOON);
    }

    static CameraEvent event(String source, String channel, Type type, String topic, Instant hubTime) {
        return new CameraEvent(
                new SourceId(source),
                Optional.ofNullable(channel).map(ChannelId::new),
                type,
                Phase.PULSE,
                Optional.of(NOON.minusSeconds(5)),
                hubTime,
                topic,
                "<x>" + topic + "</x>");
    }

    CompletableFuture<Boolean> publish(CameraEvent event) {
        return journal.publish(event, false).toCompletableFuture();
    }

    static boolean written(CompletionStage<Boolean> answer) throws Exception {
        return answer.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    List<StoredEvent> all() {
        return journal.read(Scope.all(), EventQuery.everything(), 0, 1_000);
    }

    /** All there is. */
    static void count(Counting counting) {
        var more = true;
        while (more) {
            more = counting.step();
        }
    }

    static List<Long> sequences(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::sequence).toList();
    }

    static List<String> topics(List<StoredEvent> events) {
        return events.stream().map(stored -> stored.event().topic()).toList();
    }

    /**
     * Publishes that event and waits until it is about to be committed; that and what follows waits.
     *
     * @return to be counted down, for them to go on
     */
    CountDownLatch heldUp(CameraEvent event) throws InterruptedException {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        interposed.commit = real -> {
            entered.countDown();
            uninterrupted(go);
            real.commit();
        };
        publish(event);
        entered.await();
        return go;
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
