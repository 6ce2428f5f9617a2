package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.source.DeviceUpkeep.ClockCheck;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.supervise.Causes;
import vn.matluoi.core.internal.testing.FakeDevice;

class DeviceClockTest {

    private static final SourceId NVR = new SourceId("nvr");

    private final Desk desk = new Desk();
    private final FakeDevice device = desk.hub.device;
    private final SupervisedUpkeep upkeep =
            new SupervisedUpkeep(desk.hub.supervision, desk.sources, desk.audit, new Random(1));
    private final List<Instant> set = new ArrayList<>();
    private DeviceException fails;
    private RuntimeException bug;
    private DeviceException unreadable; // once it was set
    private DeviceException says; // of its time server
    private boolean leaves; // its time server, though it fails
    private boolean left;

    @BeforeEach
    void aClockThatIsFast() {
        device.clockOffset = Duration.ofMinutes(7);
        device.clock = new DeviceFacet.Clock() {

            @Override
            public Duration offset() throws DeviceException {
                if (unreadable != null && !set.isEmpty()) {
                    throw unreadable;
                }
                return device.clockOffset;
            }

            @Override
            public Optional<String> follows() throws DeviceException {
                if (says != null) {
                    throw says;
                }
                return set.isEmpty() && !left ? Optional.of("pool.ntp.org") : Optional.empty();
            }

            @Override
            public void set(Instant now) throws DeviceException {
                if (bug != null) {
                    throw bug;
                }
                if (fails != null) {
                    left = leaves;
                    throw fails;
                }
                set.add(now);
                device.clockOffset = Duration.ofMillis(400);
            }
        };
        desk.hub.add("nvr", "right");
    }

    @Test
    void saysHowFarItIsOffAndWhatItFollowsAndChangesNothing() {
        assertThat(upkeep.clock(NVR)).isEqualTo(new ClockCheck(Duration.ofMinutes(7), Optional.of("pool.ntp.org")));
        assertThat(set).isEmpty();
        assertThat(desk.audit.records).isEmpty();
    }

    @Test
    void isSetToTheHubsTimeAndBothErrorsAreRecorded() {
        assertThat(desk.hub.state("nvr").cause()).contains(Causes.CLOCK);
        var done = upkeep.setClock(Desk.LAN, NVR);

        assertThat(done.before()).isEqualTo(Duration.ofMinutes(7));
        assertThat(done.after()).isEqualTo(Duration.ofMillis(400));
        assertThat(done.left()).contains("pool.ntp.org");
        assertThat(set).containsExactly(desk.hub.timer.instant());
        assertThat(desk.audit.outcomes()).containsExactly("source.clock-set DONE", "source.clock-checked DONE");
        assertThat(desk.audit.records.get(0).details())
                .containsEntry("offsetBefore", "PT7M")
                .containsEntry("timeServer", "pool.ntp.org");
        assertThat(desk.audit.records.get(1).details())
                .containsEntry("offsetBefore", "PT7M")
                .containsEntry("offsetAfter", "PT0.4S");
        desk.hub.timer.settle();
        assertThat(desk.hub.state("nvr").kind())
                .as("at once, not at the next look")
                .isEqualTo(Kind.ONLINE);
    }

    @Test
    void isNotSetToTheTimeOfAHubThatDoesNotKnowIt() {
        desk.hub.timer.jump(Duration.ofDays(-400));
        var no = catchThrowableOfType(HubException.class, () -> upkeep.setClock(Desk.LAN, NVR));
        assertThat(no.rule()).isEqualTo("clock.hub-unset");
        assertThat(no.reason()).isEqualTo(Reason.UNAVAILABLE);
        assertThat(set).isEmpty();
    }

    @Test
    void isNotSetIfThatCannotBeRecorded() {
        desk.audit.away = true;
        assertThat(catchThrowableOfType(HubException.class, () -> upkeep.setClock(Desk.LAN, NVR))
                        .reason())
                .isEqualTo(Reason.UNAVAILABLE);
        assertThat(set).isEmpty();
        desk.audit.away = false;
        upkeep.setClock(Desk.LAN, NVR);
    }

