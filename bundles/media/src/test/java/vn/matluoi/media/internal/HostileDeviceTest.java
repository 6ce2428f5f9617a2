package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;

class HostileDeviceTest {

    private static final String SDP = "v=0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=control:%s\r\n";

    private final FakeHub hub = new FakeHub();

    @AfterEach
    void stop() {
        hub.close();
        await().untilAsserted(() -> assertThat(hub.media.pinnedBytes()).isZero());
    }

    /** To every request its next answer, {@code #} standing for the request's number; then nothing more. */
    private static ServerSocket device(List<String> answers) throws IOException {
        var server = new ServerSocket(0, 5, InetAddress.getByName(SimulatedCamera.HOST));
        var thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (var socket = server.accept()) {
                    for (var i = 0; i < answers.size(); i++) {
                        socket.getInputStream().read(new byte[8192]);
                        var answer = answers.get(i).replace("#", Integer.toString(i + 1));
                        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                    }
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // the hub hung up, which is right
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    /** What the device answers, and what a viewer is told who asks for its stream. */
    static Stream<Arguments> answers() {
        var options = "RTSP/1.0 200 OK\r\nCSeq: #\r\n\r\n";
        var described = described(SDP.formatted("t"));
        return Stream.of(
                arguments("503", List.of("HTTP/1.1 400 Bad Request\r\n\r\n")),
                arguments("503", List.of("\u0000".repeat(200_000))),
                arguments("503", List.of("$\u0000\u00ff\u00ff".repeat(50_000))),
                arguments("503", List.of("$\u0000\u0000\u0000".repeat(50_000))),
                arguments("503", List.of("RTSP/1.0 200 OK\r\n" + "a: b\r\n".repeat(100_000))),
                arguments("503", List.of("RTSP/1.0 200 OK\r\nCSeq: 99\r\n\r\n")),
                arguments("503", List.of("RTSP/1.0 302 Moved\r\nCSeq: #\r\nLocation: rtsp://127.0.0.1:22/\r\n\r\n")),
                arguments("503", List.of("RTSP/1.0 200 OK\r\nCSeq: #\r\nContent-Length: -5\r\n\r\n")),
                arguments("503", List.of(options, options)),
                arguments("503", List.of(options, described("v=0\r\n" + "m=video 0 RTP/AVP 96\r\n".repeat(1000)))),
                arguments(
                        "503",
                        List.of(options, "RTSP/1.0 401 No\r\nCSeq: #\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n")),
                arguments("200", List.of(options, described(SDP.formatted("http://127.0.0.1/")))),
                arguments("200", List.of(options, described(SDP.formatted("a b")))),
                arguments("200", List.of(options, described, options)),
                arguments("200", List.of(options, described, "RTSP/1.0 453 No\r\nCSeq: #\r\n\r\n")),
                arguments(
                        "200",
                        List.of(
                                options,
                                described,
                                "RTSP/1.0 200 OK\r\nCSeq: #\r\nSession: 1\r\n"
                                        + "Transport: RTP/AVP;client_port=1-2\r\n\r\n")));
    }

    private static String described(String text) {
        return "RTSP/1.0 200 OK\r\nCSeq: #\r\nContent-Length: " + text.length() + "\r\n\r\n" + text;
    }

    @ParameterizedTest
    @MethodSource("answers")
    void aDeviceThatLiesHurtsNobodyElse(String told, List<String> answers) throws IOException {
        var other = CameraId.of("80", 2);
        try (var hostile = device(answers);
                var honest = SimulatedCamera.open()) {
            var address = URI.create("rtsp://" + SimulatedCamera.HOST + ":" + hostile.getLocalPort() + "/a");
            hub.addresses.put(FakeHub.CAMERA, new StreamAddress(new SourceId("evil"), address, "u", "p"));
            hub.addresses.put(other, FakeHub.address(honest, "", ""));
            var viewer = TestViewer.playing(hub.ticket(other));
            await().until(() -> honest.playing() == 1);

            try (var victim = new TestViewer(hub.ticket())) {
                assertThat(victim.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 " + told);
                victim.readOn();
                await().until(() -> victim.closed);
            }
            honest.send(0, 5, 5, 2);

            await().untilAsserted(() -> assertThat(viewer.frames).hasSize(5));
            viewer.close();
        }
    }

    @Test
    void aDeviceThatAsksWithoutEndAndReadsNothingIsHungUpOn() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getByName(SimulatedCamera.HOST))) {
            var address = URI.create("rtsp://" + SimulatedCamera.HOST + ":" + server.getLocalPort() + "/a");
            hub.addresses.put(FakeHub.CAMERA, new StreamAddress(new SourceId("evil"), address, "", ""));
            try (var victim = new TestViewer(hub.ticket())) {
                victim.send("DESCRIBE " + victim.address() + " RTSP/1.0\r\nCSeq: 1\r\n\r\n");
                try (var socket = server.accept()) {
                    var question = "OPTIONS rtsp://x RTSP/1.0\r\nCSeq: 1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
                    assertThatThrownBy(() -> {
                                for (var i = 0; i < 50_000; i++) {
                                    socket.getOutputStream().write(question);
                                }
                            })
                            .isInstanceOf(IOException.class);
                }
                assertThat(victim.answer()).startsWith("RTSP/1.0 503");
            }
        }
    }

    @Test
    void anAddressOutsideTheAllowedNetworksIsNotConnectedTo() {
        try (var camera = SimulatedCamera.open()) {
            hub.addresses.put(FakeHub.CAMERA, FakeHub.address(camera, "", ""));
            hub.reachable = false;
            try (var viewer = new TestViewer(hub.ticket())) {
                assertThat(viewer.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 503");
            }
            assertThat(camera.connections).hasValue(0);
        }
    }

    @Test
    void aDeviceThatIsNotThereIsAnsweredForAtOnce() {
        hub.addresses.put(
                FakeHub.CAMERA, new StreamAddress(new SourceId("gone"), URI.create("rtsp://127.0.0.3:9/a"), "", ""));
        try (var viewer = new TestViewer(hub.ticket())) {
            assertThat(viewer.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 503");
        }
    }

    @Test
    void aDeviceThatChangesItsTracksSendsItsViewersBackForAnotherTicket() {
        try (var camera = SimulatedCamera.open()) {
            hub.addresses.put(FakeHub.CAMERA, FakeHub.address(camera, "", ""));
            var viewer = TestViewer.playing(hub.ticket());
            await().until(() -> camera.playing() == 1);

            camera.alsoOffer("m=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\na=control:t3");
            camera.hangUp();

            await().until(() -> viewer.closed);
            viewer.close();
        }
    }
}
