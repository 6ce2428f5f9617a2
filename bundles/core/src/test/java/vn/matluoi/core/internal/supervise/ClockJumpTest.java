package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;

/** The machine's clock is set forward or back while sources are supervised: how long things last does not follow it. */
class ClockJumpTest {

    private final Hub hub = new Hub(new PlainVault());

    @ParameterizedTest
    @ValueSource(longs = {-3652, 30})
    void aNewChannelIsTakenInAllTheSame(long days) {
        hub.add("nvr", "right");
        hub.timer.jump(Duration.ofDays(days));
        hub.device.channels = List.of(FakeDevice.channel("9", Channel.Status.ONLINE));
        hub.timer.advance(Duration.ofMinutes(7));

        assertThat(hub.catalogue.statements).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3652, 30})
    void aBadDiskIsNoticedAllTheSame(long days) {
        hub.add("nvr", "right");
        hub.timer.jump(Duration.ofDays(days));
        hub.device.diskHealthy = false;
        hub.timer.advance(Duration.ofMinutes(6));

        assertThat(hub.state("nvr").cause()).contains(Causes.DISK);
    }

    @Test
    void aClockSetForwardBringsNothingForward() {
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(1));
        var asked = hub.device.asked.get();
        hub.timer.jump(Duration.ofDays(30));
        hub.timer.advance(Duration.ofMinutes(4));

        assertThat(hub.device.asked.get() - asked).as("one look in 30 s").isBetween(7, 9);
        assertThat(hub.catalogue.statements).hasSize(1);
    }

    @Test
    void aChangeCountsAtOnceThoughTheClockWasSetForward() {
        hub.add("nvr", "right");
        hub.timer.jump(Duration.ofHours(2));
        hub.device.password = "other";
        hub.enter("nvr", "other", Map.of());
        hub.timer.settle();

        assertThat(hub.device.opened).hasValue(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, -1, -87_600, 720})
    void aLockedDeviceIsTriedWhenItsTimeIsUpAndNeitherSoonerNorLater(long hours) {
        hub.device.failure = FakeDevice.locked(Duration.ofMinutes(30));
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(10));
        hub.timer.jump(Duration.ofHours(hours));
        hub.supervision.changed(hub.stored("nvr").settings().id());
        assertThat(hub.supervisor("nvr").sync()).isCompletedExceptionally();
        hub.timer.advance(Duration.ofMinutes(20));
        assertThat(hub.device.opened).hasValue(1);

        hub.timer.advance(Duration.ofSeconds(11));
        assertThat(hub.device.opened).hasValue(2);
    }

    @Test
    void aSilentChannelIsNotBelievedForEverAfterTheClockWasSetBack() {
        hub.add("nvr", "right");
        hub.timer.jump(Duration.ofDays(-3652));
        hub.device.channels = List.of(FakeDevice.channel("1", Channel.Status.UNKNOWN));
        hub.timer.advance(Duration.ofMinutes(9));
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);

        hub.timer.advance(Duration.ofMinutes(2));
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void aSilentChannelIsBelievedAWhileThoughTheClockWasSetForward() {
        hub.add("nvr", "right");
        hub.timer.jump(Duration.ofHours(2));
        hub.device.channels = List.of(FakeDevice.channel("1", Channel.Status.UNKNOWN));
        hub.timer.advance(Duration.ofMinutes(1));

        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void proofsOfLifeAreWrittenAfterTheClockWasSetBack() {
        hub.add("nvr", "right");
        hub.timer.jump(Duration.ofDays(-3652));
        hub.timer.advance(Duration.ofMinutes(6));

        assertThat(hub.catalogue.stateOf("nvr", "1").lastProof().orElseThrow()).isBeforeOrEqualTo(hub.timer.instant());
    }

    @Test
    void whoAsksAnOfflineSourceBringsTheNextTryForwardAfterTheClockWasSetBack() {
        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofHours(1));
        assertThat(hub.supervisor("nvr").ask(DeviceSession::channels)).isCompletedExceptionally();
        hub.timer.advance(Duration.ofSeconds(6));
        var opened = hub.device.opened.get();
        hub.timer.jump(Duration.ofHours(-1));

        assertThat(hub.supervisor("nvr").ask(DeviceSession::channels)).isCompletedExceptionally();
        hub.timer.settle();
        assertThat(hub.device.opened).hasValue(opened + 1);
    }
}
