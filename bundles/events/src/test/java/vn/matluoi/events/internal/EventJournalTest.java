package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.EventReader;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.api.registry.Cameras.Secrets;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class EventJournalTest {

    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00.123Z");
    private static final Keeping STANDARD = Keeping.of("30", "1000000", "2048", "60", "4096", "false");

    private static final AtomicLong TIME = new AtomicLong();

    /** Those who read, long after the start: there is none. */
    private static final Readers NOBODY = new Readers(() -> TIME.getAndAdd(Readers.AWAITED.toNanos()));

    @Parameter
    Engine engine;

    private final Catalogue catalogue = new Catalogue();
    private final Interposed interposed = new Interposed();
    private final AtomicLong nanos = new AtomicLong();
    private DataSource database;
    private EventJournal journal;

    @BeforeEach
    void open() {
        database = engine.migrated("db/events.sql");
        journal = journal(STANDARD);
    }

    private EventJournal journal(Keeping keeping) {
        return new EventJournal(
                interposed.around(database), catalogue, catalogue, catalogue, keeping, () -> NOON, nanos::get);
    }

    @AfterEach
    void close() throws InterruptedException {
        journal.close();
    }

    private static CameraEvent event(String source, String channel, Type type, String topic) {
        return event(source, channel, type, topic, NOON);
    }

    private static CameraEvent event(String source, String channel, Type type, String topic, Instant hubTime) {
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

    private CompletableFuture<Boolean> publish(CameraEvent event) {
        return journal.publish(event, false).toCompletableFuture();
    }

    private static boolean written(CompletionStage<Boolean> answer) throws Exception {
        return answer.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private List<StoredEvent> all() {
        return journal.read(Scope.all(), EventQuery.everything(), 0, 1_000);
    }

    private static List<Long> sequences(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::sequence).toList();
    }

    private static List<String> topics(List<StoredEvent> events) {
        return events.stream().map(stored -> stored.event().topic()).toList();
    }

    @Test
    void givesBackWhatWasPublished() throws Exception {
        var event = event("nvr", "1", Type.MOTION, "VMD");
        assertThat(written(journal.publish(event, false))).isTrue();
        assertThat(written(journal.publish(event, true))).isTrue();

        assertThat(all())
                .containsExactly(
                        new StoredEvent(1, event, Optional.of(Catalogue.FIRST), false),
                        new StoredEvent(2, event, Optional.of(Catalogue.FIRST), true));
        assertThat(journal.last()).isEqualTo(2);
    }

    @Test
    void keepsTheOrderOfEachSourceAndLeavesNoGap() throws Exception {
        var answers = new ConcurrentLinkedQueue<CompletableFuture<Boolean>>();
        var threads = IntStream.range(0, 4)
                .mapToObj(source -> new Thread(() -> IntStream.range(0, 200)
                        .forEach(i -> answers.add(publish(event("nvr-" + source, null, Type.INPUT, "t" + i))))))
                .toList();
        threads.forEach(Thread::start);
        for (var thread : threads) {
            thread.join();
        }
        for (var answer : answers) {
            written(answer);
        }

        assertThat(sequences(all()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 800).boxed().toList());
        for (var source = 0; source < 4; source++) {
            var ours = new EventQuery(
                    Optional.empty(),
                    Optional.of(new SourceId("nvr-" + source)),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty());
            assertThat(topics(journal.read(Scope.all(), ours, 0, 1_000)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 200).mapToObj(i -> "t" + i).toList());
        }
    }

    @Test
    void manyEventsShareOneCommit() throws Exception {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        interposed.commit = real -> {
            entered.countDown();
            uninterrupted(go);
            real.commit();
        };
        publish(event("nvr", null, Type.INPUT, "first"));
        entered.await();
        var answers = IntStream.range(0, 400)
                .mapToObj(i -> publish(event("nvr", null, Type.INPUT, "t" + i)))
                .toList();
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        go.countDown();
        for (var answer : answers) {
            written(answer);
        }

        assertThat(interposed.commits).hasValue(2);
    }

    private static void uninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aReaderSeesTheEventsOfItsAreaOnly() throws Exception {
        publish(event("nvr", "1", Type.MOTION, "in Long An"));
        publish(event("nvr", "2", Type.MOTION, "in Tân An"));
        publish(event("nvr", null, Type.DISK_FAULT, "the recorder, in Long An"));
        publish(event("nvr", "9", Type.MOTION, "an unknown channel, as the recorder"));
        written(publish(event("gone", "1", Type.MOTION, "a source that is not there")));

        assertThat(seen(Catalogue.LONG_AN))
                .containsExactly("in Long An", "the recorder, in Long An", "an unknown channel, as the recorder");
        assertThat(seen(Catalogue.TAN_AN)).containsExactly("in Tân An");
        assertThat(seen(Catalogue.PROVINCE)).hasSize(4);
        assertThat(seen(Catalogue.ELSEWHERE)).isEmpty();
        assertThat(journal.read(Scope.nothing(), EventQuery.everything(), 0, 10))
                .isEmpty();
        assertThat(all()).hasSize(5);
    }

    private List<String> seen(AreaCode area) {
        var scope = Scope.of(Set.of(area));
        var read = topics(journal.read(scope, EventQuery.everything(), 0, 10));
        var newest = new ArrayList<>(topics(journal.newest(scope, EventQuery.everything(), 10)));
        java.util.Collections.reverse(newest);
        assertThat(newest).isEqualTo(read);
        return read;
    }

    @Test
    void aReaderOfAnAreaSeesNothingOfAStateSecretThereNorOfItsRecorder() throws Exception {
        for (var i = 0; i < 150; i++) { // more than are looked at together
            publish(event("nvr", "1", Type.MOTION, "of a secret"));
        }
        publish(event("nvr", null, Type.DISK_FAULT, "of the recorder that carries it"));
        publish(event("nvr", "9", Type.MOTION, "of a channel that may be it"));
        publish(event("nvr", "2", Type.MOTION, "of another camera there"));
        publish(event("nvr-2", null, Type.DISK_FAULT, "of another recorder"));
        written(publish(event("nvr", "1", Type.MOTION, "of a secret")));
        catalogue.secrets = new Secrets(Set.of(Catalogue.FIRST), Set.of(Catalogue.NVR));

        assertThat(seen(Catalogue.PROVINCE)).containsExactly("of another camera there", "of another recorder");
        assertThat(seen(Catalogue.LONG_AN)).containsExactly("of another recorder");
        var first = new EventQuery(
                Optional.of(Catalogue.FIRST), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
        assertThat(journal.read(Scope.of(Set.of(Catalogue.PROVINCE)), first, 0, 10))
                .isEmpty();
        assertThat(topics(journal.read(Scope.of(Set.of(Catalogue.PROVINCE)), EventQuery.everything(), 0, 1)))
                .containsExactly("of another camera there");
        assertThat(all()).as("the province sees them").hasSize(155);
    }

    @Test
    void findsByCameraTypeAndTimeInBothDirections() throws Exception {
        for (var i = 0; i < 4_500; i++) { // more than two windows
            var odd = i % 1_500 == 7;
            publish(event("nvr", odd ? "2" : "1", odd ? Type.TAMPER : Type.MOTION, "t" + i));
            if (i % 2_000 == 0) {
                written(publish(event("nvr", "1", Type.MOTION, "and one to wait for")));
            }
        }
        written(publish(event("nvr", "1", Type.MOTION, "last")));

        var second = new EventQuery(
                Optional.of(Catalogue.SECOND), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
        assertThat(topics(journal.read(Scope.all(), second, 0, 10))).containsExactly("t7", "t1507", "t3007");
        assertThat(topics(journal.newest(Scope.all(), second, 2))).containsExactly("t3007", "t1507");
        var tampered = new EventQuery(
                Optional.empty(), Optional.empty(), Set.of(Type.TAMPER), Optional.empty(), Optional.empty());
        assertThat(topics(journal.read(Scope.all(), tampered, 100, 10))).containsExactly("t1507", "t3007");
        assertThat(journal.read(Scope.all(), within(NOON.plusMillis(1), NOON.plusSeconds(1)), 0, 10))
                .isEmpty();
        assertThat(journal.read(Scope.all(), within(NOON, NOON.plusMillis(1)), 0, 10))
                .hasSize(10);
        assertThat(topics(journal.newest(Scope.all(), EventQuery.everything(), 1)))
                .containsExactly("last");
        assertThat(journal.newest(Scope.all(), EventQuery.everything(), 1_000)).hasSize(1_000);
    }

    private static EventQuery within(Instant from, Instant to) {
        return new EventQuery(Optional.empty(), Optional.empty(), Set.of(), Optional.of(from), Optional.of(to));
    }

    @Test
    void anAnswerDoesNotGrowWithoutEnd() throws Exception {
        var large = "x".repeat(Texts.PAYLOAD + 1);
        for (var i = 0; i < 20; i++) {
            written(publish(new CameraEvent(
                    Catalogue.NVR, Optional.empty(), Type.OTHER, Phase.PULSE, Optional.empty(), NOON, "big", large)));
        }
        assertThat(all())
                .hasSize(16)
                .allMatch(stored -> stored.event().payload().length() == Texts.PAYLOAD);
        assertThat(sequences(journal.newest(Scope.all(), EventQuery.everything(), 100)))
                .hasSize(16)
                .startsWith(20L, 19L);
    }

    @Test
    void platesAndFacesAreNotKeptUnlessSomebodySwitchedItOn() throws Exception {
        assertThat(written(publish(event("nvr", "1", Type.PLATE_READ, "ANPR")))).isFalse();
        assertThat(written(publish(event("nvr", "1", Type.FACE_SEEN, "faceSnap"))))
                .isFalse();
        assertThat(written(publish(event("nvr", "1", Type.PERSON_SEEN, "person"))))
                .isTrue();
        assertThat(topics(all())).containsExactly("person");
        assertThat(journal.health().detail().en()).contains("2 not kept");
        assertThat(journal.load()).isEqualTo(new EventLog.Load(1, 2, 0, 0));

        journal.close();
        journal = journal(Keeping.of("30", "1000", "2048", "60", "4096", "true"));
        assertThat(written(publish(event("nvr", "1", Type.PLATE_READ, "ANPR")))).isTrue();
        assertThat(topics(all())).containsExactly("person", "ANPR");
    }

    @Test
    void nothingIsAcknowledgedThatIsNotDurable() throws Exception {
        interposed.away = true;
        var waiting = publish(event("nvr", "1", Type.MOTION, "VMD"));
        await().until(() -> journal.health().detail().en().contains("0 waiting")); // the writer holds it
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        await().until(() -> !journal.health().healthy());
        assertThat(waiting).isNotDone();

        interposed.away = false;
        assertThat(written(waiting)).isTrue();
        assertThat(all()).hasSize(1);
        assertThat(journal.health().healthy()).isTrue();
    }

    @Test
    void aCatalogueThatDoesNotAnswerIsWaitedFor() throws Exception {
        catalogue.away = true;
        var waiting = publish(event("nvr", "1", Type.MOTION, "VMD"));
        await().until(() -> catalogue.asked.get() > 1);
        assertThat(waiting).isNotDone();

        catalogue.away = false;
        assertThat(written(waiting)).isTrue();
        assertThat(all().get(0).camera()).contains(Catalogue.FIRST);
    }

    @Test
    void aFullInboxRefusesAndIsTold() throws Exception {
        interposed.away = true;
        var answers = new ArrayList<CompletableFuture<Boolean>>();
        do {
            answers.add(publish(event("nvr", null, Type.INPUT, "t")));
        } while (!answers.get(answers.size() - 1).isCompletedExceptionally() && answers.size() < 4 * Inbox.MOST);

        assertThat(answers.get(answers.size() - 1))
                .as("one of the first %d", answers.size())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(HubException.class);
        assertThat(journal.health().healthy()).isFalse();
        assertThat(journal.health().detail().en()).contains("lost");
        assertThat(journal.load().lost()).isEqualTo(1);
        assertThat(journal.load().waiting()).isPositive();
        journal.close(); // what waits is not durable, and is not said to be
        assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void whatWaitsIsWrittenAtTheEnd() throws Exception {
        var answers = IntStream.range(0, 700)
                .mapToObj(i -> publish(event("nvr", null, Type.INPUT, "t" + i)))
                .toList();
        journal.close();

        for (var answer : answers) {
            assertThat(written(answer)).isTrue();
        }
        assertThat(publish(event("nvr", null, Type.INPUT, "late"))).isCompletedExceptionally();
    }

    @Test
    void aCommitThatWasDoneButNotConfirmedIsNotRepeated() throws Exception {
        interposed.commit = real -> {
            interposed.commit = java.sql.Connection::commit;
            real.commit();
            throw new SQLException("the connection broke", "08006");
        };
        assertThat(written(publish(event("nvr", "1", Type.MOTION, "VMD")))).isTrue();
        assertThat(written(publish(event("nvr", "1", Type.MOTION, "next")))).isTrue();

        assertThat(topics(all())).containsExactly("VMD", "next");
        assertThat(sequences(all())).containsExactly(1L, 2L);
    }

    @Test
    void aDatabaseKilledInMidCommitLosesNothing() throws Exception {
        interposed.commit = real -> {
            interposed.commit = java.sql.Connection::commit;
            kill(real);
            real.commit();
            throw new SQLException("the connection broke", "08006"); // Derby, which lives in this process
        };
        assertThat(written(publish(event("nvr", "1", Type.MOTION, "VMD")))).isTrue();

        assertThat(topics(all())).containsExactly("VMD");
        assertThat(sequences(all())).containsExactly(1L);
    }

    private void kill(java.sql.Connection writers) throws SQLException {
        if (engine == Engine.DERBY) {
            writers.rollback();
            return;
        }
        long pid;
        try (var ask = writers.createStatement();
                var row = ask.executeQuery("select pg_backend_pid()")) {
            row.next();
            pid = row.getLong(1);
        }
        try (var other = database.getConnection();
                var order = other.createStatement()) {
            order.execute("select pg_terminate_backend(" + pid + ")");
        }
    }

    @Test
    void anEventThatIsRefusedForGoodFailsAlone() throws Exception {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        interposed.commit = real -> {
            entered.countDown();
            uninterrupted(go);
            real.commit();
        };
        publish(event("nvr", null, Type.INPUT, "first"));
        entered.await();
        var good = publish(event("nvr", "1", Type.MOTION, "good"));
        var bad = publish(event("nvr", "cursed", Type.MOTION, "bad"));
        var better = publish(event("nvr", "2", Type.MOTION, "better"));
        go.countDown();

        assertThat(written(good)).isTrue();
        assertThat(written(better)).isTrue();
        assertThatThrownBy(() -> written(bad)).hasCauseInstanceOf(HubException.class);
        assertThat(topics(all())).containsExactly("first", "good", "better");
    }

    @Test
    void textsNoEngineTakesAreMended() throws Exception {
        written(publish(new CameraEvent(
                Catalogue.NVR,
                Optional.of(new ChannelId("a\u0000b")),
                Type.OTHER,
                Phase.PULSE,
                Optional.of(Instant.MAX),
                NOON,
                "t\u0000" + "x".repeat(1_000),
                "half \uD83D, whole \uD83D\uDCF7, half \uDCF7")));

        var kept = all().get(0).event();
        assertThat(kept.channel()).contains(new ChannelId("a\uFFFDb"));
        assertThat(kept.topic()).hasSize(Texts.TOPIC).startsWith("t\uFFFDx");
        assertThat(kept.payload()).isEqualTo("half \uFFFD, whole \uD83D\uDCF7, half \uFFFD");
    }

    @Test
    void whoWatchesIsToldOfNewsUntilItEnds() throws Exception {
        var told = new ConcurrentLinkedQueue<Long>();
        journal.watch(last -> {
            throw new IllegalStateException("another's fault");
        });
        var watch = journal.watch(told::add);
        written(publish(event("nvr", "1", Type.MOTION, "VMD")));
        await().untilAsserted(() -> assertThat(told).containsExactly(1L));
        watch.close();
        written(publish(event("nvr", "1", Type.MOTION, "VMD")));
        written(publish(event("nvr", "1", Type.MOTION, "VMD")));

        assertThat(told).containsExactly(1L);
    }

    @Test
    void theCatalogueIsNotAskedForEveryEvent() throws Exception {
        for (var i = 0; i < 50; i++) {
            written(publish(event("nvr", "1", Type.MOTION, "VMD")));
        }
        assertThat(catalogue.asked).hasValue(1);
        nanos.addAndGet(Places.REMEMBERED.toNanos());
        written(publish(event("nvr", "1", Type.MOTION, "VMD")));
        assertThat(catalogue.asked).hasValue(2);
    }

    @Test
    void numbersGoOnWhenAllEventsAreGone() throws Exception {
        written(publish(event("nvr", "1", Type.MOTION, "old")));
        var later = new Retention(database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(31)), nanos::get);
        later.step();
        assertThat(all()).isEmpty();
        assertThat(journal.last()).isEqualTo(1);

        journal.close();
        journal = journal(STANDARD);
        written(publish(event("nvr", "1", Type.MOTION, "new")));
        assertThat(sequences(all())).containsExactly(2L);
    }

    @Test
    void eventsAreKeptForTheirDaysAndNotLonger() throws Exception {
        for (var i = 0; i < 1_500; i++) {
            publish(event("nvr", "1", Type.MOTION, "old"));
        }
        written(publish(event("nvr", "1", Type.MOTION, "old")));
        var early = new Retention(database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(30)), nanos::get);
        early.step();
        assertThat(journal.newest(Scope.all(), EventQuery.everything(), 1_000)).hasSize(1_000);

        var late = new Retention(
                database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(30)).plusMillis(1), nanos::get);
        late.step();
        assertThat(all()).hasSize(501).first().extracting(StoredEvent::sequence).isEqualTo(1_001L);
        assertThat(late.pause()).isEqualTo(Duration.ZERO);
        late.step();
        late.step();
        assertThat(all()).isEmpty();
        assertThat(late.pause()).isEqualTo(Retention.EVERY);
    }

    @Test
    void whatWasStampedByAClockThatWasAheadDoesNotKeepTheOldOnes() throws Exception {
        for (var i = 0; i < Retention.STEP + 200; i++) {
            publish(event("nvr", "1", Type.MOTION, "of the future", NOON.plus(Duration.ofDays(3_650))));
        }
        written(publish(event("nvr", "1", Type.MOTION, "old")));
        written(publish(event("nvr", "1", Type.MOTION, "new", NOON.plus(Duration.ofDays(10)))));
        var late = new Retention(database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(31)), nanos::get);
        late.step();
        late.step();

        assertThat(topics(journal.newest(Scope.all(), EventQuery.everything(), 2)))
                .containsExactly("new", "of the future");
        assertThat(late.pause()).isEqualTo(Retention.EVERY);
    }

    @Test
    void whatWasWrittenBeforeTheClockWasSetIsKeptForItsDaysToo() throws Exception {
        var before = NOON.minus(Duration.ofDays(2));
        written(publish(event("nvr", "1", Type.MOTION, "before the power failed", before)));
        for (var i = 0; i < 3; i++) {
            written(publish(event("nvr", "1", Type.MOTION, "in 1970", Instant.EPOCH.plusSeconds(90))));
        }
        written(publish(event("nvr", "1", Type.MOTION, "the clock is set")));
        assertThat(all())
                .extracting(stored -> stored.event().hubTime())
                .containsExactly(before, before, before, before, NOON);
        new Retention(database, STANDARD, NOBODY, () -> NOON, nanos::get).step();
        assertThat(all()).hasSize(5);
        new Retention(database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(29)), nanos::get).step();
        assertThat(topics(all())).containsExactly("the clock is set");
    }

    @Test
    void ofTooManyTheOldestGo() throws Exception {
        for (var i = 0; i < 1_300; i++) {
            publish(event("nvr", "1", Type.MOTION, "t" + i));
        }
        written(publish(event("nvr", "1", Type.MOTION, "last")));
        var few = new Retention(
                database, Keeping.of("30", "1000", "2048", "60", "4096", "false"), NOBODY, () -> NOON, nanos::get);
        few.step();
        few.step();

        assertThat(journal.read(Scope.all(), EventQuery.everything(), 0, 1))
                .extracting(StoredEvent::sequence)
                .containsExactly(302L);
        assertThat(all()).hasSize(1_000);
    }

    @Test
    void ofTooLargeOnesTheOldestGo() throws Exception {
        var large = "x".repeat(Texts.PAYLOAD);
        for (var i = 0; i < 60; i++) {
            written(publish(new CameraEvent(
                    Catalogue.NVR, Optional.empty(), Type.OTHER, Phase.PULSE, Optional.empty(), NOON, "t" + i, large)));
        }
        var small = new Retention(
                database, Keeping.of("30", "1000000", "16", "60", "4096", "false"), NOBODY, () -> NOON, nanos::get);
        small.step();
        assertThat(small.pause()).isEqualTo(Duration.ZERO);
        small.step();

        assertThat(sequences(all()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(51, 60).boxed().toList());
        assertThat(small.pause()).isEqualTo(Retention.EVERY);
    }

    private Readers readers(long upTo) {
        var readers = new Readers(nanos::get);
        readers.add(() -> OptionalLong.of(upTo));
        return readers;
    }

    @Test
    void whatASinkHasNotGotStaysUntilItIsTooOldOrTooMuchForThatToo() throws Exception {
        for (var i = 0; i < 1_300; i++) {
            publish(event("nvr", "1", Type.MOTION, "t" + i));
        }
        written(publish(event("nvr", "1", Type.MOTION, "last")));
        var few = Keeping.of("30", "1000", "2048", "60", "4096", "false");
        var behind = new Retention(database, few, readers(100), () -> NOON, nanos::get);
        behind.step();
        behind.step();
        assertThat(journal.first()).isEqualTo(101);
        assertThat(behind.pause()).isEqualTo(Retention.EVERY);

        new Retention(database, few, readers(100), () -> NOON.plus(Duration.ofDays(60)), nanos::get).step();
        assertThat(journal.first()).isEqualTo(101);
        new Retention(database, few, readers(100), () -> NOON.plus(Duration.ofDays(61)), nanos::get).step();
        assertThat(journal.first()).as("too old for that, too").isEqualTo(1_101);
    }

    @Test
    void whatASinkHasNotGotGoesWhenThereIsNoRoomForIt() throws Exception {
        var large = "x".repeat(Texts.PAYLOAD);
        for (var i = 0; i < 60; i++) {
            written(publish(new CameraEvent(
                    Catalogue.NVR, Optional.empty(), Type.OTHER, Phase.PULSE, Optional.empty(), NOON, "t" + i, large)));
        }
        var room = new Retention(
                database, Keeping.of("30", "1000000", "16", "60", "64", "false"), readers(0), () -> NOON, nanos::get);
        room.step();
        assertThat(journal.first()).isEqualTo(1);
        var none = new Retention(
                database, Keeping.of("30", "1000000", "16", "60", "16", "false"), readers(0), () -> NOON, nanos::get);
        none.step();
        assertThat(journal.first()).isEqualTo(51);
    }

    @Test
    void aHubThatStartsWaitsForThoseWhoRead() {
        var readers = new Readers(nanos::get);
        assertThat(readers.read()).isZero();
        nanos.addAndGet(Readers.AWAITED.toNanos());
        assertThat(readers.read()).isEqualTo(Long.MAX_VALUE);
        EventReader reader = () -> OptionalLong.of(7);
        readers.add(reader);
        readers.add(OptionalLong::empty);
        assertThat(readers.read()).isEqualTo(7);
        readers.add(() -> {
            throw new IllegalStateException("a fault of another's");
        });
        assertThat(readers.read()).isZero();
    }

    @Test
    void oneQuestionIsAboutAllIdsOfACamera() throws Exception {
        written(publish(event("nvr", "1", Type.MOTION, "a")));
        written(publish(event("nvr", "2", Type.MOTION, "b")));
        assertThat(ofCamera(Catalogue.FIRST)).containsExactly("a");

        catalogue.merged.put(Catalogue.SECOND, Catalogue.FIRST);
        journal.identity = merges();
        assertThat(ofCamera(Catalogue.FIRST)).containsExactly("a", "b");
        assertThat(ofCamera(Catalogue.SECOND)).containsExactly("a", "b");
        assertThat(journal.read(Scope.of(Set.of(Catalogue.TAN_AN)), of(Catalogue.FIRST), 0, 10))
                .as("where its scope ends another id does not reach")
                .extracting(one -> one.event().topic())
                .containsExactly("b");
    }

    private List<String> ofCamera(CameraId camera) {
        return journal.read(Scope.all(), of(camera), 0, 10).stream()
                .map(one -> one.event().topic())
                .toList();
    }

    private static EventQuery of(CameraId camera) {
        return new EventQuery(Optional.of(camera), Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
    }

    /** Answers which ids were merged into a camera, and nothing else. */
    private Identity merges() {
        return (Identity) Proxy.newProxyInstance(
                Identity.class.getClassLoader(), new Class<?>[] {Identity.class}, (self, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("aliases");
                    return catalogue.merged.entrySet().stream()
                            .filter(one -> one.getValue().equals(arguments[0]))
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
                });
    }

    @Test
    void oneWhoReadsAndGoesIsWaitedFor() {
        var readers = new Readers(nanos::get);
        EventReader reader = () -> OptionalLong.of(7);
        readers.add(reader);
        nanos.addAndGet(Readers.AWAITED.toNanos());
        readers.remove(reader);
        assertThat(readers.read()).isZero();
    }
}
