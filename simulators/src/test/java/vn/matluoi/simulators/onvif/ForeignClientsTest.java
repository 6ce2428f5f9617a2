package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.control.OnvifControl;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.rtsp.Clip;

/** Clients written by others, who never saw this simulator, find in it what it says it is. */
class ForeignClientsTest {

    private static final String PASSWORD = "right-" + System.nanoTime();

    private OnvifSite site;
    private OnvifDevice device;

    @BeforeEach
    void start() throws Exception {
        site = OnvifSite.start(Clip.builtIn());
        device = site.add(OnvifSettings.recorder("o1", "Trụ sở ấp 3", "viewer", 3), PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    @Test
    void theNpmPackageOnvifReadsStreamsTurnsSubscribesAndFindsFootage() throws Exception {
        NodeClients.install();
        String seen;
        try (OnvifControl control = new OnvifControl(0, site::devices)) {
            seen = NodeClients.run(
                    PASSWORD,
                    "onvif.js",
                    "127.0.0.1",
                    Integer.toString(device.port()),
                    "viewer",
                    "http://127.0.0.1:" + control.port());
        }

        assertThat(seen)
                .contains("\"profiles\":7", "\"videoSources\":3", "\"serialNumber\":\"" + device.serial() + '"')
                .contains("\"stream\":\"rtsp://127.0.0.1:" + device.rtspPort() + "/Streaming/Channels/101?")
                .contains("\"snapshot\":\"http://127.0.0.1:" + device.port() + "/onvif/snapshot/1\"")
                .contains("\"Cổng chính\"", "\"position\":{\"x\":0.5,\"y\":-0.25,\"zoom\":0.75}")
                .contains("\"users\":[\"viewer\"]", "\"renewed\":true")
                .contains("\"events\":[{\"topic\":\"tns1:VideoSource/MotionAlarm\",\"Name\":\"State\",\"Value\":true}]")
                .contains("\"recordings\":[\"Recording_1\",\"Recording_2\",\"Recording_3\"]", "\"replay\":\"rtsp://");
        assertThat(device.logins().get("viewer").wrong()).isZero();
        assertThat(device.subscriptions()).isZero();
    }

    @Test
    void theNpmPackageOnvifSpeaksDigestWhereNoTokenIsTaken() throws Exception {
        NodeClients.install();
        OnvifDevice strict = site.add(
                OnvifSettings.recorder("o2", "Trạm y tế", "viewer", 2).withAuth(OnvifSettings.Auth.DIGEST), PASSWORD);

        try (OnvifControl control = new OnvifControl(0, () -> java.util.List.of(strict))) {
            String seen = NodeClients.run(
                    PASSWORD,
                    "onvif.js",
                    "127.0.0.1",
                    Integer.toString(strict.port()),
                    "viewer",
                    "http://127.0.0.1:" + control.port());
            assertThat(seen).contains("\"profiles\":5", "tns1:VideoSource/MotionAlarm");
        }
        assertThat(strict.challenges()).isPositive();
        assertThat(strict.logins().get("viewer").wrong()).isZero();
    }

    @Test
    void theNpmPackageNodeOnvifReadsStreamsPicturesAndTurns() throws Exception {
        NodeClients.install();

        String seen = NodeClients.run(PASSWORD, "node-onvif.js", device.address(), "viewer");

        assertThat(seen)
                .contains("\"SerialNumber\":\"" + device.serial() + '"', "\"profiles\":7")
                .contains("\"stream\":\"rtsp://127.0.0.1:" + device.rtspPort() + "/Streaming/Channels/101?")
                .contains("\"picture\":{\"type\":\"image/jpeg\",\"begins\":\"ffd8\"}");
        assertThat(device.requests()).containsEntry("tptz:Stop", 1L);
        assertThat(device.logins())
                .as("it tries Basic for the picture before anybody asked, and is counted for it")
                .containsEntry("(not digest)", new LoginCount(0, 1, 0));
    }

    @Test
    void theNpmPackageOnvifFindsTheDeviceByAProbeToItsAddress() throws Exception {
        NodeClients.install();
        int port = site.beDiscovered(0, false);

        String seen = NodeClients.run("", "discovery.js", "127.0.0.1", Integer.toString(port));

        assertThat(seen).contains("\"xaddrs\":[\"" + device.address() + "\"]");
    }

    @Test
    void ffprobeReadsTheStreamAtTheAddressGiven() throws Exception {
        ProcessBuilder ffprobe = new ProcessBuilder(
                        "ffprobe",
                        "-v",
                        "error",
                        "-rtsp_transport",
                        "tcp",
                        "-show_entries",
                        "stream=codec_name,width,height",
                        "-of",
                        "csv=p=0",
                        new Media(device, Clip.builtIn())
                                .uri(new Media.Stream(2, 1))
                                .replace("&amp;", "&")
                                .replace("rtsp://", "rtsp://viewer:" + PASSWORD + "@"))
                .redirectErrorStream(true);
        Process process;
        try {
            process = ffprobe.start();
        } catch (java.io.IOException e) {
            assumeTrue(false, "skipped: ffprobe is not installed");
            return;
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(new String(process.getInputStream().readAllBytes())).isEqualToIgnoringNewLines("h264,640,360");
    }
}
