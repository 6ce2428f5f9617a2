package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.State;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.source.Sources.Listening.Kind;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;
import vn.matluoi.core.internal.work.Lanes;

/**
 * Five hundred recorders lose their power, and come back together. Looks take no time here; of a hub of 16 workers, half
 * of them for devices that were silent, they take 500 / 8 of one look's time more.
 */
class FleetReturnTest {

    private static final int RECORDERS = 500;

    /** Seen after at most a minute; then five seconds, and fifty in a line of ten a second. */
    private static final Duration ALL_BACK =
            Supervisor.SOUGHT_EVERY.plus(Listening.RETURNED_WITHIN).plusSeconds(50);

    private final Hub hub = new Hub(new PlainVault());
    private final List<Instant> subscribed = new ArrayList<>();

    @BeforeEach
    void aFleetThatIsListenedTo() throws Exception {
        hub.supervision.stop();
        hub.supervision = hub.start(new Lanes(Runnable::run, 4, 64), new Random(20_261_122));
        hub.device.tells = true;
        for (var i = 0; i < RECORDERS; i++) {
            hub.enter("nvr-" + i, "right", Map.of());
        }
        hub.timer.advance(Duration.ofMinutes(3));
        assertThat(hub.device.sinks).hasSize(RECORDERS);
        hub.device.whileSubscribing = () -> subscribed.add(hub.timer.instant());
    }

    private void powerCut(Duration lasts) {
        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.device.sinks.forEach(sink -> sink.ended(FakeDevice.UNREACHABLE));
        hub.device.sinks.clear();
        hub.timer.advance(lasts);
        hub.device.failure = null;
    }

    private long online() {
        return hub.supervision.ledger().all().stream()
                .filter(source -> hub.state(source.settings().id().value()).kind() == State.Kind.ONLINE)
                .count();
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 90, 240, 1_200})
    void everyRecorderIsListenedToWithinTwoMinutesHoweverLongThePowerWasCut(int seconds) {
        powerCut(Duration.ofSeconds(seconds));
        var back = hub.timer.instant();

        hub.timer.advance(Supervisor.SOUGHT_EVERY);
        assertThat(online()).isEqualTo(RECORDERS);
        hub.timer.advance(ALL_BACK.minus(Supervisor.SOUGHT_EVERY));

        assertThat(ALL_BACK).isLessThan(Duration.ofMinutes(2));
        var since = subscribed.stream().filter(at -> !at.isBefore(back)).toList();
        assertThat(since).hasSize(RECORDERS);
        assertThat(hub.supervisor("nvr-7").listening().orElseThrow().kind()).isEqualTo(Kind.RUNNING);
        assertAtMostInASecond(10, since);
    }

    private static void assertAtMostInASecond(int most, List<Instant> times) {
        for (var i = most; i < times.size(); i++) {
            assertThat(Duration.between(times.get(i - most), times.get(i)))
                    .as("%d a second", most)
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void logInsStayBelowAHundredASecondEvenIfSomebodyWaitsForEveryCamera() {
        powerCut(Duration.ofMinutes(20));
        var opened = new ArrayList<Instant>();
        hub.device.whileOpening = () -> opened.add(hub.timer.instant());
        for (var i = 0; i < RECORDERS; i++) {
            assertThat(hub.supervisor("nvr-" + i).ask(session -> true)).isCompletedExceptionally();
        }

        hub.timer.advance(Duration.ofSeconds(7));

        assertThat(opened).hasSize(RECORDERS);
        assertThat(online()).isEqualTo(RECORDERS);
        assertAtMostInASecond(100, opened);
    }

    @Test
    void logInsStayBelowAHundredASecondWhileTheFleetIsAwayToo() {
        var opened = new ArrayList<Instant>();
        hub.device.whileOpening = () -> opened.add(hub.timer.instant());
        powerCut(Duration.ofMinutes(20));
        hub.timer.advance(ALL_BACK);
        assertThat(opened).hasSizeGreaterThan(20 * RECORDERS);
        assertAtMostInASecond(100, opened);
    }

    @Test
    void whatAPersonOrdersIsNotInTheLine() {
        powerCut(Duration.ofMinutes(20));
        for (var i = 0; i < RECORDERS; i++) {
            hub.supervisor("nvr-" + i).ask(session -> true);
        }
        var last = hub.supervisor("nvr-" + (RECORDERS - 1));
        assertThat(last.sync()).isCompletedWithValueMatching(report -> true);
        assertThat(last.state().kind()).isEqualTo(State.Kind.ONLINE);

        var saved = hub.supervisor("nvr-" + (RECORDERS - 2));
        saved.change(hub.stored("nvr-" + (RECORDERS - 2)));
        hub.timer.settle();
        assertThat(saved.state().kind()).isEqualTo(State.Kind.ONLINE);
        assertThat(online()).as("of the others").isLessThan(10);
    }

    @Test
    void aPasswordThatIsWrongByThenIsTriedOnceEach() {
        powerCut(Duration.ofMinutes(30));
        hub.device.password = "another";
        var before = hub.device.opened.get();
        hub.timer.advance(Duration.ofHours(2));
        assertThat(hub.device.opened).hasValue(before + RECORDERS);
        assertThat(subscribed).isEmpty();
    }

    @Test
    void whoMayNotSubscribeIsNotAskedSoonerForHavingComeBack() {
        hub.device.subscribeFails = FakeDevice.refused(Why.RIGHTS);
        hub.device.sinks.forEach(sink -> sink.ended(FakeDevice.UNREACHABLE));
        hub.device.sinks.clear();
        hub.timer.advance(Duration.ofMinutes(2));
        assertThat(subscribed).hasSize(RECORDERS);

        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.timer.advance(Duration.ofMinutes(10));
        hub.device.failure = null;
        hub.timer.advance(Duration.ofMinutes(40));
        assertThat(online()).isEqualTo(RECORDERS);
        assertThat(subscribed).hasSize(RECORDERS);
    }

    @Test
    void aDeviceThatStaysAwayIsSoughtOnceAMinuteOrAsItIsWatched() {
        hub.store.all().forEach(source -> hub.store.remove(source.settings().id(), "test"));
        hub.timer.advance(Duration.ofMinutes(6));
        hub.enter("seldom", "right", Map.of("watch.seconds", "240"));
        hub.enter("often", "right", Map.of("watch.seconds", "5"));
        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.timer.advance(Duration.ofMinutes(30));
        var before = hub.device.opened.get();
        hub.timer.advance(Duration.ofHours(1));
        assertThat(hub.device.opened.get() - before)
                .as("one to two a minute, and one in two to four minutes")
                .isBetween(60 + 15, 120 + 31);
    }
}
