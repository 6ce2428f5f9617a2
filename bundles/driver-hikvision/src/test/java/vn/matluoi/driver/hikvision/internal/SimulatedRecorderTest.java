package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Streams.StreamInfo;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.RtspViewer;

/** The streams of a simulated recorder, which shares no code with the driver: its first channel has three. */
@Timeout(60)
class SimulatedRecorderTest {

    private final String secret = UUID.randomUUID().toString().substring(0, 20);
    private HikvisionRecorder recorder;
    private DeviceSession session;

    @BeforeEach
    void switchOn() throws Exception {
        recorder = new HikvisionRecorder(
                RecorderSettings.of("r1", "UBND xã", "hub").withChannels(4, 0, 0, 0), secret, Clip.builtIn());
        session = new HikvisionDriver(Targets.http()).open(Targets.at(URI.create(recorder.address()), "hub", secret));
        session.channels();
    }

    @AfterEach
    void switchOff() throws Exception {
        session.close();
        recorder.close();
    }

    private Streams streams(String channel) {
        return session.facet(new ChannelId(channel), Streams.class).orElseThrow();
    }

    @Test
    void aThirdStreamIsToldAndPlays() throws Exception {
        assertThat(streams("1").streams())
                .extracting(StreamInfo::kind)
                .containsExactly(StreamKind.MAIN, StreamKind.SUB, StreamKind.THIRD);
        assertThat(streams("1").streams().get(2))
                .satisfies(s -> assertThat(s.codec() + ' ' + s.width() + 'x' + s.height())
                        .isEqualTo("H264 640x360"));
        var uri = streams("1").address(StreamKind.THIRD).uri();
        assertThat(uri).hasToString("rtsp://127.0.0.1:" + recorder.rtspPort() + "/Streaming/Channels/103");
        try (var viewer = RtspViewer.open(
                URI.create(uri.toString().replace("rtsp://", "rtsp://hub:" + secret + "@")), Duration.ofSeconds(10))) {
            viewer.watch(Duration.ofMillis(500));
            assertThat(viewer.report().frames()).isPositive();
        }
    }

    @Test
    void whereThereIsNoThirdStreamNoneIsTold() throws Exception {
        var two = streams("2");
        assertThat(two.streams()).extracting(StreamInfo::kind).containsExactly(StreamKind.MAIN, StreamKind.SUB);
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> two.address(StreamKind.THIRD));
    }
}
