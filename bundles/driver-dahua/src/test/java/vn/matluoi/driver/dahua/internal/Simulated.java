package vn.matluoi.driver.dahua.internal;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.dahua.DahuaRecorder;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

/** A simulated recorder, which shares no code with the driver, and a session with it over a real connection. */
@Timeout(60)
abstract class Simulated {

    static final Instant NOW = Instant.parse("2026-11-22T03:20:00Z"); // 10:20 in Tây Ninh
    static final ChannelId ONE = new ChannelId("1"); // turns
    static final ChannelId TWO = new ChannelId("2"); // does not
    static final ChannelId FIVE = new ChannelId("5"); // turns, and speaks ONVIF to the recorder

    final String secret = UUID.randomUUID().toString().substring(0, 20);
    DahuaRecorder recorder;
    Target target;
    DeviceSession session;

    @BeforeEach
    void switchOn() throws Exception {
        var settings = RecorderSettings.of("d1", "UBND xã", "hub").withChannels(8, 1, 1, 0);
        recorder = new DahuaRecorder(settings, secret, Clip.builtIn(), Clock.fixed(NOW, ZoneOffset.UTC));
        target = Targets.at(URI.create(recorder.address()), "hub", secret);
        session = new DahuaDriver(Targets.http(), () -> NOW).open(target);
    }

    @AfterEach
    void switchOff() throws IOException {
        session.close();
        recorder.close();
    }

    static final class Heard implements DeviceFacet.Events.Sink {
        final List<CameraEvent> events = new CopyOnWriteArrayList<>();
        final List<DeviceException> ends = new CopyOnWriteArrayList<>();

        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {
            events.add(event);
        }

        @Override
        public void ended(DeviceException why) {
            ends.add(why);
        }
    }

    Heard listen() throws DeviceException {
        var heard = new Heard();
        session.facet(DeviceFacet.Events.class).orElseThrow().subscribe(heard);
        await().until(() -> recorder.eventStreams() == 1);
        return heard;
    }
}
