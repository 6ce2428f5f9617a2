package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/** What devices do to HTTP, and what must not come of it. */
class DeviceHttpTest {

    private static final DeviceRequest ASK = DeviceRequest.get("/a?b=%5B1%5D");

    private final NettyDeviceHttp http = new NettyDeviceHttp(
            (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port), System::nanoTime);

    @AfterEach
    void stop() {
        http.stop();
    }

    private DeviceReply call(ScriptedDevice device) throws DeviceException {
        return call(device, Duration.ofSeconds(10));
    }

    private DeviceReply call(ScriptedDevice device, Duration timeout) throws DeviceException {
        try (var connection = http.connect(device.target(timeout))) {
            return connection.call(ASK);
        }
    }

    @Test
    void asksAndReads() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
            ScriptedDevice.ok(out, "<a>ộ</a>");
            return true;
        })) {
            var reply = call(device);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("content-TYPE")).contains("application/xml");
            assertThat(reply.text()).isEqualTo("<a>ộ</a>");
            assertThat(reply.xml().text()).isEqualTo("ộ");
            var request = device.requests().get(0);
            assertThat(request.line()).isEqualTo("GET /a?b=%5B1%5D HTTP/1.1");
            assertThat(request.header("Host")).contains("127.0.0.1:" + device.port());
            assertThat(request.header("Authorization")).isEmpty();
            assertThat(request.header("Accept-Encoding")).isEmpty();
        }
    }

    @Test
    void sendsABody() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
                    ScriptedDevice.send(out, 200, "", new String(request.body(), UTF_8));
                    return true;
                });
                var connection = http.connect(device.target())) {
            var reply = connection.call(DeviceRequest.put("/x", "application/xml", "<t>ộ</t>".getBytes(UTF_8)));
            assertThat(reply.text()).isEqualTo("<t>ộ</t>");
            assertThat(device.requests().get(0).header("Content-Type")).contains("application/xml");
        }
    }

    @Test
    void keepsTheConnectionBetweenCalls() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
                    ScriptedDevice.ok(out, "<a/>");
                    return true;
                });
                var connection = http.connect(device.target())) {
            for (int i = 0; i < 5; i++) {
                connection.call(ASK);
            }
            assertThat(device.connections()).isEqualTo(1);
        }
    }

    @Test
    void dialsAnewWhenAKeptConnectionWasClosed() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
                    if (request.number() == 2) {
                        return false;
                    }
                    ScriptedDevice.ok(out, "<a/>");
                    return true;
                });
                var connection = http.connect(device.target())) {
            connection.call(ASK);
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(device.requests()).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // contentLengthLongerThanBody
                "HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nContent-Length: 500\r\n\r\n<a><b>1</b></a>\r\n",
                // http10NoKeepAlive
                "HTTP/1.0 200 OK\r\nServer: App-webs/\r\n\r\n<a><b>1</b></a>",
                // chunkedPlusLength
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 7\r\n\r\nF\r\n<a><b>1</b></a>\r\n0\r\n\r\n",
                // invalid header names
                "HTTP/1.1 200 OK\r\nX Frame: 1\r\nBad(Name): 2\r\nContent-Length: 15\r\n\r\n<a><b>1</b></a>",
                // some interim answers
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n<a><b>1</b></a>",
                // line feeds only
                "HTTP/1.1 200 OK\nContent-Length: 15\n\n<a><b>1</b></a>",
                // the same length twice
                "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nContent-Length: 15\r\n\r\n<a><b>1</b></a>",
            })
    void toleratesWhatDevicesSend(String answer) throws Exception {
        try (var device = ScriptedDevice.saying(answer)) {
            assertThat(call(device).xml().text("b")).contains("1");
        }
    }

    @Test
    void takesABodyThatIsWholeThoughTheDeviceGoesSilent() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<a><b>1</b></a>".getBytes(UTF_8));
            out.flush();
            return true;
        })) {
            assertThat(call(device).xml().text("b")).contains("1");
        }
    }

    @Test
    void unaskedGzip() throws Exception {
        var packed = UnpackerTest.gzip("<a>ộ</a>".getBytes(UTF_8));
        try (var device = ScriptedDevice.open((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
                    .formatted(packed.length)
                    .getBytes(UTF_8));
            out.write(packed);
            return false;
        })) {
            assertThat(call(device).xml().text()).isEqualTo("ộ");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "RTSP/1.0 400 Bad Request\r\nCSeq: 1\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
            })
    void saysGarbledWhenItIsNotHttp(String answer) throws Exception {
        try (var device = ScriptedDevice.saying(answer)) {
            assertThatExceptionOfType(Garbled.class).isThrownBy(() -> call(device));
        }
    }

    /** Chunks count, whatever the length says, and whether the connection stays or not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 500\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 4\r\ntransfer-encoding: Chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.0 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
            })
    void chunkedPlusLength(String head) throws Exception {
        for (boolean stays : new boolean[] {true, false}) {
            try (var device = ScriptedDevice.open((request, out) -> {
                        out.write((head + "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n").getBytes(UTF_8));
                        return stays;
                    });
                    var connection = http.connect(device.target())) {
                assertThat(connection.call(ASK).text()).isEqualTo("hello world");
                assertThat(connection.call(ASK).text()).isEqualTo("hello world");
            }
        }
    }

    @Test
    void endless100Continue() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
            while (true) {
                out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(UTF_8));
            }
        })) {
            assertThatExceptionOfType(Garbled.class).isThrownBy(() -> call(device));
        }
    }

    @Test
    void stopsEndlessHeadersAndBodies() throws Exception {
        try (var lines = ScriptedDevice.open((request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
                    while (true) {
                        out.write("X-More: and more\r\n".getBytes(UTF_8));
                    }
                });
                var first = ScriptedDevice.open((request, out) -> {
                    while (true) {
                        out.write("HTTP/1.1 200 OKOKOKOK".getBytes(UTF_8));
                    }
                });
                var body = ScriptedDevice.open((request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
                    while (true) {
                        out.write(new byte[8192]);
                    }
                });
                var announced = ScriptedDevice.saying("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")) {
            assertThatExceptionOfType(Garbled.class).isThrownBy(() -> call(lines));
            assertThatExceptionOfType(Garbled.class).isThrownBy(() -> call(first));
            assertThatExceptionOfType(Garbled.class)
                    .isThrownBy(() -> call(body))
                    .withMessageContaining("4194304");
            assertThatExceptionOfType(Garbled.class).isThrownBy(() -> call(announced));
        }
    }

    @Test
    void saysUnreachableWhenAnAnswerIsCut() throws Exception {
        try (var head = ScriptedDevice.saying("HTTP/1.1 200 OK\r\nContent-Le");
                var body = ScriptedDevice.saying("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<a><b>1</b");
                var nothing = ScriptedDevice.saying("")) {
            assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> call(head));
            assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> call(body));
            assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> call(nothing));
        }
    }

    @Test
    void saysUnreachableWhenNobodyIsThere() throws Exception {
        int port;
        try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        try (var any = ScriptedDevice.saying("")) {
            var target = any.target();
            var gone = new Target(
                    target.id(),
                    URI.create("http://127.0.0.1:" + port),
                    "",
                    "",
                    Duration.ofSeconds(5),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
            assertThatExceptionOfType(Unreachable.class)
                    .isThrownBy(() -> http.connect(gone).call(ASK));
        }
    }

    @Test
    void givesUpInTime() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> true)) {
            long before = System.nanoTime();
            assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> call(device, Duration.ofMillis(700)));
            assertThat(Duration.ofNanos(System.nanoTime() - before))
                    .isBetween(Duration.ofMillis(650), Duration.ofSeconds(30));
        }
    }

    @Test
    void doesNotWaitForADrippingBody() throws Exception {
        var open = new CountDownLatch(1);
        try (var device = ScriptedDevice.open((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<a>".getBytes(UTF_8));
            out.flush();
            try {
                while (!open.await(200, TimeUnit.MILLISECONDS)) {
                    out.write('x');
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        })) {
            assertThatExceptionOfType(Unreachable.class)
                    .isThrownBy(() -> call(device))
                    .withMessageContaining("100 bytes");
            open.countDown();
        }
    }

    @Test
    void says503IsBusy() throws Exception {
        try (var device = ScriptedDevice.saying("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")) {
            assertThatExceptionOfType(Busy.class).isThrownBy(() -> call(device));
        }
    }

    @Test
    void survivesRandomBytes() throws Exception {
        var random = new Random(7);
        for (int i = 0; i < 50; i++) {
            var noise = new byte[random.nextInt(3000)];
            random.nextBytes(noise);
            var head = i % 2 == 0 ? new byte[0] : "HTTP/1.1 200 OK\r\n".getBytes(ISO_8859_1);
            try (var device = ScriptedDevice.open((request, out) -> {
                out.write(head);
                out.write(noise);
                return false;
            })) {
                try {
                    assertThat(call(device, Duration.ofSeconds(3)).bytes().length)
                            .isLessThanOrEqualTo(noise.length);
                } catch (Garbled | Unreachable | Busy e) {
                    assertThat(e.text().en()).as(Arrays.toString(noise)).isNotBlank();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
