package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.dahua.Quirk;

/** Events of the simulated recorder. */
class SimulatedEventsTest extends Simulated {

    @Test
    void eventsArriveOverARealStream() throws DeviceException {
        var heard = listen();
        recorder.tell("CrossLineDetection", "Start", 1, "{\n  \"UTC\" : 1700000000,\n  \"Name\" : \"Vạch {1}\"\n}");
        recorder.setOnline(2, false);
        await().until(() -> heard.events.size() == 2);
        assertThat(heard.events.get(0).channel()).contains(TWO);
        assertThat(heard.events.get(0).type()).isEqualTo(Type.LINE_CROSSED);
        assertThat(heard.events.get(0).deviceTime()).contains(Instant.ofEpochSecond(1_700_000_000));
        assertThat(heard.events.get(1).type()).isEqualTo(Type.VIDEO_LOST);
        assertThat(heard.events.get(1).phase()).isEqualTo(Phase.ACTIVE);
    }

    @Test
    void quirksOfEventStreamsLoseNoEvent() throws DeviceException {
        recorder.set(Quirk.CUT_JSON, true);
        recorder.set(Quirk.NO_BLANK_LINE, true);
        recorder.set(Quirk.LENGTH_LONGER_THAN_BODY, true);
        var heard = listen();
        recorder.tell("VideoMotion", "Start", 0, "{\n  \"Name\" : \"IPC\",\n  \"UTC\" : 1700000000\n}");
        recorder.tell("VideoMotion", "Stop", 0, "");
        await().until(() -> heard.events.size() == 2);
        assertThat(heard.events).extracting(CameraEvent::phase).containsExactly(Phase.ACTIVE, Phase.INACTIVE);
    }

    @Test
    void aStreamThatBreaksIsTold() throws DeviceException {
        var heard = listen();
        recorder.tell("VideoMotion", "Pulse", 0, "");
        await().until(() -> heard.events.size() == 1);
        recorder.dropEventStreams();
        await().until(() -> heard.ends.size() == 1);
        assertThat(heard.ends.get(0)).isInstanceOf(DeviceException.Unreachable.class);
    }

    @Test
    void dahuaStreamClosedAtOnce() {
        recorder.set(Quirk.STREAM_CLOSED_AT_ONCE, true);
        var events = session.facet(DeviceFacet.Events.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> events.subscribe(new Heard()))
                .withMessageContaining("ONVIF");
    }

    @Test
    void dahuaAllCodesOnly() throws DeviceException {
        recorder.set(Quirk.ALL_CODES_ONLY, true);
        var heard = new Heard();
        var some = Targets.with(target, "events.codes", "AlarmLocal,VideoBlind");
        try (var other = new DahuaDriver(Targets.http()).open(some)) {
            other.facet(DeviceFacet.Events.class).orElseThrow().subscribe(heard);
            await().until(() -> recorder.eventStreams() == 1);
            recorder.tell("VideoMotion", "Pulse", 0, "");
            recorder.tell("VideoBlind", "Start", 0, "");
            await().until(() -> heard.events.size() == 1);
            assertThat(heard.events.get(0).type()).isEqualTo(Type.TAMPER);
        }
    }

    @Test
    void closingTheSessionEndsItsSubscription() throws DeviceException {
        var heard = listen();
        session.close();
        recorder.tell("VideoMotion", "Pulse", 0, "");
        await().until(() -> {
            recorder.tell("VideoMotion", "Pulse", 0, "");
            return recorder.eventStreams() == 0;
        });
        assertThat(heard.events).isEmpty();
        assertThat(new ArrayList<>(heard.ends)).isEmpty();
    }
}
