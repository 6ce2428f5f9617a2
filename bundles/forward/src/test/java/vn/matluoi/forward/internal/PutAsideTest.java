package vn.matluoi.forward.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.forward.internal.LoopedSink.IDLE;
import static vn.matluoi.forward.internal.Receiver.ids;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.SinkRoute.Begin;
import vn.matluoi.api.forward.Sinks.State;
import vn.matluoi.registry.internal.support.Engine;

/** What a receiver does not take is found, put aside and sent again, and the rest goes on. */
@ParameterizedClass
@EnumSource(Engine.class)
class PutAsideTest {

    @Parameter
    Engine engine;

    private final LoopedSink sink = new LoopedSink();
    private final World world = sink.world;
    private final Receiver receiver = sink.receiver;

    @BeforeEach
    void open() {
        sink.open(engine);
    }

    @Test
    void oneThatIsRejectedIsFoundAndPutAsideAndTheRestFlows() {
        world.events.tell(30);
        receiver.poison.add("e-7");
        receiver.poison.add("e-8");
        assertThat(sink.run()).isEqualTo(IDLE);
        var expected = ids("e", 1, 30);
        expected.remove("e-7");
        expected.remove("e-8");
        assertThat(receiver.ids()).isEqualTo(expected);
        assertThat(sink.aside()).hasSize(2).first().satisfies(one -> {
            assertThat(one.sequence()).isEqualTo(7);
            assertThat(one.id()).isEqualTo("e-7");
            assertThat(one.type()).isEqualTo("vn.matluoi.event.motion");
            assertThat(one.reason().vi()).isEqualTo("mã 422");
        });
        assertThat(sink.standing().shown().quarantined()).isEqualTo(2);
        assertThat(world.audit.actions()).contains("sink.quarantine");
    }

    @Test
    void oneThatIsRejectedAmongWhatFollowsTheConfirmedIsFoundAndNoneIsSentTwice() {
        world.events.tell(30);
        receiver.ending.add("e-7");
        receiver.ending.add("e-20");
        assertThat(sink.run()).isEqualTo(IDLE);
        var expected = ids("e", 1, 30);
        expected.remove("e-7");
        expected.remove("e-20");
        assertThat(receiver.ids()).isEqualTo(expected);
        assertThat(sink.aside()).extracting(one -> one.id()).containsExactly("e-7", "e-20");
        assertThat(sink.kept().delivered()).isEqualTo(28);
    }

    @Test
    void oneThatTheReceiverFailsOverIsFoundAndPutAsideAndTheRestFlowsOnceAndInOrder() {
        world.events.tell(30);
        receiver.failing.add("e-7");
        assertThat(sink.outlast()).isEqualTo(2 * Doubt.TRIES - 2);
        var expected = ids("e", 1, 30);
        expected.remove("e-7");
        assertThat(receiver.ids()).isEqualTo(expected);
        assertThat(sink.kept().delivered()).isEqualTo(29);
        assertThat(sink.aside()).singleElement().satisfies(one -> {
            assertThat(one.id()).isEqualTo("e-7");
            assertThat(one.reason().vi()).isEqualTo("mã 500");
        });
        assertThat(sink.standing().shown().state()).isEqualTo(State.RUNNING);
        receiver.failing.clear();
        sink.standing().retry(true);
        sink.run();
        assertThat(receiver.ids()).last().isEqualTo("e-7");
        assertThat(sink.aside()).isEmpty();
    }

    @Test
    void oneThatABrokerFailsOverWhileItTakesWhatOthersSayIsPutAsideAndEachSourceStaysInOrder() {
        var other = new SourceId("other");
        for (var i = 0; i < 6; i++) {
            world.events.tell(1); // e-1, e-3 … e-11
            world.events.tell(other, "2", Type.MOTION);
        }
        receiver.refusing.add("e-5");
        sink.outlast();
        assertThat(sink.aside()).extracting(one -> one.id()).containsExactly("e-5");
        assertThat(firstOf("nvr")).containsExactly("e-1", "e-3", "e-7", "e-9", "e-11");
        assertThat(firstOf("other")).containsExactly("e-2", "e-4", "e-6", "e-8", "e-10", "e-12");
        assertThat(sink.kept().position()).isEqualTo(12);
        assertThat(sink.standing().shown().state()).isEqualTo(State.RUNNING);
    }

    /** @return what the receiver took of that source, in the order in which it came for the first time */
    private List<String> firstOf(String source) {
        return receiver.taken.stream()
                .filter(one -> one.key().equals(source))
                .map(Delivery::id)
                .distinct()
                .toList();
    }

