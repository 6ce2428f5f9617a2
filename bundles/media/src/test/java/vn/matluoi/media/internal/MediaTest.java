package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.media.internal.Settings.BadSettings;

class MediaTest {

    private final FakeHub others = new FakeHub();

    @TempDir
    private Path folder;

    @AfterEach
    void stop() {
        others.close();
    }

    private Media media(Map<String, Object> properties) throws IOException {
        return new Media(folder.resolve("last-good.properties"), properties, others.neighbours());
    }

    private static int port(Media media) {
        return media.issue(FakeHub.VIEWER, FakeHub.CAMERA, StreamKind.MAIN)
                .rtsp()
                .getPort();
    }

    @Test
    void isHealthyWhileItsPortAnswers() throws IOException {
        var media = media(Map.of("rtsp.port", "0"));

        assertThat(media.name()).isEqualTo("media");
        assertThat(media.check().healthy()).isTrue();
        media.close();
        assertThat(media.check().healthy()).isFalse();
    }

    @Test
    void isHealthyInAFullHouseToo() throws IOException {
        var media = media(Map.of("rtsp.port", "0", "connections.total", "1"));
        try (var viewer = new TestViewer(
                media.issue(FakeHub.VIEWER, FakeHub.CAMERA, StreamKind.MAIN).rtsp())) {
            assertThat(viewer.request("OPTIONS", "", "")).startsWith("RTSP/1.0 200");

            assertThat(media.check().healthy()).isTrue();
            assertThat(media.check().detail().en()).contains("no further viewer is let in");
        }
        media.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1:8554", "::::", "rtsp://hub", "a..b", "my_hub"})
    void aHostThatCannotStandInAnAddressIsRefused(String host) {
        for (var key : List.of("rtsp.host", "rtsp.address")) {
            assertThatThrownBy(() -> Settings.of(Map.of(key, host), 1L << 30))
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining(key + " is a host name or an address, without a port");
        }
    }

    @ParameterizedTest
    @CsvSource({"hub.tayninh.example,hub.tayninh.example", "10.0.0.1,10.0.0.1", "fd00::1,[fd00::1]", "::,localhost"})
    void aTicketBearsTheHost(String address, String shown) throws BadSettings {
        var settings = Settings.of(Map.of("rtsp.address", address), 1L << 30);

        assertThat(settings.live(8554, "abc")).hasToString("rtsp://" + shown + ":8554/live/abc");
    }

    @Test
    void movesToAnotherPortWhileViewersWatch() throws IOException {
        try (var camera = SimulatedCamera.open()) {
            others.addresses.put(FakeHub.CAMERA, FakeHub.address(camera, "", ""));
            var media = media(Map.of("rtsp.port", 0));
            var viewer = TestViewer.playing(
                    media.issue(FakeHub.VIEWER, FakeHub.CAMERA, StreamKind.MAIN).rtsp());
            await().until(() -> camera.playing() == 1);
            var free = freePort();

            media.modified(Map.of("rtsp.port", free));
            camera.send(0, 5, 5, 2);

            assertThat(port(media)).isEqualTo(free);
            assertThat(media.check().healthy()).isTrue();
            await().untilAsserted(() -> assertThat(viewer.frames).hasSize(5));
            viewer.close();
            media.close();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aBadValueIsRefusedAndWhatWorkedGoesOn() throws IOException {
        var media = media(Map.of("rtsp.port", "0"));
        var before = port(media);

        media.modified(Map.of("rtsp.port", "eighty", "linger.seconds", "0"));

        assertThat(port(media)).isEqualTo(before);
        assertThat(media.base()).hasToString("rtsp://127.0.0.1:" + before + "/live/");
        assertThat(media.check().healthy()).isTrue();
        assertThat(media.check().detail().en())
                .contains("etc/vn.matluoi.media.cfg", "rtsp.port is a whole number from 0 to 65535", "linger.seconds");
        assertThat(media.check().detail().vi())
                .contains("etc/vn.matluoi.media.cfg", "rtsp.port là số nguyên từ 0 đến 65535", "linger.seconds")
                .doesNotContain("whole number");
        media.modified(Map.of("rtsp.port", before));
        assertThat(media.check().detail().en()).doesNotContain("refused");
        media.close();
    }

    @Test
    void aBadValueDoesNotOutliveARestartEither() throws IOException {
        var good = freePort();
        var first = media(Map.of("rtsp.port", good));
        first.close();

        var second = media(Map.of("rtsp.port", "eighty"));

        assertThat(port(second)).isEqualTo(good);
        second.close();
    }

    @Test
    void aPortThatIsTakenIsSaidSo() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, Object> properties = Map.of("rtsp.port", taken.getLocalPort());

            assertThatThrownBy(() -> media(properties))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("etc/vn.matluoi.media.cfg")
                    .hasMessageContaining("rtsp.port")
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));

            var media = media(Map.of("rtsp.port", 0));
            media.modified(properties);
            assertThat(media.check().healthy()).isTrue();
            assertThat(media.check().detail().en()).contains("rtsp.port");
            media.close();
        }
    }

    @Test
    void leavesNoThreadBehind() throws IOException {
        var before = threads();
        var media = media(Map.of("rtsp.port", 0));
        port(media);

        media.close();

        await().untilAsserted(() -> assertThat(threads()).isLessThanOrEqualTo(before));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("matluoi-media"))
                .collect(Collectors.counting());
    }

    @Test
    void everyKeyHasADefaultAndARange() throws BadSettings {
        var settings = Settings.of(Map.of("rtsp.address", "0.0.0.0"), 1L << 30);

        assertThat(settings.port()).isEqualTo(8554);
        assertThat(settings.host()).isEqualTo("localhost");
        assertThat(settings.linger()).isEqualTo(Duration.ofSeconds(25));
        assertThat(settings.queueBytesTotal()).isEqualTo(1L << 28);
        for (var key : Settings.KEYS) {
            assertThatThrownBy(() -> Settings.of(Map.of(key, "không/được"), 1L << 30))
                    .isInstanceOf(BadSettings.class)
                    .hasMessageContaining(key);
        }
    }
}
