package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;

/** A device that locked the account and says for how long. */
class LockedDeviceTest {

    private final Hub hub = new Hub(new PlainVault());

    @Test
    void aLockedDeviceIsTriedOnceMoreWhenItsTimeIsUp() throws Exception {
        hub.device.failure = FakeDevice.locked(Duration.ofMinutes(30));
        hub.add("nvr", "right");
        assertThat(hub.device.opened).hasValue(1);

        hub.timer.advance(Duration.ofMinutes(20));
        hub.restart();
        hub.timer.advance(Duration.ofMinutes(9).plusSeconds(30));
        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.state("nvr").cause()).contains(Causes.LOCKED);

        hub.timer.advance(Duration.ofSeconds(30));
        assertThat(hub.device.opened).hasValue(2);
        hub.timer.advance(Duration.ofDays(1));
        assertThat(hub.device.opened).as("the second lock waits for a person").hasValue(2);
    }

    @Test
    void aDeviceThatOpensAfterItsLockIsSupervisedAgain() {
        hub.device.failure = FakeDevice.locked(Duration.ofMinutes(30));
        hub.add("nvr", "right");
        hub.device.failure = null;
        hub.timer.advance(Duration.ofMinutes(31));

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.stored("nvr").blocked()).isEmpty();
    }

    @Test
    void whatIsNoAnswerAfterALockDoesNotUseUpTheOneTry() {
        silent(FakeDevice.UNREACHABLE);
    }

    @Test
    void anAddressThatIsNotAllowedAfterALockDoesNotUseUpTheOneTry() {
        silent(FakeDevice.refused(Why.NETWORK));
    }

    private void silent(DeviceException failure) {
        hub.device.failure = FakeDevice.locked(Duration.ofMinutes(30));
        hub.add("nvr", "right");
        hub.device.failure = failure;
        hub.timer.advance(Duration.ofMinutes(35));
        hub.device.failure = null;
        hub.timer.advance(Duration.ofMinutes(2));

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void anAccountWithoutRightsIsLoggedInAllTheSame() {
        hub.device.failure = FakeDevice.locked(Duration.ofMinutes(30));
        hub.add("nvr", "right");
        hub.device.failure = FakeDevice.refused(Why.RIGHTS);
        hub.timer.advance(Duration.ofMinutes(31));

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.DEGRADED);
        assertThat(hub.state("nvr").cause()).contains(Causes.RIGHTS);
        assertThat(hub.stored("nvr").blocked()).isEmpty();
    }
}