    @Test
    void whatWasPutAsideAndIsFailedOverAgainHoldsNothingUp() {
        world.events.tell(3);
        receiver.failing.add("e-2");
        sink.outlast();
        sink.standing().retry(true);
        world.events.tell(1);
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).containsExactly("e-1", "e-3", "e-4");
        assertThat(sink.aside()).hasSize(1);
    }

    @Test
    void twoInARowAreToldFromAnOutageByWhatOtherSourcesSayWhichStaysInOrder() {
        sink.begin(Begin.FIRST, 1);
        world.events.tell(3);
        var other = new SourceId("other");
        world.events.tell(other, "2", Type.MOTION);
        world.events.tell(other, "2", Type.MOTION);
        receiver.failing.add("e-1");
        receiver.failing.add("e-2");
        sink.outlast();
        assertThat(sink.aside()).extracting(one -> one.id()).containsExactly("e-1", "e-2");
        assertThat(receiver.ids().stream().distinct()).containsExactly("e-4", "e-3", "e-5");
        assertThat(sink.kept().position()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void severalInARowOfTheOnlySourceAreToldFromAnOutageByTheNextThatIsTaken(int batch) {
        sink.begin(Begin.FIRST, batch);
        world.events.tell(12);
        receiver.failing.addAll(ids("e", 3, 5));
        sink.outlast();
        assertThat(sink.aside()).extracting(one -> one.id()).containsExactly("e-3", "e-4", "e-5");
        var expected = ids("e", 1, 12);
        expected.removeAll(ids("e", 3, 5));
        assertThat(receiver.ids().stream().distinct()).containsExactlyElementsOf(expected);
        assertThat(sink.kept().position()).isEqualTo(12);
        assertThat(sink.kept().delivered()).isEqualTo(9);
    }

    @Test
    void oneThatIsTakenOnceTheReceiverIsBackIsNotPutAside() {
        world.events.tell(1);
        world.events.tell(new SourceId("other"), "2", Type.MOTION);
        receiver.failing.add("e-1");
        receiver.meanwhile = () -> receiver.failing.clear(); // it comes back with the first that it takes
        sink.outlast();
        assertThat(receiver.ids()).containsExactly("e-2", "e-1");
        assertThat(sink.aside()).isEmpty();
        assertThat(sink.kept().delivered()).isEqualTo(2);
    }

    @Test
    void aReceiverThatFailsOverAllIsAwayAndNothingIsPutAsideOrLost() {
        world.events.tell(30);
        world.events.tell(new SourceId("other"), "2", Type.MOTION);
        receiver.failing.addAll(ids("e", 1, 31));
        for (var i = 0; i < 40; i++) {
            assertThat(sink.run()).isNotEqualTo(IDLE);
        }
        assertThat(sink.run()).isEqualTo(Optional.of(Backoff.LONGEST));
        assertThat(sink.standing().shown().state()).isEqualTo(State.WAITING);
        assertThat(sink.aside()).isEmpty();
        receiver.failing.clear();
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).isEqualTo(ids("e", 1, 31));
        assertThat(sink.aside()).isEmpty();
    }

    @Test
    void theLastOneWaitsUntilAnotherShowsThatTheReceiverWorks() {
        world.events.tell(3);
        receiver.failing.add("e-3");
        for (var i = 0; i < 20; i++) {
            assertThat(sink.run()).isNotEqualTo(IDLE);
        }
        assertThat(sink.aside()).isEmpty();
        world.events.tell(1);
        assertThat(sink.run()).isEqualTo(IDLE);
        assertThat(receiver.ids()).containsExactly("e-1", "e-2", "e-4");
        assertThat(sink.aside()).hasSize(1);
    }

    @Test
    void whatWasPutAsideIsSentAgainWhenAPersonAsks() {
        world.events.tell(5);
        receiver.poison.add("e-2");
        receiver.poison.add("e-4");
        sink.run();
        receiver.poison.remove("e-2");
        sink.standing().retry(true);
        sink.run();
        assertThat(receiver.ids()).containsExactly("e-1", "e-3", "e-5", "e-2");
        assertThat(sink.aside()).singleElement().satisfies(one -> assertThat(one.id())
                .isEqualTo("e-4"));
        assertThat(sink.standing().shown().quarantined()).isEqualTo(1);
        assertThat(sink.kept().position()).isEqualTo(5);
    }

    @Test
    void aReceiverThatRejectsAllWaitsForAPerson() {
        world.events.tell(100);
        receiver.poison.addAll(ids("e", 1, 100));
        assertThat(sink.run()).isEqualTo(IDLE.or(() -> Optional.of(SinkLoop.LOOK)));
        assertThat(sink.standing().shown().state()).isEqualTo(State.REFUSED);
        assertThat(sink.aside()).hasSize(SinkLoop.MOST_REJECTED_IN_A_ROW);
        var calls = receiver.calls;
        sink.run();
        assertThat(receiver.calls).isEqualTo(calls);
        receiver.poison.clear();
        sink.standing().retry(true);
        sink.standing().resume();
        sink.run();
        assertThat(receiver.ids()).containsExactlyInAnyOrderElementsOf(ids("e", 1, 100));
        assertThat(sink.aside()).isEmpty();
    }
}
