package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp.Connection;
import vn.matluoi.api.http.DevicePush;
import vn.matluoi.api.http.HandlerWatch.Owner;

class PushTest {

    private static final String NOTHING = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final String TAKEN = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final String TOO_MUCH =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

    private final PushListener listener = new PushListener("http://127.0.0.1:0");
    private final NettyDeviceHttp http =
            new NettyDeviceHttp((host, port) -> new InetSocketAddress(host, port), listener);
    private final Heard heard = new Heard();

    private static final class Heard implements DevicePush.Sink {
        private final List<DevicePush.Post> posts = new CopyOnWriteArrayList<>();
        private final List<DeviceException> ends = new CopyOnWriteArrayList<>();

        @Override
        public void received(DevicePush.Post post) {
            posts.add(post);
        }

        @Override
        public void ended(DeviceException why) {
            ends.add(why);
        }

        String text(int n) {
            return new String(posts.get(n).bytes(), UTF_8);
        }
    }

    @AfterEach
    void stop() {
        http.stop();
        listener.stop();
    }

    private Connection connect(Map<String, String> options) throws DeviceException {
        return http.connect(target(options));
    }

    private static Target target(Map<String, String> options) {
        return new Target(
                new SourceId("r1"),
                URI.create("http://127.0.0.1:9"),
                "",
                "",
                Duration.ofSeconds(2),
                Optional.empty(),
                Optional.empty(),
                options);
    }

    private Connection connect() throws DeviceException {
        return connect(Map.of());
    }

    private static String post(URI to, String type, String body) {
        return "POST %s HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(to.getPath(), type, body.getBytes(ISO_8859_1).length, body);
    }

    private static String xml(URI to) {
        return post(to, "application/xml", "<a/>");
    }

    /** @return all that is answered until the other side closes; nothing if it closed at once */
    private static String send(URI to, String from, String bytes) {
        try (var socket = new Socket(to.getHost(), to.getPort(), InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketException e) {
            return "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String send(URI to, String bytes) {
        return send(to, "127.0.0.1", bytes);
    }

    @Test
    void handsOnWhatADeviceSends() throws Exception {
        try (var connection = connect()) {
            var push = connection.push(heard).orElseThrow();
            assertThat(push.address().getPath()).matches("/push/r1/[\\w-]{32}").hasSizeLessThanOrEqualTo(128);
            assertThat(send(push.address(), post(push.address(), "application/xml", "<a><b>1</b></a>")))
                    .isEqualTo(TAKEN);
            await().until(() -> heard.posts.size() == 1);
            assertThat(heard.posts.get(0).contentType()).isEqualTo("application/xml");
            assertThat(heard.posts.get(0).xml().text("b")).contains("1");
        }
    }

    @Test
    void takesManyRequestsOverOneConnectionInOrder() throws Exception {
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            var first = post(to, "text/plain", "1").replace("Connection: close\r\n", "");
            assertThat(send(to, first + first.replaceAll("1$", "2") + post(to, "text/plain", "3")))
                    .endsWith(TAKEN);
            await().until(() -> heard.posts.size() == 3);
            assertThat(heard.text(0) + heard.text(1) + heard.text(2)).isEqualTo("123");
        }
    }

    @Test
    void answersWhateverElseAsIfThereWereNothing() throws Exception {
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            var closed = connection.push(heard).orElseThrow();
            closed.close();
            var good = xml(to);
            for (var bad : List.of(
                    good.replace("POST", "GET"),
                    good.replace("POST", "PUT"),
                    good.replace(to.getPath(), to.getPath() + "?a=1"),
                    good.replace(
                            to.getPath(), to.getPath().substring(0, to.getPath().length() - 1)),
                    good.replace(to.getPath(), "/"),
                    good.replace("Content-Length: 4", "Content-Length: 8388609"),
                    good.replace("HTTP/1.1", "nonsense"),
                    xml(closed.address()),
                    "GET /" + "a".repeat(600) + " HTTP/1.1\r\n\r\n")) {
                assertThat(send(to, bad)).as(bad).isEqualTo(NOTHING);
            }
            assertThat(send(to, good)).isEqualTo(TAKEN);
            await().until(() -> heard.posts.size() == 1);
        }
    }

