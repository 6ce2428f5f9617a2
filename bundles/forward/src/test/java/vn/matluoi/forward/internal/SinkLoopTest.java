package vn.matluoi.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.forward.internal.Receiver.ids;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.SinkRoute.Begin;
import vn.matluoi.api.forward.SinkRoute.Content;
import vn.matluoi.api.forward.Sinks.State;
import vn.matluoi.api.registry.LegalBases;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class SinkLoopTest {

    private static final Optional<Duration> IDLE = Optional.empty();

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final World world = new World();
    private final Receiver receiver = new Receiver();
    private final AtomicLong nanos = new AtomicLong();
    private SinkTable table;
    private SinkLoop loop;

    @BeforeEach
    void open() {
        table = new SinkTable(engine.migrated("db/forward.sql"));
        loop = loop(Begin.FIRST, 10);
    }

    private SinkLoop loop(Begin begin, int batch) {
        return loop(begin, batch, Duration.ZERO);
    }

    private SinkLoop loop(Begin begin, int batch, Duration every) {
        var route = new SinkRoute(
                "so-khcn",
                Content.EVENTS,
                Set.of(),
                Set.of(),
                LegalBases.ALL,
                Set.of(),
                Set.of(),
                "Quyết định 1",
                false,
                begin,
                batch,
                every,
                false);
        var catalogue = new Catalogue(world.catalog, world.catalog, world.changes);
        return new SinkLoop(
                route,
                receiver,
                () -> new EventTelling(route, world.events, catalogue, world.catalog, table.hub()),
                table,
                world.audit,
                () -> World.NOON,
                nanos::get,
                () -> 0.5);
    }

    private Optional<Duration> run() {
        for (var turns = 0; turns < 1_000; turns++) {
            var next = loop.turn();
            if (next.filter(Duration::isZero).isEmpty()) {
                return next;
            }
        }
        throw new AssertionError("it spins");
    }

    /** Until it has everything, whatever it waits for in between. @return how often it waited */
    private int outlast() {
        for (var waits = 0; waits < 100; waits++) {
            if (run().equals(IDLE)) {
                return waits;
            }
        }
        throw new AssertionError("it never comes through");
    }

    private Kept kept() {
        return table.all().get(0);
    }

    @Test
    void allIsToldInOrderInBatches() {
        world.events.tell(25);
        assertThat(run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 25));
        assertThat(receiver.sizes).containsExactly(10, 10, 5);
        assertThat(kept().position()).isEqualTo(25);
        assertThat(kept().delivered()).isEqualTo(25);
        assertThat(world.audit.actions()).containsExactly("sink.begin");
    }

    @Test
    void whatIsGatheredWaitsUnlessThereIsMuch() {
        loop = loop(Begin.FIRST, 50, Duration.ofMinutes(1));
        world.events.tell(60);
        assertThat(loop.turn()).contains(Duration.ZERO);
        assertThat(loop.turn()).contains(Duration.ofMinutes(1));
        assertThat(receiver.sizes).containsExactly(50, 10);
    }

    @Test
    void aNewSinkBeginsNowUnlessItIsToBeginWithTheFirst() {
        world.events.tell(5);
        loop = loop(Begin.NOW, 10);
        run();
        world.events.tell(2);
        run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 6, 7));
    }

    @Test
    void oneThatIsClosedBeforeItBeganLeavesNothingBehind() {
        loop.standing().close();
        assertThat(run()).isEqualTo(IDLE);
        assertThat(table.all()).isEmpty();
    }

    @Test
    void whatWasConfirmedAndNotWrittenIsSentAgainWithTheSameIds() {
        world.events.tell(20);
        receiver.meanwhile = () -> {
            throw new IllegalStateException("killed between the second confirmation and its word in the database");
        };
        loop.turn();
        receiver.meanwhile = () -> {};
        loop = loop(Begin.FIRST, 10); // a hub that was killed knows what the database knows
        run();
        assertThat(receiver.ids().subList(0, 10)).isEqualTo(ids("e", 1, 10));
        assertThat(receiver.ids().subList(10, 30)).isEqualTo(ids("e", 1, 20));
    }

    @Test
    void aReceiverThatTookAllAndDidNotSaySoGetsItAgainWithTheSameIds() {
        world.events.tell(3);
        receiver.silent = true;
        assertThat(run()).isEqualTo(Optional.of(Duration.ofMillis(500)));
        receiver.silent = false;
        run();
        assertThat(receiver.ids())
                .isEqualTo(Stream.concat(ids("e", 1, 3).stream(), ids("e", 1, 3).stream())
                        .toList());
        assertThat(kept().delivered()).isEqualTo(3);
    }

    @Test
    void aReceiverThatIsAwayIsTriedLessAndLessOftenAndLosesNothing() {
        world.events.tell(3);
        receiver.answer = Optional.of(new SinkException.Away(new Text("không trả lời", "no answer")));
        assertThat(run()).isEqualTo(Optional.of(Duration.ofMillis(500)));
        assertThat(run()).isEqualTo(Optional.of(Duration.ofMillis(1000)));
        for (var i = 0; i < 10; i++) {
            run();
        }
        assertThat(run()).isEqualTo(Optional.of(Backoff.LONGEST));
        assertThat(loop.standing().shown().state()).isEqualTo(State.WAITING);
        assertThat(loop.standing().shown().problem().orElseThrow().vi()).isEqualTo("không trả lời");
        world.events.tell(3);
        receiver.answer = Optional.empty();
        assertThat(run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 6));
        assertThat(loop.standing().shown().state()).isEqualTo(State.RUNNING);
        assertThat(loop.standing().shown().problem()).isEmpty();
    }

    @Test
    void aReceiverThatAsksForAPauseGetsIt() {
        world.events.tell(1);
        receiver.answer = Optional.of(
                new SinkException.Away(new Text("chậm lại", "slow down"), 0, Optional.of(Duration.ofMinutes(5)), null));
        assertThat(run()).isEqualTo(Optional.of(Duration.ofMinutes(5)));
        receiver.answer = Optional.of(
                new SinkException.Away(new Text("chậm lại", "slow down"), 0, Optional.of(Duration.ofDays(5)), null));
        assertThat(run()).isEqualTo(Optional.of(Backoff.LONGEST_ASKED));
    }

    @Test
    void whatWasConfirmedOfABatchIsNotSentAgain() {
        world.events.tell(10);
        receiver.answer = Optional.of(new SinkException.Away(new Text("đứt", "broken"), 4, Optional.empty(), null));
        run();
        receiver.answer = Optional.empty();
        run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 5, 10));
        assertThat(kept().delivered()).isEqualTo(10);
    }

    @Test
    void oneThatIsRejectedIsFoundAndPutAsideAndTheRestFlows() {
        world.events.tell(30);
        receiver.poison.add("e-7");
        receiver.poison.add("e-8");
        assertThat(run()).isEqualTo(IDLE);
        var expected = ids("e", 1, 30);
        expected.remove("e-7");
        expected.remove("e-8");
        assertThat(receiver.ids()).isEqualTo(expected);
        assertThat(table.quarantine("so-khcn", 0, 10)).hasSize(2).first().satisfies(one -> {
            assertThat(one.sequence()).isEqualTo(7);
            assertThat(one.id()).isEqualTo("e-7");
            assertThat(one.type()).isEqualTo("vn.matluoi.event.motion");
            assertThat(one.reason().vi()).isEqualTo("mã 422");
        });
        assertThat(loop.standing().shown().quarantined()).isEqualTo(2);
        assertThat(world.audit.actions()).contains("sink.quarantine");
    }

    @Test
    void oneThatIsRejectedAmongWhatFollowsTheConfirmedIsFoundAndNoneIsSentTwice() {
        world.events.tell(30);
        receiver.ending.add("e-7");
        receiver.ending.add("e-20");
        assertThat(run()).isEqualTo(IDLE);
        var expected = ids("e", 1, 30);
        expected.remove("e-7");
        expected.remove("e-20");
        assertThat(receiver.ids()).isEqualTo(expected);
        assertThat(table.quarantine("so-khcn", 0, 10))
                .extracting(one -> one.id())
                .containsExactly("e-7", "e-20");
        assertThat(kept().delivered()).isEqualTo(28);
    }

    @Test
    void oneThatTheReceiverFailsOverIsFoundAndPutAsideAndTheRestFlowsOnceAndInOrder() {
        world.events.tell(30);
        receiver.failing.add("e-7");
        assertThat(outlast()).isEqualTo(2 * Doubt.TRIES - 2);
        var expected = ids("e", 1, 30);
        expected.remove("e-7");
        assertThat(receiver.ids()).isEqualTo(expected);
        assertThat(kept().delivered()).isEqualTo(29);
        assertThat(table.quarantine("so-khcn", 0, 10)).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo("e-7");
            assertThat(one.reason().vi()).isEqualTo("mã 500");
        });
        assertThat(loop.standing().shown().state()).isEqualTo(State.RUNNING);
        receiver.failing.clear();
        loop.standing().retry(true);
        run();
        assertThat(receiver.ids()).last().isEqualTo("e-7");
        assertThat(table.quarantine("so-khcn", 0, 10)).isEmpty();
    }

    @Test
    void whatWasPutAsideAndIsFailedOverAgainHoldsNothingUp() {
        world.events.tell(3);
        receiver.failing.add("e-2");
        outlast();
        loop.standing().retry(true);
        world.events.tell(1);
        assertThat(run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).containsExactly("e-1", "e-3", "e-4");
        assertThat(table.quarantine("so-khcn", 0, 10)).hasSize(1);
    }

    @Test
    void twoInARowAreToldFromAnOutageByWhatOtherSourcesSayWhichStaysInOrder() {
        loop = loop(Begin.FIRST, 1);
        world.events.tell(3);
        var other = new SourceId("other");
        world.events.tell(other, "2", Type.MOTION);
        world.events.tell(other, "2", Type.MOTION);
        receiver.failing.add("e-1");
        receiver.failing.add("e-2");
        outlast();
        assertThat(table.quarantine("so-khcn", 0, 10))
                .extracting(one -> one.id())
                .containsExactly("e-1", "e-2");
        assertThat(receiver.ids().stream().distinct()).containsExactly("e-4", "e-3", "e-5");
        assertThat(kept().position()).isEqualTo(5);
    }

    @Test
    void oneThatIsTakenOnceTheReceiverIsBackIsNotPutAside() {
        world.events.tell(1);
        world.events.tell(new SourceId("other"), "2", Type.MOTION);
        receiver.failing.add("e-1");
        receiver.meanwhile = () -> receiver.failing.clear(); // it comes back with the first that it takes
        outlast();
        assertThat(receiver.ids()).containsExactly("e-2", "e-1");
        assertThat(table.quarantine("so-khcn", 0, 10)).isEmpty();
        assertThat(kept().delivered()).isEqualTo(2);
    }

    @Test
    void aReceiverThatFailsOverAllIsAwayAndNothingIsPutAsideOrLost() {
        world.events.tell(30);
        world.events.tell(new SourceId("other"), "2", Type.MOTION);
        receiver.failing.addAll(ids("e", 1, 31));
        for (var i = 0; i < 40; i++) {
            assertThat(run()).isNotEqualTo(IDLE);
        }
        assertThat(run()).isEqualTo(Optional.of(Backoff.LONGEST));
        assertThat(loop.standing().shown().state()).isEqualTo(State.WAITING);
        assertThat(table.quarantine("so-khcn", 0, 100)).isEmpty();
        receiver.failing.clear();
        assertThat(run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 31));
        assertThat(table.quarantine("so-khcn", 0, 100)).isEmpty();
    }

    @Test
    void theLastOneWaitsUntilAnotherShowsThatTheReceiverWorks() {
        world.events.tell(3);
        receiver.failing.add("e-3");
        for (var i = 0; i < 20; i++) {
            assertThat(run()).isNotEqualTo(IDLE);
        }
        assertThat(table.quarantine("so-khcn", 0, 10)).isEmpty();
        world.events.tell(1);
        assertThat(run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).containsExactly("e-1", "e-2", "e-4");
        assertThat(table.quarantine("so-khcn", 0, 10)).hasSize(1);
    }

    @Test
    void whatWasPutAsideIsSentAgainWhenAPersonAsks() {
        world.events.tell(5);
        receiver.poison.add("e-2");
        receiver.poison.add("e-4");
        run();
        receiver.poison.remove("e-2");
        loop.standing().retry(true);
        run();
        assertThat(receiver.ids()).containsExactly("e-1", "e-3", "e-5", "e-2");
        assertThat(table.quarantine("so-khcn", 0, 10)).singleElement().satisfies(one -> assertThat(one.id())
                .isEqualTo("e-4"));
        assertThat(loop.standing().shown().quarantined()).isEqualTo(1);
        assertThat(kept().position()).isEqualTo(5);
    }

    @Test
    void aReceiverThatRejectsAllWaitsForAPerson() {
        world.events.tell(100);
        receiver.poison.addAll(ids("e", 1, 100));
        assertThat(run()).isEqualTo(IDLE.or(() -> Optional.of(SinkLoop.LOOK)));
        assertThat(loop.standing().shown().state()).isEqualTo(State.REFUSED);
        assertThat(table.quarantine("so-khcn", 0, 1000)).hasSize(SinkLoop.MOST_REJECTED_IN_A_ROW);
        var calls = receiver.calls;
        run();
        assertThat(receiver.calls).isEqualTo(calls);
        receiver.poison.clear();
        loop.standing().retry(true);
        loop.standing().resume();
        run();
        assertThat(receiver.ids()).containsExactlyInAnyOrderElementsOf(ids("e", 1, 100));
        assertThat(table.quarantine("so-khcn", 0, 1000)).isEmpty();
    }

    @Test
    void aRefusedLogInIsTriedOnceUntilTheFileChanges() throws Exception {
        var key = Files.writeString(folder.resolve("key"), "wrong");
        world.events.tell(1);
        receiver.answer = Optional.of(new SinkException.Refused(new Text("mã 401", "status 401"), Optional.of(key)));
        assertThat(run()).isEqualTo(Optional.of(SinkLoop.LOOK));
        assertThat(run()).isEqualTo(Optional.of(SinkLoop.LOOK));
        assertThat(receiver.calls).isEqualTo(1);
        assertThat(loop.standing().shown().state()).isEqualTo(State.REFUSED);
        assertThat(world.audit.actions()).contains("sink.refused");
        Files.writeString(key, "the right one");
        receiver.answer = Optional.empty();
        assertThat(run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).containsExactly("e-1");
    }

    @Test
    void aPausedSinkIsSentNothingAndGoesOnWhereItWas() {
        world.events.tell(2);
        run();
        loop.standing().become(kept -> kept.paused(true));
        world.events.tell(2);
        assertThat(run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 2));
        assertThat(loop.standing().shown().state()).isEqualTo(State.PAUSED);
        loop = loop(Begin.FIRST, 10); // restarts included
        run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 2));
        loop.standing().become(kept -> kept.paused(false));
        run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 4));
    }

    @Test
    void aPauseInTheMiddleStopsAfterTheBatchAndCountsIt() {
        world.events.tell(30);
        receiver.meanwhile = () -> loop.standing().become(kept -> kept.paused(true));
        run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 10));
        assertThat(loop.standing().shown().kept().orElseThrow().position()).isEqualTo(10);
    }

    @Test
    void aReplayGoesBackAndWhatIsOnItsWayDoesNotUndoIt() {
        world.events.tell(20);
        run();
        receiver.taken.clear();
        world.events.tell(1);
        receiver.meanwhile = () -> {
            receiver.meanwhile = () -> {};
            loop.standing().become(kept -> kept.at(15));
        };
        run();
        assertThat(receiver.ids()).containsExactly("e-21", "e-16", "e-17", "e-18", "e-19", "e-20", "e-21");
        assertThat(kept().position()).isEqualTo(21);
    }

    @Test
    void eventsThatWentOutOfTheJournalAreToldAsLost() {
        world.events.tell(5);
        run();
        world.events.tell(45);
        world.events.drop(20);
        run();
        assertThat(receiver.ids().subList(5, 35)).isEqualTo(ids("e", 21, 50));
        assertThat(kept().lost()).isEqualTo(15);
        assertThat(loop.standing().shown().problem().orElseThrow().en()).contains("lost 15 entries, 6 to 20");
        assertThat(world.audit.records).last().satisfies(record -> {
            assertThat(record.action()).isEqualTo("sink.lost");
            assertThat(record.details()).containsEntry("from", "6").containsEntry("to", "20");
        });
        loop.standing().resume();
        assertThat(loop.standing().shown().problem()).isEmpty();
    }

    @Test
    void aJournalThatWasEmptiedIsToldAsLostToo() {
        world.events.tell(2);
        run();
        world.events.tell(8);
        world.events.drop(10);
        assertThat(run()).isEqualTo(IDLE);
        assertThat(kept().lost()).isEqualTo(8);
        assertThat(kept().position()).isEqualTo(10);
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        world.events.tell(2);
        world.away = true;
        assertThat(run()).isEqualTo(Optional.of(Duration.ofMillis(500)));
        assertThat(loop.standing().shown().state()).isEqualTo(State.WAITING);
        world.away = false;
        assertThat(run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 2));
    }

    @Test
    void whatIsNotForTheSinkIsPassed() {
        world.events.tell("1", Type.PLATE_READ);
        world.events.tell("1", Type.FACE_SEEN);
        run();
        assertThat(receiver.calls).isZero();
        assertThat(kept().position()).isEqualTo(2);
        assertThat(kept().delivered()).isZero();
    }

    @Test
    void otherSettingsAreToldInTheAuditLogOnceAndTheSinkGoesOn() {
        world.events.tell(3);
        run();
        var route = SinkRoute.of(
                Map.of("routeName", "so-khcn", "content", "events", "legal.basis", "Quyết định 2", "batch", "10")::get);
        var catalogue = new Catalogue(world.catalog, world.catalog, world.changes);
        loop = new SinkLoop(
                route,
                receiver,
                () -> new EventTelling(route, world.events, catalogue, world.catalog, table.hub()),
                table,
                world.audit,
                () -> World.NOON,
                nanos::get,
                () -> 0.5);
        world.events.tell(1);
        run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 4));
        assertThat(world.audit.records).last().satisfies(record -> assertThat(record.details())
                .containsEntry("basis", "Quyết định 2"));
    }
}
