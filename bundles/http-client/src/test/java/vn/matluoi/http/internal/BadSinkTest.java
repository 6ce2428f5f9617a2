package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.DeviceHttp.Connection;
import vn.matluoi.api.http.DeviceHttp.StreamSink;
import vn.matluoi.api.http.DevicePush;
import vn.matluoi.api.http.DeviceRequest;
import vn.matluoi.api.http.HandlerWatch;
import vn.matluoi.api.http.HandlerWatch.Owner;

/** Sinks, timers and stages of drivers that do not come back, or fail. */
@Timeout(60)
class BadSinkTest {

    private static final DeviceRequest ALERTS = DeviceRequest.get("/alerts");
    private static final DeviceRequest ASK = DeviceRequest.get("/ask");

    private final AtomicLong now = new AtomicLong();
    private final PushListener listener = new PushListener("http://127.0.0.1:0");
    private final NettyDeviceHttp http = new NettyDeviceHttp(
            (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port), listener, now::get);
    private final Handlers.Driver acme = http.handlers().driver(new Owner("acme", "1.0.0"));
    private final Handlers.Driver other = http.handlers().driver(new Owner("other", "1.0.0"));
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final List<ScriptedDevice> devices = new CopyOnWriteArrayList<>();
    private final CountDownLatch release = new CountDownLatch(1);

    BadSinkTest() {
        http.watch = new HandlerWatch() {
            @Override
            public void took(Owner owner, SourceId source) {
                told.add("took " + owner.bundle());
            }

            @Override
            public void threw(Owner owner, SourceId source, Throwable fault) {
                told.add("threw " + owner.bundle() + " " + fault.getMessage());
            }

            @Override
            public void hangs(Owner owner, SourceId source, Duration longest) {
                told.add("hangs " + owner.bundle());
            }
        };
    }

    @AfterEach
    void stop() throws IOException {
        release.countDown();
        http.stop();
        listener.stop();
        for (var device : devices) {
            device.close();
        }
    }

    /** Answers what is asked; what it tells by itself a test says. */
    private static final class Device implements ScriptedDevice.Script {
        private final CompletableFuture<OutputStream> alerts = new CompletableFuture<>();

        @Override
        public boolean answer(ScriptedDevice.Request request, OutputStream out) throws IOException {
            if (request.path().equals("/alerts")) {
                out.write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n".getBytes(UTF_8));
                out.flush();
                alerts.complete(out);
            } else {
                ScriptedDevice.ok(out, "<a/>");
            }
            return true;
        }

        void tell(String words) throws Exception {
            var out = alerts.get(60, TimeUnit.SECONDS);
            out.write(words.getBytes(UTF_8));
            out.flush();
        }
    }

    private static class Sink implements StreamSink {
        final StringBuffer heard = new StringBuffer();
        final CompletableFuture<DeviceException> ended = new CompletableFuture<>();

        @Override
        public void begun(int status, String contentType) {}

        @Override
        public void accept(byte[] piece) {
            heard.append(new String(piece, UTF_8));
        }

        @Override
        public void ended(DeviceException why) {
            ended.complete(why);
        }
    }

    private final class Hanging extends Sink {
        private final CountDownLatch hangs = new CountDownLatch(1);

        @Override
        public void accept(byte[] piece) {
            super.accept(piece);
            hangs.countDown();
            hang();
        }
    }

    private static final class Slow extends Sink {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private volatile int largest;

