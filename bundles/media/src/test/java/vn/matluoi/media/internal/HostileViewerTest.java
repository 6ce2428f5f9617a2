package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.media.internal.relay.Timing;

class HostileViewerTest {

    private final SimulatedCamera camera = SimulatedCamera.open();
    private final FakeHub hub = FakeHub.before(
            camera,
            FakeHub.settings(),
            FakeHub.quick(
                    Duration.ofSeconds(60), Duration.ofSeconds(60), Duration.ofMillis(900), Duration.ofSeconds(3)));

    @AfterEach
    void stop() {
        hub.close();
        camera.close();
        await().untilAsserted(() -> assertThat(hub.media.pinnedBytes()).isZero());
    }

    private TestViewer stranger() {
        return new TestViewer(
                URI.create("rtsp://127.0.0.1:" + hub.media.address().getPort() + "/live/x"));
    }

    static Stream<String> nonsense() {
        return Stream.of(
                "GET / HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\n",
                "OPTIONS * RTSP/1.0\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: x\r\n\r\n",
                "OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 99999999\r\n\r\n",
                "x".repeat(100_000),
                "OPTIONS * RTSP/1.0\r\n" + "a: b\r\n".repeat(1000));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void nonsenseIsRefusedAndClosed(String text) {
        try (var viewer = stranger()) {
            viewer.send(text);
            assertThat(viewer.answer()).matches("(?s)|RTSP/1.0 400 .*");
            assertThat(viewer.answer()).isEmpty();
        }
    }

    @Test
    void aRequestThatNeverEndsIsClosed() {
        try (var viewer = stranger()) {
            viewer.send("OPTIONS * RTSP/1.0\r\nCSe");
            assertThat(viewer.answer()).isEmpty();
        }
    }

    @Test
    void aConnectionThatSaysNothingIsClosed() {
        try (var viewer = stranger()) {
            assertThat(viewer.answer()).isEmpty();
        }
    }

    @Test
    void aTicketThatIsDescribedButNeverPlayedIsClosed() {
        try (var viewer = new TestViewer(hub.ticket())) {
            assertThat(viewer.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 200");
            assertThat(viewer.answer()).isEmpty();
        }
        await().until(() -> hub.media.load().viewers() == 0);
    }

    @Test
    void oneAddressHasOnlySoManyConnections() {
        try (var small = new FakeHub(
                new Settings("127.0.0.1", 0, "127.0.0.1", Duration.ofSeconds(1), 64 << 20, 2 << 20, 100, 3),
                Timing.standard())) {
            var address = URI.create("rtsp://127.0.0.1:" + small.media.address().getPort() + "/live/x");
            var viewers =
                    IntStream.range(0, 3).mapToObj(i -> new TestViewer(address)).toList();
            viewers.forEach(
                    viewer -> assertThat(viewer.request("OPTIONS", "", "")).startsWith("RTSP/1.0 200"));

            try (var fourth = new TestViewer(address)) {
                assertThat(fourth.answer()).isEmpty();
            }
            viewers.get(0).close();
            await().until(() -> {
                try (var next = new TestViewer(address)) {
                    next.send("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n");
                    return next.answer().startsWith("RTSP/1.0 200");
                } catch (UncheckedIOException e) {
                    return false;
                }
            });
            viewers.forEach(TestViewer::close);
        }
    }

    @Test
    void answersWhatItDoesNotDo() {
        try (var viewer = new TestViewer(hub.ticket())) {
            assertThat(viewer.request("ANNOUNCE", "", "")).startsWith("RTSP/1.0 405");
            assertThat(viewer.request("BREW", "", "")).startsWith("RTSP/1.0 501");
            assertThat(viewer.request("DESCRIBE", "", "Require: onvif-replay\r\n"))
                    .startsWith("RTSP/1.0 551");
            assertThat(viewer.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 200");
            assertThat(viewer.request("PLAY", "/", "")).startsWith("RTSP/1.0 455");
            assertThat(viewer.request("SETUP", "/trackID=0", "Transport: RTP/AVP;unicast;client_port=5000-5001\r\n"))
                    .startsWith("RTSP/1.0 461");
            assertThat(viewer.request("SETUP", "/trackID=9", "Transport: RTP/AVP/TCP;interleaved=0-1\r\n"))
                    .startsWith("RTSP/1.0 404");
            assertThat(viewer.request("SETUP", "/trackID=0", "Transport: RTP/AVP/TCP;interleaved=7-7\r\n"))
                    .startsWith("RTSP/1.0 400");
        }
    }

    @Test
    void takesTheFirstTransportItCanDoAndSolvesClashes() {
        try (var viewer = new TestViewer(hub.ticket())) {
            viewer.request("DESCRIBE", "", "");
            assertThat(viewer.request(
                            "SETUP",
                            "/trackID=0",
                            "Transport: RTP/AVP;unicast;client_port=5000-5001,RTP/AVP/TCP;unicast;interleaved=0-1\r\n"))
                    .contains("interleaved=0-1", ";timeout=60");
            assertThat(viewer.request("SETUP", "/trackID=1", "Transport: RTP/AVP/TCP;unicast;interleaved=1-2\r\n"))
                    .contains("interleaved=2-3");
        }
    }

    @Test
    void aSessionIsKeptUntilTearDown() {
        try (var viewer = new TestViewer(hub.ticket())) {
            viewer.play(0, 0);
            for (var method : List.of("PAUSE", "GET_PARAMETER", "PLAY")) {
                assertThat(viewer.request(method, "/", "").startsWith("RTSP/1.0 200"))
                        .isTrue();
            }
            assertThat(viewer.request("TEARDOWN", "/", "")).startsWith("RTSP/1.0 200");
            assertThat(viewer.answer()).isEmpty();
        }
    }

    @Test
    void whoReadsNoAnswersIsReadNoFurther() throws IOException {
        var request = ByteBuffer.wrap(("OPTIONS * RTSP/1.0\r\nCSeq: 1\r\nX: " + "x".repeat(4000) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        try (var patient = new FakeHub();
                var socket = SocketChannel.open()) {
            socket.setOption(StandardSocketOptions.SO_RCVBUF, 64 * 1024);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, 64 * 1024);
            socket.connect(patient.media.address());
            socket.configureBlocking(false);
            var written = new AtomicLong();

            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> writesNoMore(socket, request, written));

            assertThat(patient.media.pinnedBytes()).isLessThan(2 << 20);
            var answers = ByteBuffer.allocate(64 * 1024);
            await().until(() -> {
                while (socket.read(answers.clear()) > 0) {
                    // makes room for more answers
                }
                return !writesNoMore(socket, request, written);
            });
        }
    }

    private static boolean writesNoMore(SocketChannel socket, ByteBuffer request, AtomicLong written)
            throws IOException {
        var before = written.get();
        for (var wrote = socket.write(request); wrote > 0; wrote = socket.write(request)) {
            assertThat(written.addAndGet(wrote))
                    .as("bytes taken, though no answer was read")
                    .isLessThan(256 << 20);
            if (!request.hasRemaining()) {
                request.rewind();
            }
        }
        return written.get() == before;
    }
}
