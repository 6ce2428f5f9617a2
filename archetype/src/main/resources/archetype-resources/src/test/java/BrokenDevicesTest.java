package ${package};

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Devices that are cut short, busy, old, or wrong. One test for each that was met. */
class BrokenDevicesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private final String secret = UUID.randomUUID().toString();
    private final ${className}Recorder recorder = ${className}Recorder.four();
    private final DeviceServer device = DeviceServer.open("hub", secret, recorder);
    private final Target target = Targets.at(device.address(), "hub", secret);

    @AfterEach
    void switchOff() {
        device.close();
    }

    private DeviceSession open(Target to) throws DeviceException {
        return new ${className}Driver(Targets.http(), () -> NOW).open(to);
    }

    private DeviceFacet.Health.HealthReport health() throws DeviceException {
        try (var session = open(target)) {
            return session.facet(DeviceFacet.Health.class).orElseThrow().health();
        }
    }

    private URI mainStream(Target to) throws DeviceException {
        try (var session = open(to)) {
            return session.facet(new ChannelId("1"), Streams.class)
                    .orElseThrow()
                    .address(StreamKind.MAIN)
                    .uri();
        }
    }

    @Test
    void aListThatIsCutIsNoList() throws DeviceException {
        recorder.on(Layout.PATH, "channels=3\nchannel.1.state=online\nchannel.2.state=onl");
        try (var session = open(target)) {
            assertThatExceptionOfType(DeviceException.Garbled.class).isThrownBy(session::channels);
        }
    }

    @Test
    void busyIsNotDown() throws DeviceException {
        recorder.on(Layout.PATH, Answer.of(503, "text/plain", ""));
        try (var session = open(target)) {
            assertThatExceptionOfType(DeviceException.Busy.class).isThrownBy(session::channels);
        }
    }

    @Test
    void anAccountWithoutRightsHasTheRightPassword() throws DeviceException {
        recorder.on(Layout.PATH, Answer.of(403, "text/plain", ""));
        try (var session = open(target)) {
            var refused = catchThrowableOfType(DeviceException.Refused.class, session::channels);
            assertThat(refused.why()).isEqualTo(Why.RIGHTS);
        }
    }

    @Test
    void theAddressADeviceTellsIsAClaim() throws DeviceException {
        assertThat(mainStream(target)).hasHost("127.0.0.1").hasPort(8654).hasPath("/live/1/main");
        assertThat(mainStream(Targets.with(target, "rtsp.port", "10554"))).hasPort(10554);
        var wrong = Targets.with(target, "rtsp.port", "99999");
        assertThatExceptionOfType(DeviceException.Unsupported.class)
                .isThrownBy(() -> mainStream(wrong))
                .withMessageContaining("rtsp.port");
    }

    @Test
    void aClockThatIsWrongIsMeasured() throws DeviceException {
        recorder.on(${className}Health.PATH, "time=2026-11-22T03:10:00Z\n");
        assertThat(health().clockOffset()).contains(Duration.ofMinutes(10));
        recorder.on(${className}Health.PATH, "time=yesterday\n");
        assertThat(health().clockOffset()).isEmpty();
    }

    @Test
    void aDeviceThatSaysNothingOfItsHealthHasNoFaults() throws DeviceException {
        recorder.on(${className}Health.PATH, Answer.of(404, "text/plain", ""));
        assertThat(health().disks()).isEmpty();
        assertThat(health().faults()).isEmpty();
    }

    @Test
    void oldFirmwareTellsNoEvents() throws DeviceException {
        recorder.on(${className}Events.PATH, Answer.of(404, "text/plain", "not found"));
        try (var session = open(target)) {
            var events = session.facet(DeviceFacet.Events.class).orElseThrow();
            assertThatExceptionOfType(DeviceException.Unsupported.class)
                    .isThrownBy(() -> events.subscribe(new Ignored()));
        }
    }

    @Test
    void anEventTheHubHasNoWordForKeepsItsOwn() {
        var stream = new EventStream(new SourceId("a"), () -> NOW, new Ignored());
        var event = stream.read("time=? event=fence-touched channel=999").orElseThrow();
        assertThat(event.type()).isEqualTo(CameraEvent.Type.OTHER);
        assertThat(event.topic()).isEqualTo("fence-touched");
        assertThat(event.channel()).isEmpty();
        assertThat(event.deviceTime()).isEmpty();
        assertThat(stream.read("")).as("a sign of life").isEmpty();
    }

    private static final class Ignored implements DeviceFacet.Events.Sink {
        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {}

        @Override
        public void ended(DeviceException why) {}
    }
}
