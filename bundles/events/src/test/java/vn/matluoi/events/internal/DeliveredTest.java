package vn.matluoi.events.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.event.Events.Taken;
import vn.matluoi.registry.internal.support.Engine;

/** What a program delivers at once is in the journal whole, once, or not at all. */
@ParameterizedClass
@EnumSource(Engine.class)
class DeliveredTest extends OpenJournal {

    private static List<CameraEvent> told(String source, String... topics) {
        return Arrays.stream(topics)
                .map(topic -> event(source, null, Type.INPUT, topic))
                .toList();
    }

    private static List<CameraEvent> many(String source, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> event(source, null, Type.INPUT, "t" + i))
                .toList();
    }

    private static Taken taken(CompletionStage<Taken> answer) throws Exception {
        return answer.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private static HubException refusal(CompletionStage<Taken> answer) {
        try {
            taken(answer);
        } catch (ExecutionException failed) {
            return (HubException) failed.getCause();
        } catch (Exception other) {
            throw new IllegalStateException(other);
        }
        throw new AssertionError("it was taken");
    }

    @Test
    void allOfItIsWrittenInOneTransaction() throws Exception {
        assertThat(taken(journal.publish(many("nvr", 1_000), Optional.empty()))).isEqualTo(new Taken(1_000, 0, false));
        assertThat(interposed.commits).hasValue(1);
        assertThat(topics(all())).startsWith("t0", "t1").endsWith("t999");
    }

    @Test
    void ofADeliveryThatCannotBeWrittenNothingIs() throws Exception {
        var delivery = new ArrayList<>(told("nvr", "good"));
        delivery.add(event("nvr", "cursed", Type.MOTION, "bad"));
        delivery.addAll(told("nvr", "never seen"));
        var refused = journal.publish(delivery, Optional.of("1"));
        assertThat(refusal(refused).rule()).isEqualTo("events.not-written");
        assertThat(taken(journal.publish(told("nvr", "another"), Optional.of("2"))))
                .isEqualTo(new Taken(1, 0, false));

        assertThat(topics(all())).containsExactly("another");
        assertThat(taken(journal.publish(told("nvr", "mended"), Optional.of("1"))))
                .isEqualTo(new Taken(1, 0, false));
    }

    @Test
    void whatIsPersonalIsLeftOutAndTheRestKept() throws Exception {
        var delivery = List.of(event("nvr", "1", Type.PLATE_READ, "plate"), event("nvr", "1", Type.MOTION, "motion"));
        assertThat(taken(journal.publish(delivery, Optional.of("1")))).isEqualTo(new Taken(1, 1, false));
        assertThat(taken(journal.publish(delivery.subList(0, 1), Optional.of("2"))))
                .isEqualTo(new Taken(0, 1, false));
        assertThat(topics(all())).containsExactly("motion");
        assertThat(journal.load().personal()).isEqualTo(2);
    }

    @Test
    void aDeliveryThatComesAgainIsNotWrittenAgainAlsoAfterAStart() throws Exception {
        assertThat(taken(journal.publish(told("nvr", "a", "b"), Optional.of("key:1 msg_1"))))
                .isEqualTo(new Taken(2, 0, false));
        assertThat(taken(journal.publish(told("nvr", "a", "b"), Optional.of("key:1 msg_1"))))
                .isEqualTo(new Taken(0, 0, true));
        journal.close();
        journal = journal(STANDARD);

        assertThat(taken(journal.publish(told("nvr", "a", "b"), Optional.of("key:1 msg_1"))))
                .isEqualTo(new Taken(0, 0, true));
        assertThat(taken(journal.publish(told("nvr-2", "of another source"), Optional.of("key:1 msg_1"))))
                .isEqualTo(new Taken(1, 0, false));
        assertThat(topics(all())).containsExactly("a", "b", "of another source");
        assertThat(sequences(all())).containsExactly(1L, 2L, 3L);
    }

    @Test
    void twoOfOneNameThatWaitTogetherAreOne() throws Exception {
        var go = heldUp(event("nvr", null, Type.INPUT, "first"));
        var one = journal.publish(told("nvr", "a"), Optional.of("1"));
        var again = journal.publish(told("nvr", "a"), Optional.of("1"));
        go.countDown();

        assertThat(taken(one).repeated()).isFalse();
        assertThat(taken(again).repeated()).isTrue();
        assertThat(topics(all())).containsExactly("first", "a");
    }

    @Test
    void aCommitThatWasDoneButNotConfirmedCountsAsWrittenOnce() throws Exception {
        interposed.commit = real -> {
            interposed.commit = java.sql.Connection::commit;
            real.commit();
            throw new SQLException("the connection broke", "08006");
        };
        assertThat(taken(journal.publish(told("nvr", "a"), Optional.of("1")))).isEqualTo(new Taken(1, 0, false));
        assertThat(taken(journal.publish(told("nvr", "a"), Optional.of("1")))).isEqualTo(new Taken(0, 0, true));
        assertThat(topics(all())).containsExactly("a");
    }

    @Test
    void namesAreForgottenAfterTheirDays() throws Exception {
        taken(journal.publish(told("nvr", "a"), Optional.of("1")));
        var readers = new Readers(nanos::get);
        new Retention(database, STANDARD, readers, () -> NOON.plus(Deliveries.KEPT), nanos::get).step();
        assertThat(names()).isEqualTo(1);
        new Retention(
                        database,
                        STANDARD,
                        readers,
                        () -> NOON.plus(Deliveries.KEPT).plusMillis(1),
                        nanos::get)
                .step();
        assertThat(names()).isZero();
        assertThat(all()).as("the events stay").hasSize(1);
    }

    @Test
    void namesThatAreWrittenWithAnOldEventAreKeptAsLongAsAny() throws Exception {
        var go = heldUp(event("nvr", null, Type.INPUT, "first"));
        var fresh = journal.publish(told("nvr", "fresh"), Optional.of("1"));
        var before = NOON.minus(Deliveries.KEPT).minusSeconds(1);
        var replayed =
                journal.publish(List.of(event("nvr-2", null, Type.INPUT, "replayed", before)), Optional.of("letter"));
        go.countDown();
        assertThat(taken(fresh).kept()).isEqualTo(1);
        assertThat(taken(replayed).kept()).isEqualTo(1);

        new Retention(database, STANDARD, new Readers(nanos::get), () -> NOON, nanos::get).step();

        assertThat(taken(journal.publish(told("nvr", "fresh"), Optional.of("1")))
                        .repeated())
                .isTrue();
        assertThat(names()).isEqualTo(2);
    }

    @Test
    void ofTooManyNamesOfASourceTheOldestAreForgottenAndNoneOfAnothers() throws Exception {
        taken(journal.publish(told("nvr-quiet", "x"), Optional.of("1")));
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            var few = new Deliveries(2, () -> NOON);
            for (var i = 1; i <= 5; i++) {
                var one = List.of(Pending.delivered(told("nvr", "a" + i), Optional.of("d" + i)));
                Shares.add(connection, Shares.of(one));
                few.add(connection, one, NOON.toEpochMilli());
            }
            connection.commit();
        }
        assertThat(names()).isEqualTo(3);
        assertThat(taken(journal.publish(told("nvr", "a5"), Optional.of("d5"))).repeated())
                .isTrue();
        assertThat(taken(journal.publish(told("nvr", "a4"), Optional.of("d4"))).repeated())
                .isTrue();
        assertThat(taken(journal.publish(told("nvr", "a3"), Optional.of("d3"))).repeated())
                .isFalse();
        assertThat(taken(journal.publish(told("nvr-quiet", "x"), Optional.of("1")))
                        .repeated())
                .isTrue();
    }

    private int names() throws SQLException {
        try (var connection = database.getConnection();
                var ask = connection.prepareStatement("select count(*) from events_delivery");
                var row = ask.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void aSourceThatTellsTooFastIsToldWhenToComeBackAndOthersAreNot() throws Exception {
        for (var i = 0; i < 5; i++) {
            taken(journal.publish(many("nvr", 1_000), Optional.empty()));
        }
        var refused = refusal(journal.publish(many("nvr", 1_000), Optional.empty()));
        assertThat(refused.reason()).isEqualTo(HubException.Reason.BUSY);
        assertThat(refused.rule()).isEqualTo("events.rate");
        assertThat(((HubException.Later) refused).seconds()).isEqualTo(2);
        assertThat(refused.text().vi()).contains("nvr", "500", "source.rate");
        assertThat(journal.load().refused()).isEqualTo(1_000);
        assertThat(journal.load().lost()).isZero();
        assertThat(taken(journal.publish(many("nvr-2", 1_000), Optional.empty()))
                        .kept())
                .isEqualTo(1_000);
        assertThat(written(publish(event("nvr", "1", Type.MOTION, "what its device reports"))))
                .isTrue();

        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(taken(journal.publish(many("nvr", 1_000), Optional.empty())).kept())
                .isEqualTo(1_000);
    }

    @Test
    void aSourceMayNotFillWhatWaits() throws Exception {
        interposed.away = true;
        assertThat(journal.publish(many("nvr", 1_000), Optional.empty()).toCompletableFuture())
                .isNotDone();
        await().until(() -> journal.load().waiting() == 0); // the writer holds it
        var waiting = List.of(
                journal.publish(many("nvr", 1_000), Optional.empty()),
                journal.publish(many("nvr", 1_000), Optional.empty()));
        assertThat(refusal(journal.publish(told("nvr", "one more"), Optional.empty()))
                        .rule())
                .isEqualTo("events.source-full");
        var other = journal.publish(told("nvr-2", "another's"), Optional.empty());
        var reported = publish(event("nvr", "1", Type.MOTION, "what its device reports"));
        interposed.away = false;

        assertThat(taken(other).kept()).isEqualTo(1);
        assertThat(written(reported)).isTrue();
        for (var each : waiting) {
            assertThat(taken(each).kept()).isEqualTo(1_000);
        }
        assertThat(taken(journal.publish(told("nvr", "one more"), Optional.empty()))
                        .kept())
                .isEqualTo(1);
        assertThat(journal.load().lost()).isZero();
    }

    @Test
    void sourcesTogetherLeaveRoomForCamerasAndWhatIsWithdrawnTakesNone() throws Exception {
        interposed.away = true;
        journal.publish(told("nvr", "held"), Optional.empty());
        await().until(() -> journal.load().waiting() == 0);
        var waiting = IntStream.range(0, Inbox.MOST_DELIVERED / 1_000)
                .mapToObj(i -> journal.publish(many("vms-" + i, 1_000), Optional.empty())
                        .toCompletableFuture())
                .toList();
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        for (var i = 0; i < 10; i++) {
            assertThat(refusal(journal.publish(many("more-" + i, 1_000), Optional.empty()))
                            .rule())
                    .isEqualTo("events.full");
        }
        var reported = publish(event("nvr", "1", Type.MOTION, "what its device reports"));
        assertThat(reported).isNotDone();

        waiting.forEach(each -> each.cancel(false)); // who sent them waits no longer
        var after = journal.publish(told("vms-after", "after"), Optional.empty());
        assertThat(after.toCompletableFuture()).isNotDone();
        assertThat(journal.load().waiting()).isEqualTo(2);
        interposed.away = false;

        assertThat(written(reported)).isTrue();
        assertThat(taken(after).kept()).isEqualTo(1);
        assertThat(journal.load().lost()).isZero();
        assertThat(topics(all())).containsExactly("held", "what its device reports", "after");
    }

    @Test
    void whatIsWithdrawnBeforeItIsWrittenIsNotWritten() throws Exception {
        interposed.away = true;
        var held = journal.publish(told("nvr", "held"), Optional.of("1")).toCompletableFuture();
        await().until(() -> journal.load().waiting() == 0);
        var waits = journal.publish(told("nvr", "waits"), Optional.of("2")).toCompletableFuture();
        held.cancel(false);
        waits.cancel(false);
        var after = journal.publish(told("nvr", "after"), Optional.empty());
        var tries = interposed.refusals.get();
        await().until(() -> interposed.refusals.get() > tries + 1); // the writer has looked once since
        interposed.away = false;

        assertThat(taken(after).kept()).isEqualTo(1);
        assertThat(topics(all())).containsExactly("after");
        assertThat(taken(journal.publish(told("nvr", "held"), Optional.of("1"))).repeated())
                .isFalse();
    }

    @Test
    void aDeliveryIsOfOneSourceAndOfSomeEvents() {
        var mixed = List.of(event("nvr", "1", Type.MOTION, "a"), event("nvr-2", "1", Type.MOTION, "b"));
        for (var wrong : List.of(mixed, List.<CameraEvent>of(), many("nvr", 1_001))) {
            assertThatThrownBy(() -> journal.publish(wrong, Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