    @Test
    void takesFromTheDeviceItselfAndFromWhatTheSourceNames() throws Exception {
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            assertThat(send(to, "127.0.0.2", xml(to))).isEmpty();
        }
        try (var connection = connect(Map.of("push.from", "10.0.0.1, 127.0.0.2, :::::"))) {
            var to = connection.push(heard).orElseThrow().address();
            assertThat(send(to, "127.0.0.2", xml(to))).isEqualTo(TAKEN);
            assertThat(send(to, xml(to))).isEqualTo(TAKEN);
            assertThat(send(to, "127.0.0.3", xml(to))).isEmpty();
            try (var other = connect()) {
                var others = other.push(heard).orElseThrow().address();
                assertThat(send(to, "127.0.0.2", xml(others))).isEqualTo(NOTHING);
            }
        }
    }

    @Test
    void leavesPicturesOutAndKeepsWhatIsAroundThem() throws Exception {
        var picture = "\u00ff\u00d8" + "<?--x\r\n--bound".repeat(40_000) + "\u00ff\u00d9";
        var head = "--boundary\r\n"
                + "Content-Disposition: form-data; name=\"anpr.xml\"\r\n"
                + "Content-Type: text/xml\r\n\r\n"
                + "<a/>\r\n"
                + "--boundary\r\n"
                + "Content-Type: image/jpeg\r\n"
                + "Content-Length: 9\r\n\r\n";
        var tail = "\r\n--boundary\r\nContent-Type: application/json\r\n\r\n{\"b\":1}\r\n--boundary--\r\n";
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            assertThat(send(to, post(to, "multipart/form-data; boundary=boundary", head + picture + tail)))
                    .isEqualTo(TAKEN);
            assertThat(send(to, post(to, "image/jpeg", picture))).isEqualTo(TAKEN);
            await().until(() -> heard.posts.size() == 2);
            assertThat(heard.text(0)).isEqualTo(head + tail);
            assertThat(heard.text(1)).isEmpty();
        }
    }

    @Test
    void cutsATextThatDoesNotEnd() throws Exception {
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            assertThat(send(to, post(to, "text/xml", "x".repeat(1 << 20)))).isEqualTo(TAKEN);
            await().until(() -> heard.posts.size() == 1);
            assertThat(heard.text(0)).hasSize(PushBody.KEPT);
            assertThat(send(to, chunked(to, 9))).isEqualTo(NOTHING);
        }
    }

    private static String chunked(URI to, int mib) {
        return "POST %s HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".formatted(to.getPath())
                + ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").repeat(mib) + "0\r\n\r\n";
    }

    @Test
    void saysWhenItIsTooMuch() throws Exception {
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            var one = xml(to).replace("Connection: close\r\n", "");
            var answer = "";
            for (int i = 0; i < 3 && !answer.endsWith(TOO_MUCH); i++) {
                answer = send(to, one.repeat(PushDoor.MOST_REQUESTS / 2) + xml(to));
            }
            assertThat(answer).endsWith(TOO_MUCH);
            assertThat(heard.posts).hasSizeLessThanOrEqualTo(PushDoor.MOST_REQUESTS);
        }
    }

    @Test
    void holdsFewConnectionsOfOneAddress() throws Exception {
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            var open = new CopyOnWriteArrayList<Socket>();
            try {
                for (int i = 0; i < 17; i++) {
                    open.add(new Socket(to.getHost(), to.getPort()));
                }
                open.get(16).setSoTimeout(60_000);
                assertThat(open.get(16).getInputStream().read()).isEqualTo(-1);
            } finally {
                for (var socket : open) {
                    socket.close();
                }
            }
            await().until(() -> send(to, xml(to)).equals(TAKEN));
        }
    }

    @Test
    void holdsMoreOfARouterBehindWhichManyDevicesStand() throws Exception {
        try (var connection = connect()) {
            connection.push(heard).orElseThrow().close();
            connection.push(heard).orElseThrow();
            var to = connection.push(heard).orElseThrow().address();
            var open = new CopyOnWriteArrayList<Socket>();
            try {
                for (int i = 0; i < 31; i++) {
                    open.add(new Socket(to.getHost(), to.getPort()));
                }
                assertThat(send(to, xml(to))).isEqualTo(TAKEN);
                for (int i = 0; i < 2; i++) {
                    open.add(new Socket(to.getHost(), to.getPort()));
                }
                open.get(32).setSoTimeout(60_000);
                assertThat(open.get(32).getInputStream().read()).isEqualTo(-1);
            } finally {
                for (var socket : open) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void handsOnAsMuchTextAsAStreamMayBring() throws Exception {
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            var one = post(to, "text/xml", "x".repeat(PushBody.KEPT));
            var answer = "";
            for (int i = 0; i < 90 && !answer.equals(TOO_MUCH); i++) {
                answer = send(to, one);
            }
            assertThat(answer).isEqualTo(TOO_MUCH);
            assertThat(heard.posts)
                    .hasSizeBetween(1, 2 * (int) (PushDoor.MOST_HANDED / PushBody.KEPT)); // a window may end between
        }
    }

    @Test
    void leavesHalfOfTheRoomToTheOtherDriversHoweverMuchWaitsForOne() throws Exception {
        var acme = http.handlers().driver(new Owner("acme", "1.0.0"));
        var other = http.handlers().driver(new Owner("other", "1.0.0"));
        int half = (int) PushListener.MOST_HELD / 2;
        try (var one = http.connect(target(Map.of()), acme);
                var two = http.connect(target(Map.of()), acme);
                var three = http.connect(target(Map.of()), other)) {
            assertThat(listener.lend(door(one), half)).isTrue();
            assertThat(listener.lend(door(two), 1)).isFalse();
            listener.giveBack(door(two), 1);
            assertThat(listener.lend(door(three), half)).isTrue();
            listener.giveBack(door(one), half);
            assertThat(listener.lend(door(two), half)).isTrue();
            listener.giveBack(door(two), half);
            listener.giveBack(door(three), half);
            assertThat(listener.held()).isZero();
        }
    }

    private PushDoor door(Connection connection) {
        return (PushDoor) connection.push(heard).orElseThrow();
    }

    @Test
    void closesWithTheConnection() throws Exception {
        var connection = connect();
        var to = connection.push(heard).orElseThrow().address();
        connection.close();
        assertThat(send(to, xml(to))).isEmpty();
        var late = connection.push(heard).orElseThrow().address();
        assertThat(send(to, xml(late))).isEmpty();
        assertThat(heard.posts).isEmpty();
        assertThat(heard.ends).isEmpty();
    }

    @Test
    void tellsThatTheHubsAddressWasChanged() throws Exception {
        try (var connection = connect()) {
            var before = connection.push(heard).orElseThrow().address();
            listener.changed("http://127.0.0.1:0/");
            await().until(() -> heard.ends.size() == 1);
            assertThat(heard.ends.get(0)).isInstanceOf(Unreachable.class);
            var now = connection.push(heard).orElseThrow().address();
            assertThat(send(now, xml(before))).isEqualTo(NOTHING);
            assertThat(send(now, xml(now))).isEqualTo(TAKEN);
            listener.changed("");
            await().until(() -> heard.ends.size() == 2);
            assertThat(connection.push(heard)).isEmpty();
        }
    }

    @Test
    void aMiswrittenAddressLeavesTheOneBeforeInForceAndIsNamed() throws Exception {
        try (var connection = connect()) {
            var to = connection.push(heard).orElseThrow().address();
            listener.changed("http://127.0.0.1:84800");
            assertThat(listener.check().healthy()).isFalse();
            assertThat(listener.check().detail().en()).contains("84800", "still taken in at http://127.0.0.1:");
            assertThat(send(to, xml(to))).isEqualTo(TAKEN);
            listener.changed("http://127.0.0.1:" + to.getPort());
            assertThat(listener.check().healthy()).isTrue();
            assertThat(send(to, xml(to))).isEqualTo(TAKEN);
            assertThat(heard.ends).isEmpty();
        }
    }

    @Test
    void stopsAfterTheClientToo() throws Exception {
        var connection = connect();
        connection.push(heard).orElseThrow();
        http.stop();
        listener.stop();
        assertThat(connection.push(heard)).isEmpty();
        assertThat(heard.ends).isEmpty();
    }

    @Test
    void aSinkThatThrowsHearsTheNext() throws Exception {
        try (var connection = connect()) {
            var to = connection
                    .push(new DevicePush.Sink() {
                        @Override
                        public void received(DevicePush.Post post) {
                            heard.received(post);
                            throw new IllegalStateException("a driver's bug");
                        }

                        @Override
                        public void ended(DeviceException why) {
                            heard.ended(why);
                        }
                    })
                    .orElseThrow()
                    .address();
            send(to, xml(to));
            send(to, xml(to));
            await().until(() -> heard.posts.size() == 2);
        }
    }

    @Test
    void isOffUnlessAnAddressIsNamed() throws Exception {
        var off = new PushListener("");
        var client = new NettyDeviceHttp((host, port) -> new InetSocketAddress(host, port), off);
        try (var connection = client.connect(new Target(
                new SourceId("r1"),
                URI.create("http://127.0.0.1:9"),
                "",
                "",
                Duration.ofSeconds(2),
                Optional.empty(),
                Optional.empty(),
                Map.of()))) {
            assertThat(connection.push(heard)).isEmpty();
            assertThat(off.check().healthy()).isTrue();
        } finally {
            client.stop();
            off.stop();
        }
    }

    @Test
    void namesFileAndKeyOfABadAddress() {
        for (var bad : List.of(
                "https://10.0.0.1:8480",
                "10.0.0.1:8480",
                "http://10.0.0.1",
                "http://10.0.0.1:70000",
                "http://0x7f.1:80",
                "http://u:p@10.0.0.1:80",
                "http://10.0.0.1:80/a",
                "http://:80",
                "http://0.0.0.0:8480",
                "http://[::]:8480",
                "http://224.0.0.1:8480",
                "http://[ff02::1]:8480",
                "nonsense",
                "mailto:a")) {
            var wrong = new PushListener(bad);
            assertThat(wrong.check().healthy()).as(bad).isFalse();
            assertThat(wrong.check().detail().vi()).contains("etc/vn.matluoi.push.cfg", "address");
            wrong.stop();
        }
        assertThatExceptionOfType(Miswritten.class).isThrownBy(() -> PushPlace.parse("http://10.0.0.1:0", false));
    }

    @Test
    void saysThatThePortIsTaken() {
        var port = listener.check().detail().en().replaceAll(".*:", "");
        var second = new PushListener("http://127.0.0.1:" + port);
        assertThat(second.check().healthy()).isFalse();
        assertThat(second.check().detail().en()).contains("port " + port);
        second.stop();
    }
}
