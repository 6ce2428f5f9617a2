package vn.matluoi.driver.rtsp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Streams.StreamInfo;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.DeviceInfo;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.RtspDevice;
import vn.matluoi.driver.testkit.Targets;

/** Answers of real devices, with facts read from them by eye. */
class CapturedDevicesTest {

    private interface Check {
        void with(DeviceSession session) throws DeviceException;
    }

    private static String capture(String file) throws IOException {
        var folder = CapturedDevice.folder("rtsp");
        assumeTrue(folder.isPresent(), "skipped: there is no folder shared/captures/rtsp beside the project");
        return Files.readString(Path.of(folder.orElseThrow().toString(), "scottlamb+retina", file));
    }

    private static void replay(String options, String described, Check check) throws DeviceException {
        var secret = UUID.randomUUID().toString();
        try (var device = RtspDevice.open("hub", secret, r -> r.method().equals("OPTIONS") ? options : described);
                var session = new RtspDriver(Targets.networks()).open(Targets.at(device.address(), "hub", secret))) {
            assertThat(session.channels()).singleElement().satisfies(channel -> {
                assertThat(channel.status()).isEqualTo(Channel.Status.ONLINE);
                assertThat(channel.kind()).isEqualTo(Channel.Kind.SELF);
            });
            assertThat(session.facet(Health.class).orElseThrow().health().faults())
                    .isEmpty();
            check.with(session);
        }
    }

    private static List<StreamInfo> streams(DeviceSession session) throws DeviceException {
        return session.facet(RtspSession.CHANNEL, Streams.class).orElseThrow().streams();
    }

    private static DeviceInfo info(DeviceSession session) throws DeviceException {
        return session.facet(Identity.class).orElseThrow().info();
    }

    @Test
    void readsAHikvisionCamera() throws Exception {
        replay(RtspDevice.status("200 OK"), capture("hikvision_describe.txt"), session -> {
            assertThat(streams(session))
                    .containsExactly(new StreamInfo(StreamKind.MAIN, "H264", 1920, 1080, 30, 5000, false));
            assertThat(info(session).name()).isEqualTo("Media Presentation");
            assertThat(info(session).firmware()).isEmpty();
        });
    }

    @Test
    void readsADahuaCameraWithSoundAndMetadata() throws Exception {
        replay(capture("dahua_options.txt"), capture("dahua_describe_h264_aac_onvif.txt"), session -> {
            assertThat(streams(session))
                    .containsExactly(new StreamInfo(StreamKind.MAIN, "H264", 704, 480, 15, 0, true));
            assertThat(info(session).firmware()).isEqualTo("Rtsp Server/3.0");
        });
    }

    @Test
    void readsADahuaCameraOfH265() throws Exception {
        replay(capture("dahua_options.txt"), capture("dahua_describe_h265_pcma.txt"), session -> assertThat(
                        streams(session))
                .containsExactly(new StreamInfo(StreamKind.MAIN, "H265", 704, 480, 12, 0, true)));
    }
}