    @Test
    void aDeviceThatFailsAtItIsRecordedAsFailed() {
        fails = FakeDevice.BUSY;
        assertThat(catchThrowableOfType(HubException.class, () -> upkeep.setClock(Desk.LAN, NVR))
                        .rule())
                .isEqualTo("device.busy");
        assertThat(desk.audit.outcomes()).containsExactly("source.clock-set DONE", "source.clock-set FAILED");
    }

    @Test
    void aDeviceThatFailsAfterItLeftItsTimeServerIsSaidToHaveLeftIt() {
        fails = FakeDevice.BUSY;
        leaves = true;
        var no = catchThrowableOfType(HubException.class, () -> upkeep.setClock(Desk.LAN, NVR));
        assertThat(no.rule()).isEqualTo("device.busy");
        assertThat(no.text().vi()).contains("thôi lấy giờ", "pool.ntp.org");
        assertThat(no.text().en()).contains("does not follow", "pool.ntp.org");
        assertThat(desk.audit.outcomes()).containsExactly("source.clock-set DONE", "source.clock-set FAILED");
        assertThat(desk.audit.records.get(1).details()).containsEntry("timeServerLeft", "pool.ntp.org");
    }

    @Test
    void aDeviceThatDoesNotSayWhatItFollowsStillHasAClock() {
        says = FakeDevice.BUSY;
        assertThat(upkeep.clock(NVR)).isEqualTo(new ClockCheck(Duration.ofMinutes(7), Optional.empty()));
        upkeep.setClock(Desk.LAN, NVR);
        assertThat(set).hasSize(1);
    }

    @Test
    void aDeviceWithoutAClockHasNoneToSet() {
        device.clock = null;
        assertThat(catchThrowableOfType(HubException.class, () -> upkeep.setClock(Desk.LAN, NVR))
                        .reason())
                .isEqualTo(Reason.UNSUPPORTED);
        assertThat(catchThrowableOfType(HubException.class, () -> upkeep.clock(NVR))
                        .reason())
                .isEqualTo(Reason.UNSUPPORTED);
    }

    @Test
    void aDriversOwnFaultIsRecordedAsFailedToo() {
        bug = new IllegalStateException("a plug-in's bug");
        assertThat(catchThrowableOfType(HubException.class, () -> upkeep.setClock(Desk.LAN, NVR))
                        .rule())
                .isEqualTo("device.garbled");
        assertThat(desk.audit.outcomes()).containsExactly("source.clock-set DONE", "source.clock-set FAILED");
    }

    @Test
    void aClockThatWasSetAndCannotBeReadAgainIsNotRecordedAsFailed() {
        unreadable = FakeDevice.UNREACHABLE;
        assertThat(catchThrowableOfType(HubException.class, () -> upkeep.setClock(Desk.LAN, NVR))
                        .text()
                        .en())
                .contains("was set", "does not follow its time server (pool.ntp.org) any more");
        assertThat(set).hasSize(1);
        assertThat(desk.audit.outcomes()).containsExactly("source.clock-set DONE");
    }

    @Test
    void isNotSetTwiceWhenItsDriverIsReplacedMeanwhile() {
        var tries = new AtomicInteger();
        var next = new FakeDevice();
        device.clock = next.clock = new DeviceFacet.Clock() {

            @Override
            public Duration offset() {
                return device.clockOffset;
            }

            @Override
            public void set(Instant now) throws DeviceException {
                tries.incrementAndGet();
                desk.hub.shelf.remove(device);
                desk.hub.shelf.add(new DriverShelf.Serving("fake", new Version("1.0.1"), next, List.of()));
                throw FakeDevice.UNREACHABLE; // its connection was closed
            }
        };
        catchThrowableOfType(HubException.class, () -> upkeep.setClock(Desk.LAN, NVR));
        assertThat(tries).hasValue(1);
    }
}
