package vn.matluoi.core.internal.ladder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.source.TestReport;
import vn.matluoi.api.source.TestReport.Rung;
import vn.matluoi.core.internal.supervise.Hub;
import vn.matluoi.core.internal.supervise.Targets;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.FakeDial;

class TestLadderTest {

    private final FakeDevice device = new FakeDevice();

    private TestReport climb(Map<String, String> options) {
        var target =
                Targets.of(Hub.settings("nvr", options), "right".toCharArray(), Optional.empty(), Optional.empty());
        return TestLadder.climb(device, target, new FakeDial(), () -> Instant.EPOCH, failure -> {});
    }

    private static Rung rung(TestReport report, String name) {
        return report.rungs().stream()
                .filter(rung -> rung.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theOneChannelThatIsMeantIsTested() {
        var report = climb(Map.of("channel", "4"));
        assertThat(report.passed()).isTrue();
        assertThat(report.channels()).containsExactly(device.channels.get(3));
        assertThat(rung(report, "streams").message().en()).contains("channel 4");
    }

    @Test
    void aChannelTheDeviceDoesNotHaveStopsTheLadder() {
        var report = climb(Map.of("channel", "5"));
        var last = rung(report, "channels");
        assertThat(report.passed()).isFalse();
        assertThat(last.message().vi()).contains("1, 2, 3, 4");
        assertThat(last.mend().vi()).contains("channel");
    }

    @Test
    void whyAChannelIsNotThereIsSaidInTheDevicesOwnWords() {
        var first = device.channels.get(0);
        device.channels = List.of(new Channel(
                first.id(),
                first.number(),
                first.name(),
                first.kind(),
                Channel.Status.OFFLINE,
                Optional.of("404 Not Found"),
                first.child()));
        var said = rung(climb(Map.of()), "channels").message();
        assertThat(said.vi()).contains("1 mất kết nối: 1 404 Not Found)");
        assertThat(said.en()).contains("1 offline: 1 404 Not Found)");
    }

    @Test
    void aDeviceWithoutASerialNumberIsNoted() {
        device.serial = "";
        assertThat(rung(climb(Map.of()), "identity").message().vi()).contains("không có số serial");
    }

    @Test
    void anRtspAddressWithoutAPortIsTriedWhereRtspUsuallyIs() {
        var target = new Target(
                new SourceId("cam"),
                URI.create("rtsp://192.0.2.1/live"),
                "admin",
                "right",
                Duration.ofSeconds(1),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        var report = TestLadder.climb(device, target, new FakeDial(), () -> Instant.EPOCH, failure -> {});
        assertThat(rung(report, "tcp").message().en()).isEqualTo("port 554 answers");
        assertThat(rung(report, "tls").message().en()).isEqualTo("rtsp: not encrypted");
    }

    @Test
    void aPlugInThatFailsAtClosingDoesNotSpoilTheReport() {
        device.bugAtClosing = new IllegalStateException("a plug-in's bug");
        assertThat(climb(Map.of()).passed()).isTrue();
    }
}
