package vn.matluoi.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.forward.internal.LoopedSink.IDLE;
import static vn.matluoi.forward.internal.Receiver.ids;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkRoute.Begin;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.forward.Sinks.State;
import vn.matluoi.registry.internal.support.Engine;

@ParameterizedClass
@EnumSource(Engine.class)
class SinkLoopTest {

    @Parameter
    Engine engine;

    @TempDir
    Path folder;

    private final LoopedSink sink = new LoopedSink();
    private final World world = sink.world;
    private final Receiver receiver = sink.receiver;

    @BeforeEach
    void open() {
        sink.open(engine);
    }

    @Test
    void allIsToldInOrderInBatches() {
        world.events.tell(25);
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 25));
        assertThat(receiver.sizes).containsExactly(10, 10, 5);
        assertThat(sink.kept().position()).isEqualTo(25);
        assertThat(sink.kept().delivered()).isEqualTo(25);
        assertThat(world.audit.actions()).containsExactly("sink.begin");
    }

    @Test
    void whatIsGatheredWaitsUnlessThereIsMuch() {
        sink.gather(50, Duration.ofMinutes(1));
        world.events.tell(60);
        assertThat(sink.loop().turn()).contains(Duration.ZERO);
        assertThat(sink.loop().turn()).contains(Duration.ofMinutes(1));
        assertThat(receiver.sizes).containsExactly(50, 10);
    }

    @Test
    void aNewSinkBeginsNowUnlessItIsToBeginWithTheFirst() {
        world.events.tell(5);
        sink.begin(Begin.NOW, 10);
        sink.run();
        world.events.tell(2);
        sink.run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 6, 7));
    }

    @Test
    void oneThatIsClosedBeforeItBeganLeavesNothingBehind() {
        sink.standing().close();
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(sink.all()).isEmpty();
    }

    @Test
    void whatWasConfirmedAndNotWrittenIsSentAgainWithTheSameIds() {
        world.events.tell(20);
        receiver.meanwhile = () -> {
            throw new IllegalStateException("killed between the second confirmation and its word in the database");
        };
        sink.loop().turn();
        receiver.meanwhile = () -> {};
        sink.begin(Begin.FIRST, 10); // a hub that was killed knows what the database knows
        sink.run();
        assertThat(receiver.ids().subList(0, 10)).isEqualTo(ids("e", 1, 10));
        assertThat(receiver.ids().subList(10, 30)).isEqualTo(ids("e", 1, 20));
    }

    @Test
    void aReceiverThatTookAllAndDidNotSaySoGetsItAgainWithTheSameIds() {
        world.events.tell(3);
        receiver.silent = true;
        assertThat(sink.run()).isEqualTo(Optional.of(Duration.ofMillis(500)));
        receiver.silent = false;
        sink.run();
        assertThat(receiver.ids())
                .isEqualTo(Stream.concat(ids("e", 1, 3).stream(), ids("e", 1, 3).stream())
                        .toList());
        assertThat(sink.kept().delivered()).isEqualTo(3);
    }

    @Test
    void howLongItsReceiverCouldBeReachedIsKnownOverARestart() {
        world.events.tell(1);
        receiver.answer = Optional.of(new SinkException.Away(new Text("không trả lời", "no answer")));
        sink.run();
        sink.nanos += Duration.ofHours(1).toNanos();
        receiver.answer = Optional.empty();
        sink.run();
        sink.nanos += Duration.ofHours(3).toNanos();
        sink.standing().close();
        sink.standing().finish();

        sink.begin(Begin.NOW, 10);
        sink.run();
        var link = sink.standing().shown().link().at(sink.nanos);
        assertThat(link.away()).isEqualTo(Duration.ofHours(1));
        assertThat(link.availability()).hasValue(0.75);
    }

    @Test
    void aReceiverThatHasNotAnsweredYetIsNotTakenForReached() {
        sink.run(); // there is nothing to send
        sink.nanos += Duration.ofHours(1).toNanos();
        assertThat(linkNow()).isEqualTo(Sinks.Link.NONE);

        world.events.tell(1);
        receiver.answer = Optional.of(new SinkException.Refused(new Text("bị cấm", "forbidden"), Optional.empty()));
        sink.run();
        sink.nanos += Duration.ofHours(1).toNanos();
        sink.standing().resume(); // a person says to try again: nobody has answered by that
        sink.nanos += Duration.ofHours(1).toNanos();
        sink.run();
        sink.nanos += Duration.ofHours(1).toNanos();
        assertThat(linkNow()).isEqualTo(new Sinks.Link(Duration.ZERO, Duration.ofHours(2)));

        receiver.answer = Optional.empty();
        sink.standing().resume();
        sink.run();
        sink.nanos += Duration.ofHours(6).toNanos();
        assertThat(linkNow()).isEqualTo(new Sinks.Link(Duration.ofHours(6), Duration.ofHours(2)));
    }

    private Sinks.Link linkNow() {
        return sink.standing().shown().link().at(sink.nanos);
    }

    @Test
    void aReceiverThatIsAwayIsTriedLessAndLessOftenAndLosesNothing() {
        world.events.tell(3);
        receiver.answer = Optional.of(new SinkException.Away(new Text("không trả lời", "no answer")));
        assertThat(sink.run()).isEqualTo(Optional.of(Duration.ofMillis(500)));
        assertThat(sink.run()).isEqualTo(Optional.of(Duration.ofMillis(1000)));
        for (var i = 0; i < 10; i++) {
            sink.run();
        }
        assertThat(sink.run()).isEqualTo(Optional.of(Backoff.LONGEST));
        assertThat(sink.standing().shown().state()).isEqualTo(State.WAITING);
        assertThat(sink.standing().shown().problem().orElseThrow().vi()).isEqualTo("không trả lời");
        world.events.tell(3);
        receiver.answer = Optional.empty();
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 6));
        assertThat(sink.standing().shown().state()).isEqualTo(State.RUNNING);
        assertThat(sink.standing().shown().problem()).isEmpty();
    }

    @Test
    void aReceiverThatAsksForAPauseGetsIt() {
        world.events.tell(1);
        receiver.answer = Optional.of(
                new SinkException.Away(new Text("chậm lại", "slow down"), 0, Optional.of(Duration.ofMinutes(5)), null));
        assertThat(sink.run()).isEqualTo(Optional.of(Duration.ofMinutes(5)));
        receiver.answer = Optional.of(
                new SinkException.Away(new Text("chậm lại", "slow down"), 0, Optional.of(Duration.ofDays(5)), null));
        assertThat(sink.run()).isEqualTo(Optional.of(Backoff.LONGEST_ASKED));
    }

    @Test
    void whatWasConfirmedOfABatchIsNotSentAgain() {
        world.events.tell(10);
        receiver.answer = Optional.of(new SinkException.Away(new Text("đứt", "broken"), 4, Optional.empty(), null));
        sink.run();
        receiver.answer = Optional.empty();
        sink.run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 5, 10));
        assertThat(sink.kept().delivered()).isEqualTo(10);
    }

    @Test
    void aRefusedLogInIsTriedOnceUntilTheFileChanges() throws Exception {
        var key = Files.writeString(folder.resolve("key"), "wrong");
        world.events.tell(1);
        receiver.answer = Optional.of(new SinkException.Refused(new Text("mã 401", "status 401"), Optional.of(key)));
        assertThat(sink.run()).isEqualTo(Optional.of(SinkLoop.LOOK));
        assertThat(sink.run()).isEqualTo(Optional.of(SinkLoop.LOOK));
        assertThat(receiver.calls).isEqualTo(1);
        assertThat(sink.standing().shown().state()).isEqualTo(State.REFUSED);
        assertThat(world.audit.actions()).contains("sink.refused");
        Files.writeString(key, "the right one");
        receiver.answer = Optional.empty();
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).containsExactly("e-1");
    }

    @Test
    void aPausedSinkIsSentNothingAndGoesOnWhereItWas() {
        world.events.tell(2);
        sink.run();
        sink.standing().become(kept -> kept.paused(true));
        world.events.tell(2);
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 2));
        assertThat(sink.standing().shown().state()).isEqualTo(State.PAUSED);
        sink.begin(Begin.FIRST, 10); // restarts included
        sink.run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 2));
        sink.standing().become(kept -> kept.paused(false));
        sink.run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 4));
    }

    @Test
    void aPauseInTheMiddleStopsAfterTheBatchAndCountsIt() {
        world.events.tell(30);
        receiver.meanwhile = () -> sink.standing().become(kept -> kept.paused(true));
        sink.run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 10));
        assertThat(sink.standing().shown().kept().orElseThrow().position()).isEqualTo(10);
    }

    @Test
    void aReplayGoesBackAndWhatIsOnItsWayDoesNotUndoIt() {
        world.events.tell(20);
        sink.run();
        receiver.taken.clear();
        world.events.tell(1);
        receiver.meanwhile = () -> {
            receiver.meanwhile = () -> {};
            sink.standing().become(kept -> kept.at(15));
        };
        sink.run();
        assertThat(receiver.ids()).containsExactly("e-21", "e-16", "e-17", "e-18", "e-19", "e-20", "e-21");
        assertThat(sink.kept().position()).isEqualTo(21);
    }

    @Test
    void eventsThatWentOutOfTheJournalAreToldAsLost() {
        world.events.tell(5);
        sink.run();
        world.events.tell(45);
        world.events.drop(20);
        sink.run();
        assertThat(receiver.ids().subList(5, 35)).isEqualTo(ids("e", 21, 50));
        assertThat(sink.kept().lost()).isEqualTo(15);
        assertThat(sink.standing().shown().problem().orElseThrow().en()).contains("lost 15 entries, 6 to 20");
        assertThat(world.audit.records).last().satisfies(record -> {
            assertThat(record.action()).isEqualTo("sink.lost");
            assertThat(record.details()).containsEntry("from", "6").containsEntry("to", "20");
        });
        sink.standing().resume();
        assertThat(sink.standing().shown().problem()).isEmpty();
    }

    @Test
    void aJournalThatWasEmptiedIsToldAsLostToo() {
        world.events.tell(2);
        sink.run();
        world.events.tell(8);
        world.events.drop(10);
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(sink.kept().lost()).isEqualTo(8);
        assertThat(sink.kept().position()).isEqualTo(10);
    }

    @Test
    void aDatabaseThatIsAwayIsWaitedFor() {
        world.events.tell(2);
        world.away = true;
        assertThat(sink.run()).isEqualTo(Optional.of(Duration.ofMillis(500)));
        assertThat(sink.standing().shown().state()).isEqualTo(State.WAITING);
        world.away = false;
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 2));
    }

    @Test
    void whatIsNotForTheSinkIsPassed() {
        world.events.tell("1", Type.PLATE_READ);
        world.events.tell("1", Type.FACE_SEEN);
        sink.run();
        assertThat(receiver.calls).isZero();
        assertThat(sink.kept().position()).isEqualTo(2);
        assertThat(sink.kept().delivered()).isZero();
    }

    @Test
    void otherSettingsAreToldInTheAuditLogOnceAndTheSinkGoesOn() {
        world.events.tell(3);
        sink.run();
        sink.begin("Quyết định 2", Begin.FIRST, 10);
        world.events.tell(1);
        sink.run();
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 4));
        assertThat(world.audit.records).last().satisfies(record -> assertThat(record.details())
                .containsEntry("basis", "Quyết định 2"));
    }
}
