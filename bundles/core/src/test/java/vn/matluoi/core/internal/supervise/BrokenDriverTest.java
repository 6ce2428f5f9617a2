package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.http.HandlerWatch;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.driver.HandlerFaults;
import vn.matluoi.core.internal.driver.Quarantine;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;

/** Drivers that fail by themselves, and drivers that are replaced. */
class BrokenDriverTest {

    private final Hub hub = new Hub(new PlainVault());
    private final Quarantine quarantine = new Quarantine(hub.shelf, Map.of());

    @Test
    void anUpgradeTouchesNoSessionOfAnotherFamily() {
        var other = new FakeDevice();
        other.serial = "SN2";
        hub.shelf.add(new Serving("other", new Version("1.0.0"), other, List.of()));
        hub.add("nvr", "right");
        hub.enter("other", "nvr-other", "right", Map.of());
        hub.timer.settle();
        assertThat(hub.state("nvr-other").kind()).isEqualTo(Kind.ONLINE);

        var upgraded = new FakeDevice();
        hub.shelf.remove(hub.device);
        hub.shelf.add(new Serving("fake", new Version("1.0.1"), upgraded, List.of()));
        hub.timer.settle();
        assertThat(hub.device.closed).hasValue(1);
        assertThat(upgraded.opened).hasValue(1);
        assertThat(other.opened).hasValue(1);
        assertThat(other.closed).hasValue(0);
    }

    @Test
    void oneThatFailsAgainAndAgainIsQuarantined() {
        hub.device.bug = new IllegalStateException("bug");
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(2));
        assertThat(quarantine.problem("fake").orElseThrow().en()).contains("IllegalStateException: bug");
    }

    @Test
    void oneThatHangsAtWhatADeviceSendsIsStoppedAndSourcesOfOthersGoOn() {
        var other = new FakeDevice();
        other.serial = "SN2";
        hub.shelf.add(new Serving("other", new Version("1.0.0"), other, List.of()));
        hub.add("nvr", "right");
        hub.enter("other", "nvr-other", "right", Map.of());
        hub.timer.settle();

        new HandlerFaults(hub.shelf, quarantine)
                .hangs(
                        new HandlerWatch.Owner("vn.matluoi.driver.fake", "1.0.0"),
                        new SourceId("nvr"),
                        Duration.ofSeconds(30));
        assertThat(quarantine.problem("fake")).isPresent();
        assertThat(quarantine.problem("other")).isEmpty();
        hub.shelf.remove(hub.device); // as its bundle is stopped
        hub.timer.advance(Duration.ofMinutes(10));

        assertThat(hub.state("nvr").kind()).isNotEqualTo(Kind.ONLINE);
        assertThat(hub.state("nvr-other").kind()).isEqualTo(Kind.ONLINE);
        assertThat(other.opened).hasValue(1);
        assertThat(other.closed).hasValue(0);
    }

    @Test
    void aDeviceThatDoesNotAnswerIsNotItsDriversFault() {
        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(10));
        assertThat(quarantine.problem("fake")).isEmpty();
    }
}
