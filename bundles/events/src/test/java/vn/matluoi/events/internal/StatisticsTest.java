package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.AreaCode;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.EventStatistics.By;
import vn.matluoi.api.event.EventStatistics.Counts;
import vn.matluoi.api.event.EventStatistics.Every;
import vn.matluoi.api.event.EventStatistics.Question;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Identity;
import vn.matluoi.registry.internal.support.Engine;

/** How many events were told, also of those that are gone. */
@ParameterizedClass
@EnumSource(Engine.class)
class StatisticsTest extends OpenJournal {

    private static final Instant TODAY = Instant.parse("2026-11-21T17:00:00Z"); // the 22nd in Việt Nam
    private static final Scope IN_TAN_AN = Scope.of(Set.of(Catalogue.TAN_AN));

    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);

    private Statistics statistics() {
        return statistics(database);
    }

    private Statistics statistics(DataSource asked) {
        return new Statistics(asked, catalogue, catalogue, () -> NOON, turns.readLock());
    }

    private Counting counting(Keeping keeping, InstantSource clock) {
        return new Counting(database, keeping, clock, turns.writeLock());
    }

    private Question question(By by, Every every) {
        return new Question(by, every, Optional.empty(), Set.of(), Optional.empty(), Optional.empty());
    }

    private List<String> counts(Scope scope, By by, Every every) {
        return lines(statistics().count(scope, question(by, every)));
    }

    private static List<String> lines(Counts counts) {
        return counts.items().stream()
                .map(one -> "%s %s %s %d"
                        .formatted(
                                one.start().atZone(Span.ZONE).toLocalDateTime(),
                                one.of().orElse("-"),
                                one.type(),
                                one.events()))
                .toList();
    }

    private void tell(String channel, Type type, Instant at) throws Exception {
        written(publish(event("nvr", channel, type, "t", at)));
    }

    /** Counts, and only then drops, as one after the other is told by the clock. */
    private void keep(Keeping keeping, Instant now) {
        count(counting(keeping, () -> now));
        drop(keeping, now);
    }

    private void drop(Keeping keeping, Instant now) {
        var readers = new Readers(nanos::get);
        readers.add(OptionalLong::empty);
        var retention = new Retention(database, keeping, readers, () -> now, nanos::get);
        do {
            retention.step();
        } while (retention.pause().isZero());
    }

    private void everyKind() throws Exception {
        tell("1", Type.MOTION, NOON);
        tell("1", Type.MOTION, NOON.minus(Duration.ofHours(1)));
        tell("2", Type.MOTION, NOON);
        tell("2", Type.VEHICLE_COUNTED, NOON.minus(Duration.ofDays(1)));
        tell(null, Type.INPUT, NOON);
    }

    @Test
    void countsByTypeAreaCameraAndSourceAndWhatTheTimeIsInVietNam() throws Exception {
        tell("1", Type.MOTION, TODAY.minusMillis(1));
        everyKind();
        assertThat(counts(Scope.all(), By.TYPE, Every.DAY))
                .containsExactly(
                        "2026-11-21T00:00 - MOTION 1",
                        "2026-11-21T00:00 - VEHICLE_COUNTED 1",
                        "2026-11-22T00:00 - MOTION 3",
                        "2026-11-22T00:00 - INPUT 1");
        assertThat(counts(Scope.all(), By.AREA, Every.MONTH))
                .containsExactly(
                        "2026-11-01T00:00 27694 MOTION 3",
                        "2026-11-01T00:00 27694 INPUT 1",
                        "2026-11-01T00:00 27712 MOTION 1",
                        "2026-11-01T00:00 27712 VEHICLE_COUNTED 1");
        assertThat(counts(Scope.all(), By.CAMERA, Every.HOUR))
                .contains(
                        "2026-11-22T12:00 - INPUT 1",
                        "2026-11-22T12:00 80-0000001-" + Catalogue.FIRST.value().substring(11) + " MOTION 1");
        assertThat(counts(Scope.all(), By.SOURCE, Every.MONTH)).contains("2026-11-01T00:00 nvr MOTION 4");
    }

    @Test
    void answersTheSameBeforeAndAfterTheyAreCountedAndWhenTheEventsAreGone() throws Exception {
        everyKind();
        var before = new ArrayList<List<String>>();
        for (var by : By.values()) {
            for (var every : Every.values()) {
                before.add(counts(Scope.all(), by, every));
            }
        }
        assertThat(before).noneMatch(List::isEmpty);
        for (var gone : List.of(false, true, true)) {
            keep(STANDARD, gone ? NOON.plus(Duration.ofDays(33)) : NOON);
            assertThat(all()).hasSize(gone ? 0 : 5);
            var after = new ArrayList<List<String>>();
            for (var by : By.values()) {
                for (var every : Every.values()) {
                    after.add(counts(Scope.all(), by, every));
                }
            }
            assertThat(after).isEqualTo(before);
        }
    }

    @Test
    void endsAreNotCounted() throws Exception {
        for (var phase : List.of(Phase.ACTIVE, Phase.INACTIVE)) {
            var one = event("nvr", "1", Type.LINE_CROSSED, "t");
            written(publish(new CameraEvent(
                    one.source(),
                    one.channel(),
                    one.type(),
                    phase,
                    one.deviceTime(),
                    one.hubTime(),
                    one.topic(),
                    one.payload())));
        }
        assertThat(counts(Scope.all(), By.TYPE, Every.DAY)).containsExactly("2026-11-22T00:00 - LINE_CROSSED 1");
        keep(STANDARD, NOON);
        assertThat(counts(Scope.all(), By.TYPE, Every.DAY)).containsExactly("2026-11-22T00:00 - LINE_CROSSED 1");
    }

    @Test
    void countsWithinTheCallersAreaAndTheAreaAskedForOnly() throws Exception {
        everyKind();
        for (var counted : List.of(false, true)) {
            if (counted) {
                keep(STANDARD, NOON);
            }
            assertThat(counts(IN_TAN_AN, By.TYPE, Every.MONTH))
                    .containsExactly("2026-11-01T00:00 - MOTION 1", "2026-11-01T00:00 - VEHICLE_COUNTED 1");
            assertThat(counts(Scope.nothing(), By.TYPE, Every.MONTH)).isEmpty();
            assertThat(counts(Scope.of(Set.of(Catalogue.ELSEWHERE)), By.TYPE, Every.MONTH))
                    .isEmpty();
            assertThat(lines(in(Scope.all(), Catalogue.TAN_AN))).hasSize(2);
            assertThat(lines(in(Scope.all(), Catalogue.PROVINCE))).hasSize(3);
            assertThat(lines(in(IN_TAN_AN, Catalogue.LONG_AN))).isEmpty();
        }
    }

    private Counts in(Scope scope, AreaCode area) {
        return statistics()
                .count(
                        scope,
                        new Question(
                                By.TYPE, Every.MONTH, Optional.of(area), Set.of(), Optional.empty(), Optional.empty()));
    }

    @Test
    void aStateSecretIsInNoCountOfWhoIsLimitedToAreas() throws Exception {
        everyKind();
        catalogue.secrets = new Cameras.Secrets(Set.of(Catalogue.FIRST), Set.of(Catalogue.NVR));
        var inProvince = Scope.of(Set.of(Catalogue.PROVINCE));
        for (var counted : List.of(false, true)) {
            if (counted) {
                keep(STANDARD, NOON);
            }
            assertThat(counts(inProvince, By.TYPE, Every.MONTH))
                    .containsExactly("2026-11-01T00:00 - MOTION 1", "2026-11-01T00:00 - VEHICLE_COUNTED 1");
            assertThat(counts(Scope.all(), By.TYPE, Every.MONTH)).hasSize(3);
        }
    }

    @Test
    void wholeStretchesAreCountedOfTheTypesAskedFor() throws Exception {
        everyKind();
        var counts = statistics()
                .count(
                        Scope.all(),
                        new Question(
                                By.TYPE,
                                Every.DAY,
                                Optional.empty(),
                                Set.of(Type.MOTION, Type.VEHICLE_COUNTED),
                                Optional.of(NOON.minusMillis(1)),
                                Optional.of(NOON)));
        assertThat(lines(counts)).containsExactly("2026-11-22T00:00 - MOTION 3");
        assertThat(counts.from()).isEqualTo(TODAY);
        assertThat(counts.to()).isEqualTo(TODAY.plus(Duration.ofDays(1)));
    }

    @Test
    void refusesATimeThatEndsBeforeItBegins() {
        assertThatThrownBy(() -> statistics()
                        .count(
                                Scope.all(),
                                new Question(
                                        By.TYPE,
                                        Every.DAY,
                                        Optional.empty(),
                                        Set.of(),
                                        Optional.of(Instant.MAX),
                                        Optional.of(Instant.MIN))))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                        .isEqualTo("time.order"));
    }

    @Test
    void manyAreCountedInStepsAndNoneTwice() throws Exception {
        var many = Counting.STEP + 1_234;
        for (var i = 0; i < many; i++) {
            written(publish(event("nvr", "1", Type.MOTION, "t")), i);
        }
        written(publish(event("nvr", "1", Type.MOTION, "last")));
        var few = Keeping.of("30", "1000", "2048", "60", "4096", "false");
        journal.close(); // its thread counts, too
        keep(few, NOON);
        assertThat(journal.newest(Scope.all(), EventQuery.everything(), 1_000)).hasSize(1_000);
        keep(few, NOON);
        assertThat(counts(Scope.all(), By.TYPE, Every.DAY)).containsExactly("2026-11-22T00:00 - MOTION " + (many + 1));
    }

    /** So many may wait: every so often the last is waited for. */
    private static void written(CompletableFuture<Boolean> answer, int index) throws Exception {
        if (index % 2_000 == 0) {
            written(answer);
        }
    }

    @Test
    void whatIsNotCountedYetDoesNotGo() throws Exception {
        try (var connection = database.getConnection();
                var away = connection.createStatement()) {
            away.execute("alter table events_counting add constraint unwilling check (counted_sequence < 1)");
        }
        everyKind();
        keep(STANDARD, NOON.plus(Duration.ofDays(59)));
        assertThat(all()).hasSize(5);
        assertThat(counts(Scope.all(), By.TYPE, Every.MONTH)).hasSize(3);
        try (var connection = database.getConnection();
                var back = connection.createStatement()) {
            back.execute("alter table events_counting drop constraint unwilling");
        }
        keep(STANDARD, NOON.plus(Duration.ofDays(33)));
        assertThat(all()).isEmpty();
        assertThat(counts(Scope.all(), By.TYPE, Every.MONTH))
                .as("what was begun counts for nothing")
                .containsExactly(
                        "2026-11-01T00:00 - MOTION 3",
                        "2026-11-01T00:00 - VEHICLE_COUNTED 1",
                        "2026-11-01T00:00 - INPUT 1");
    }

    @Test
    void whatCannotBeCountedForLongGoesWithinTheBoundsOfWhatIsNotRead() throws Exception {
        everyKind();
        drop(STANDARD, NOON.plus(Duration.ofDays(58)));
        assertThat(all()).hasSize(5);
        drop(STANDARD, NOON.plus(Duration.ofDays(61)));
        assertThat(all()).isEmpty();
    }

    @Test
    void aFaultOfTheHubIsAStepThatIsTriedAgain() throws Exception {
        everyKind();
        var faults = new AtomicInteger(1);
        var counting = counting(STANDARD, () -> {
            if (faults.getAndDecrement() > 0) {
                throw new IllegalStateException("a fault of the hub");
            }
            return NOON;
        });
        assertThat(counting.step()).as("its thread goes on").isFalse();
        count(counting);
        assertThat(kept()).as("what was begun counts for nothing").containsExactly("DAY 4", "HOUR 5");
    }

    @Test
    void aQuestionReadsOnceWhileTheHubCatchesUpWithCounting() throws Exception {
        everyKind();
        var counting = counting(STANDARD, () -> NOON);
        var counter = new Thread(counting::step);
        var asked = new AtomicInteger();
        var statistics = statistics(Interposed.before(database, sql -> {
            if (!sql.startsWith(Statistics.NOT_COUNTED)) {
                return;
            }
            if (asked.incrementAndGet() == 1) {
                counter.start();
            }
            await().until(() -> turns.hasQueuedThread(counter) || !counter.isAlive());
        }));
        var counts = lines(statistics.count(Scope.all(), question(By.TYPE, Every.MONTH)));
        counter.join();
        assertThat(asked).hasValue(1);
        assertThat(kept()).containsExactly("DAY 4", "HOUR 5");
        assertThat(counts).isEqualTo(counts(Scope.all(), By.TYPE, Every.MONTH));
    }

    @Test
    void aQuestionThatWaitsTooLongForItsTurnIsRefused() throws Exception {
        var never = new ReentrantReadWriteLock() {
            @Override
            public ReadLock readLock() {
                return new ReadLock(this) {
                    @Override
                    public boolean tryLock(long time, TimeUnit unit) {
                        return false;
                    }
                };
            }
        };
        var statistics = new Statistics(database, catalogue, catalogue, () -> NOON, never.readLock());
        assertThatThrownBy(() -> statistics.count(Scope.all(), question(By.TYPE, Every.DAY)))
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.rule())
                        .isEqualTo("events.unavailable"));
    }

    @Test
    void whatWasMergedIntoACameraIsCountedAsThatCamera() throws Exception {
        everyKind();
        var merged = (Identity) Proxy.newProxyInstance(
                Identity.class.getClassLoader(), new Class<?>[] {Identity.class}, (self, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("merged");
                    return Map.of(Catalogue.SECOND, Catalogue.FIRST);
                });
        for (var counted : List.of(false, true)) {
            if (counted) {
                keep(STANDARD, NOON);
            }
            var statistics = statistics();
            statistics.identity = merged;
            assertThat(lines(statistics.count(Scope.all(), question(By.CAMERA, Every.MONTH))))
                    .containsExactly(
                            "2026-11-01T00:00 - INPUT 1",
                            "2026-11-01T00:00 " + Catalogue.FIRST + " MOTION 3",
                            "2026-11-01T00:00 " + Catalogue.FIRST + " VEHICLE_COUNTED 1");
        }
    }

    @Test
    void whatTheJournalWritesIsCountedByItself() throws Exception {
        for (var i = 0; i < Counting.STEP; i++) {
            written(publish(event("nvr", "1", Type.MOTION, "t")), i);
        }
        await().until(() -> statistics()
                .count(Scope.all(), question(By.TYPE, Every.DAY))
                .since()
                .isPresent());
        assertThat(counts(Scope.all(), By.TYPE, Every.DAY))
                .containsExactly("2026-11-22T00:00 - MOTION " + Counting.STEP);
    }

    @Test
    void countsOfHoursGoAfterAMonthAndThoseOfDaysAfterTheirDays() throws Exception {
        everyKind();
        keep(STANDARD, NOON);
        keep(STANDARD, NOON.plus(Duration.ofDays(36)));
        assertThat(counts(Scope.all(), By.TYPE, Every.HOUR)).isEmpty();
        assertThat(counts(Scope.all(), By.TYPE, Every.DAY)).hasSize(3);
        assertThat(kept()).containsExactly("DAY 4", "HOUR 0");
        keep(STANDARD.counts("10", "10000"), NOON.plus(Duration.ofDays(11)));
        assertThat(counts(Scope.all(), By.TYPE, Every.DAY)).isEmpty();
        assertThat(kept()).containsExactly("DAY 0", "HOUR 0");
    }

    @Test
    void ofTooManyCountsTheOldestStretchGoesAndTheAnswerSaysSinceWhenTheyAre() throws Exception {
        everyKind();
        keep(STANDARD, NOON);
        assertThat(statistics().count(Scope.all(), question(By.TYPE, Every.DAY)).since())
                .contains(TODAY.minus(Duration.ofDays(1)));
        var tight = new Keeping(
                STANDARD.age(),
                STANDARD.rows(),
                STANDARD.bytes(),
                STANDARD.unreadAge(),
                STANDARD.unreadBytes(),
                false,
                new Keeping.Counts(Duration.ofDays(365), 6));
        keep(tight, NOON);
        var left = statistics().count(Scope.all(), question(By.TYPE, Every.DAY));
        assertThat(lines(left)).containsExactly("2026-11-22T00:00 - MOTION 3", "2026-11-22T00:00 - INPUT 1");
        assertThat(left.since()).contains(TODAY);
        assertThat(kept()).containsExactly("DAY 3", "HOUR 3");
        tell("2", Type.VEHICLE_COUNTED, NOON.minus(Duration.ofDays(1)));
        keep(tight, NOON);
        assertThat(counts(Scope.all(), By.TYPE, Every.DAY))
                .as("late for a day that is gone")
                .hasSize(2);
    }

    private List<String> kept() throws SQLException {
        var kept = new ArrayList<String>();
        try (var connection = database.getConnection();
                var ask = connection.createStatement();
                var row = ask.executeQuery("select span, kept_rows, (select count(*) from events_count c where c.span ="
                        + " s.span) from events_span s order by span")) {
            while (row.next()) {
                assertThat(row.getLong(2)).isEqualTo(row.getLong(3));
                kept.add(row.getString(1) + " " + row.getLong(2));
            }
        }
        return kept;
    }
}
