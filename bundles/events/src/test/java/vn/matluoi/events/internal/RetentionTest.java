package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.event.StoredEvent;
import vn.matluoi.registry.internal.support.Engine;

/** How long what is kept. */
@ParameterizedClass
@EnumSource(Engine.class)
class RetentionTest extends OpenJournal {

    private static final AtomicLong TIME = new AtomicLong();

    /** Those who read, long after the start: there is none. */
    private static final Readers NOBODY = new Readers(() -> TIME.getAndAdd(Readers.AWAITED.toNanos()));

    /** Once all that was told is counted. */
    private static Retention counted(
            DataSource database, Keeping keeping, Readers readers, InstantSource clock, LongSupplier nanos) {
        count(new Counting(database, keeping, () -> NOON, new ReentrantLock()));
        return new Retention(database, keeping, readers, clock, nanos);
    }

    @Test
    void numbersGoOnWhenAllEventsAreGone() throws Exception {
        written(publish(event("nvr", "1", Type.MOTION, "old")));
        var later = counted(database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(31)), nanos::get);
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
        var early = counted(database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(30)), nanos::get);
        early.step();
        assertThat(journal.newest(Scope.all(), EventQuery.everything(), 1_000)).hasSize(1_000);

        var late = counted(
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
        var late = counted(database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(31)), nanos::get);
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
        counted(database, STANDARD, NOBODY, () -> NOON, nanos::get).step();
        assertThat(all()).hasSize(5);
        counted(database, STANDARD, NOBODY, () -> NOON.plus(Duration.ofDays(29)), nanos::get)
                .step();
        assertThat(topics(all())).containsExactly("the clock is set");
    }

    @Test
    void ofTooManyTheOldestGo() throws Exception {
        for (var i = 0; i < 1_300; i++) {
            publish(event("nvr", "1", Type.MOTION, "t" + i));
        }
        written(publish(event("nvr", "1", Type.MOTION, "last")));
        var few = counted(
                database, Keeping.of("30", "1000", "2048", "60", "4096", "false"), NOBODY, () -> NOON, nanos::get);
        few.step();
        few.step();

        assertThat(journal.read(Scope.all(), EventQuery.everything(), 0, 1))
                .extracting(StoredEvent::sequence)
                .containsExactly(302L);
        assertThat(all()).hasSize(1_000);
    }

    @Test
    void whoTellsMuchPushesNobodyElsesOut() throws Exception {
        written(publish(event("nvr-quiet", null, Type.INPUT, "the oldest of all")));
        for (var i = 0; i < 1_300; i++) {
            publish(event("nvr-loud", null, Type.INPUT, "t" + i));
        }
        written(publish(event("nvr-loud", null, Type.INPUT, "last")));
        var few = counted(
                database, Keeping.of("30", "1000", "2048", "60", "4096", "false"), NOBODY, () -> NOON, nanos::get);
        few.step();
        few.step();

        assertThat(few.pause()).isEqualTo(Retention.EVERY);
        assertThat(all()).hasSize(1_000);
        assertThat(topics(all())).startsWith("the oldest of all", "t302").endsWith("last");
    }

    @Test
    void ofTheSourceThatTakesMostRoomTheOldestGo() throws Exception {
        written(publish(event("nvr-quiet", null, Type.INPUT, "the oldest of all")));
        var large = "x".repeat(Texts.PAYLOAD);
        for (var i = 0; i < 60; i++) {
            written(publish(new CameraEvent(
                    Catalogue.NVR, Optional.empty(), Type.OTHER, Phase.PULSE, Optional.empty(), NOON, "t" + i, large)));
        }
        counted(database, Keeping.of("30", "1000000", "16", "60", "4096", "false"), NOBODY, () -> NOON, nanos::get)
                .step();
        assertThat(topics(all())).startsWith("the oldest of all", "t50").hasSize(11);
    }

    @Test
    void ofTooLargeOnesTheOldestGo() throws Exception {
        var large = "x".repeat(Texts.PAYLOAD);
        for (var i = 0; i < 60; i++) {
            written(publish(new CameraEvent(
                    Catalogue.NVR, Optional.empty(), Type.OTHER, Phase.PULSE, Optional.empty(), NOON, "t" + i, large)));
        }
        var small = counted(
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
        var behind = counted(database, few, readers(100), () -> NOON, nanos::get);
        behind.step();
        behind.step();
        assertThat(journal.first()).isEqualTo(101);
        assertThat(behind.pause()).isEqualTo(Retention.EVERY);

        counted(database, few, readers(100), () -> NOON.plus(Duration.ofDays(60)), nanos::get)
                .step();
        assertThat(journal.first()).isEqualTo(101);
        counted(database, few, readers(100), () -> NOON.plus(Duration.ofDays(61)), nanos::get)
                .step();
        assertThat(journal.first()).as("too old for that, too").isEqualTo(1_101);
    }

    @Test
    void whatASinkHasNotGotGoesWhenThereIsNoRoomForIt() throws Exception {
        var large = "x".repeat(Texts.PAYLOAD);
        for (var i = 0; i < 60; i++) {
            written(publish(new CameraEvent(
                    Catalogue.NVR, Optional.empty(), Type.OTHER, Phase.PULSE, Optional.empty(), NOON, "t" + i, large)));
        }
        var room = counted(
                database, Keeping.of("30", "1000000", "16", "60", "64", "false"), readers(0), () -> NOON, nanos::get);
        room.step();
        assertThat(journal.first()).isEqualTo(1);
        var none = counted(
                database, Keeping.of("30", "1000000", "16", "60", "16", "false"), readers(0), () -> NOON, nanos::get);
        none.step();
        assertThat(journal.first()).isEqualTo(51);
    }
}