        @Override
        public void accept(byte[] piece) {
            super.accept(piece);
            largest = Math.max(largest, piece.length);
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void passesTheLimit() {
        for (int i = 0; i < Handlers.LIMIT.toSeconds(); i++) {
            now.addAndGet(Duration.ofSeconds(1).toNanos());
            http.handlers().check();
        }
    }

    private void hang() {
        while (release.getCount() > 0) {
            try {
                release.await();
            } catch (InterruptedException e) {
                // as a bad plug-in does
            }
        }
    }

    private static void listen(Connection connection, StreamSink sink) throws Exception {
        connection.stream(ALERTS, sink).toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    @Test
    void aSinkThatDoesNotComeBackHoldsUpNeitherOtherDevicesNorItsOwn() throws Exception {
        var good = new Device();
        try (var badDevice = ScriptedDevice.open(new Device());
                var goodDevice = ScriptedDevice.open(good);
                var connection = http.connect(badDevice.target(), acme)) {
            for (int i = 0; i < Handlers.MOST_OF_ONE; i++) { // of several devices, on both I/O threads
                var more = new Device();
                var device = ScriptedDevice.open(more);
                devices.add(device);
                var sink = new Hanging();
                listen(http.connect(device.target(), acme), sink);
                more.tell("alarm");
                await().until(() -> sink.hangs.getCount() == 0);
            }
            assertThat(connection.call(ASK).status())
                    .as("the same driver's calls")
                    .isEqualTo(200);
            for (int i = 0; i < 8; i++) {
                try (var sound = http.connect(goodDevice.target(), other)) {
                    assertThat(sound.call(ASK).status()).isEqualTo(200);
                    assertThat(sound.send(ASK).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(60));
                }
            }
            var sink = new Sink();
            try (var sound = http.connect(goodDevice.target(), other)) {
                listen(sound, sink);
                good.tell("alarm");
                await().until(() -> sink.heard.toString().equals("alarm"));
            }
            await().until(() -> told.equals(List.of("took other"))); // the alarm; an answer vouches for nobody
        }
    }

    @Test
    void afterTheLimitItIsToldAndItsConnectionIsClosed() throws Exception {
        var bad = new Device();
        try (var device = ScriptedDevice.open(bad);
                var connection = http.connect(device.target(), acme)) {
            var sink = new Hanging();
            listen(connection, sink);
            bad.tell("alarm");
            await().until(() -> sink.hangs.getCount() == 0);
            passesTheLimit();
            await().until(() -> told.equals(List.of("hangs acme")));
            assertThat(connection.send(ASK).toCompletableFuture()).isNotCompleted();
            try (var again = http.connect(device.target(), acme)) {
                assertThat(again.call(ASK).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aBundleThatStopsMayStillTellItsDevicesGoodBye() throws Exception {
        try (var device = ScriptedDevice.open(new Device());
                var connection = http.connect(device.target(), acme)) {
            http.leave(acme);
            assertThat(connection.send(ASK).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(60));
        }
    }

    @Test
    void ofABundleThatStopsAndHangsAllConnectionsAreClosedAtOnce() throws Exception {
        var bad = new Device();
        try (var device = ScriptedDevice.open(bad);
                var hanging = http.connect(device.target(), acme);
                var connection = http.connect(device.target(), acme)) {
            var sink = new Hanging();
            listen(hanging, sink);
            bad.tell("alarm");
            await().until(() -> sink.hangs.getCount() == 0);
            passesTheLimit();
            await().until(() -> told.equals(List.of("hangs acme")));
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            http.leave(acme);
            assertThatExceptionOfType(DeviceException.Unreachable.class).isThrownBy(() -> connection.call(ASK));
            try (var late = http.connect(device.target(), acme)) {
                assertThatExceptionOfType(DeviceException.Unreachable.class).isThrownBy(() -> late.call(ASK));
            }
            var again = http.handlers().driver(new Owner("acme", "1.0.0"));
            try (var released = http.connect(device.target(), again)) {
                assertThat(released.send(ASK).toCompletableFuture()).succeedsWithin(Duration.ofSeconds(60));
            }
        }
    }

    @Test
    void whileASinkTakesAPieceNothingMoreIsReadAndThenAllComesInOrder() throws Exception {
        var script = new Device();
        var slow = new Slow();
        var all = new StringBuilder("0 ");
        try (var device = ScriptedDevice.open(script);
                var connection = http.connect(device.target(), acme)) {
            listen(connection, slow);
            script.tell("0 ");
            slow.begun.await();
            for (int i = 1; i < 300_000; i++) { // more than the buffers on the way hold
                all.append(i).append(' ');
            }
            var sending = CompletableFuture.runAsync(() -> {
                try {
                    script.tell(all.substring(2));
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(connection.call(ASK).status()).as("meanwhile").isEqualTo(200);
            assertThat(slow.heard).hasToString("0 ");
            slow.go.countDown();
            sending.get(60, TimeUnit.SECONDS);
            await().until(() -> slow.heard.length() == all.length());
            assertThat(slow.heard.toString()).isEqualTo(all.toString());
            assertThat(slow.largest)
                    .as("what waited, in bytes: what one read brings")
                    .isLessThanOrEqualTo(64 << 10);
        }
    }

    @Test
    void whatWaitsWhenAConnectionIsClosedIsNotHandedOn() throws Exception {
        var script = new Device();
        var slow = new Slow();
        try (var device = ScriptedDevice.open(script);
                var connection = http.connect(device.target(), acme)) {
            listen(connection, slow);
            script.tell("first");
            slow.begun.await();
            var push = connection
                    .push(new Pushed(post -> slow.heard.append("pushed")))
                    .orElseThrow();
            post(push.address());
            connection.close();
            var after = connection.send(ASK).toCompletableFuture();
            slow.go.countDown();
            assertThat(after).failsWithin(Duration.ofSeconds(5)); // in the same line, behind what waited
            assertThat(slow.heard).hasToString("first");
            assertThat(listener.held()).as("memory that what waited had").isZero();
        }
    }

    @Test
    void whatWasPushedToASinkThatHangsGivesItsMemoryBack() throws Exception {
        try (var device = ScriptedDevice.open(new Device());
                var connection = http.connect(device.target(), acme)) {
            var hangs = new CountDownLatch(1);
            var push = connection
                    .push(new Pushed(post -> {
                        hangs.countDown();
                        hang();
                    }))
                    .orElseThrow();
            post(push.address());
            await().until(() -> hangs.getCount() == 0);
            post(push.address());
            assertThat(listener.held()).isPositive();
            passesTheLimit();
            await().until(() -> told.equals(List.of("hangs acme")));
            assertThat(listener.held()).isZero();
        }
    }

    @Test
    void aTimerAndAStageThatDoNotComeBackAreNoticedToo() throws Exception {
        try (var device = ScriptedDevice.open(new Device());
                var first = http.connect(device.target(), acme);
                var second = http.connect(device.target(), other)) {
            var hanging = new CountDownLatch(2);
            first.later(Duration.ZERO, () -> {
                hanging.countDown();
                hang();
            });
            second.send(ASK).thenRun(() -> {
                hanging.countDown();
                hang();
            });
            await().until(() -> hanging.getCount() == 0);
            passesTheLimit();
            await().until(() -> told.size() == 2);
            assertThat(told).containsExactlyInAnyOrder("hangs acme", "hangs other");
        }
    }

    @Test
    void aSinkThatFailsIsToldOfAndItsAnswerEnds() throws Exception {
        var script = new Device();
        var sink = new Sink() {
            @Override
            public void accept(byte[] piece) {
                throw new StackOverflowError("bug");
            }
        };
        try (var device = ScriptedDevice.open(script);
                var connection = http.connect(device.target(), acme)) {
            listen(connection, sink);
            script.tell("alarm");
            var why = sink.ended.get(60, TimeUnit.SECONDS);
            assertThat(why).isInstanceOf(DeviceException.Garbled.class);
            assertThat(why.text().en()).contains("The driver failed");
            await().until(() -> told.equals(List.of("threw acme bug")));
            assertThat(connection.call(ASK).status()).isEqualTo(200);
        }
    }

    @Test
    void aSinkThatFailsAtTheHeadLeavesNobodyWaiting() throws Exception {
        var sink = new Sink() {
            @Override
            public void begun(int status, String contentType) {
                throw new NoClassDefFoundError("bug");
            }
        };
        try (var device = ScriptedDevice.open(new Device());
                var connection = http.connect(device.target(), acme)) {
            assertThat(connection.stream(ALERTS, sink).toCompletableFuture()).failsWithin(Duration.ofSeconds(5));
            assertThat(sink.ended.get(60, TimeUnit.SECONDS)).isInstanceOf(DeviceException.Garbled.class);
        }
    }

    @Test
    void whatFailsAtAPushIsToldOfAndTheNextIsTaken() throws Exception {
        var count = new AtomicInteger();
        try (var device = ScriptedDevice.open(new Device());
                var connection = http.connect(device.target(), acme)) {
            var push = connection
                    .push(new Pushed(post -> {
                        if (count.incrementAndGet() == 1) {
                            throw new IllegalStateException("bug");
                        }
                    }))
                    .orElseThrow();
            post(push.address());
            post(push.address());
            await().until(() -> told.size() == 2);
            assertThat(told).containsExactly("threw acme bug", "took acme");
        }
    }

    private record Pushed(Consumer<DevicePush.Post> taken) implements DevicePush.Sink {
        @Override
        public void received(DevicePush.Post post) {
            taken.accept(post);
        }

        @Override
        public void ended(DeviceException why) {}
    }

    /** Sends something as a device does, and waits until it is answered. */
    private static void post(URI to) throws IOException {
        try (var socket = new Socket(to.getHost(), to.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("POST " + to.getPath()
                                    + " HTTP/1.1\r\nHost: hub\r\nConnection: close\r\nContent-Length: 4\r\n\r\n<a/>")
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("200 OK");
        }
    }
}
