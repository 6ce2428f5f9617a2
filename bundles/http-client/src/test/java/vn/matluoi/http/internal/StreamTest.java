package vn.matluoi.http.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.http.DeviceHttp.StreamSink;
import vn.matluoi.api.http.DeviceRequest;

class StreamTest {

    private static final DeviceRequest ALERTS = DeviceRequest.get("/ISAPI/Event/notification/alertStream");

    private final NettyDeviceHttp http = new NettyDeviceHttp(
            (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port), System::nanoTime);

    @AfterEach
    void stop() {
        http.stop();
    }

    private static final class Heard implements StreamSink {
        private final StringBuffer text = new StringBuffer();
        private volatile int status;
        private volatile String ended = "";

        @Override
        public void begun(int status, String contentType) {
            this.status = status;
        }

        @Override
        public void accept(byte[] piece) {
            text.append(new String(piece, UTF_8));
        }

        @Override
        public void ended(DeviceException why) {
            ended += why.getClass().getSimpleName();
        }
    }

    private static DigestSide events(boolean cut) {
        return new DigestSide("", "auth", 1000, (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed; boundary=boundary\r\n\r\n--boundary\r\n"
                    .getBytes(UTF_8));
            out.flush();
            out.write("part".getBytes(UTF_8));
            out.flush();
            return !cut;
        });
    }

    @Test
    void handsPiecesOnAfterLoggingIn() throws Exception {
        var heard = new Heard();
        try (var device = ScriptedDevice.open(events(false));
                var connection = http.connect(device.target(Duration.ofSeconds(1)))) {
            var stream = connection.stream(ALERTS, heard).toCompletableFuture().get(60, TimeUnit.SECONDS);
            await().until(() -> heard.text.toString().equals("--boundary\r\npart"));
            assertThat(heard.status).isEqualTo(200);
            stream.close();
            stream.close();
            assertThat(heard.ended).isEmpty();
        }
    }

    @Test
    void leavesRoomForCallsAndHasNoTotalTimeOut() throws Exception {
        var heard = new Heard();
        var side = new DigestSide("", "auth", 1000, (request, out) -> {
            if (request.path().equals("/call")) {
                ScriptedDevice.ok(out, "<a/>");
                return true;
            }
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
            out.flush();
            return true;
        });
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target(Duration.ofMillis(800)))) {
            for (int i = 0; i < 3; i++) {
                connection.stream(ALERTS, heard).toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
            long begun = System.nanoTime();
            await().until(() -> {
                assertThat(connection.call(DeviceRequest.get("/call")).status()).isEqualTo(200);
                return System.nanoTime() - begun > Duration.ofMillis(1200).toNanos();
            });
            assertThat(heard.ended).isEmpty();
        }
    }

    @Test
    void saysThatItEnded() throws Exception {
        var heard = new Heard();
        try (var device = ScriptedDevice.open(events(true));
                var connection = http.connect(device.target())) {
            connection.stream(ALERTS, heard).toCompletableFuture().get(60, TimeUnit.SECONDS);
            await().until(() -> heard.ended.equals("Unreachable"));
        }
    }

    private static class Counted implements StreamSink {
        private final boolean file;
        private final AtomicLong bytes = new AtomicLong();
        private final CompletableFuture<DeviceException> ended = new CompletableFuture<>();

        private Counted(boolean file) {
            this.file = file;
        }

        @Override
        public boolean isFile() {
            return file;
        }

        @Override
        public void begun(int status, String contentType) {}

        @Override
        public void accept(byte[] piece) {
            bytes.addAndGet(piece.length);
        }

        @Override
        public void ended(DeviceException why) {
            ended.complete(why);
        }
    }

    /** @param pieces of 64 KiB that it sends as fast as it can, and then hangs up */
    private static DigestSide fast(int pieces) {
        return new DigestSide("", "auth", 1000, (request, out) -> {
            if (request.path().equals("/other")) {
                ScriptedDevice.ok(out, "<a>ok</a>");
                return true;
            }
            out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(UTF_8));
            for (var i = 0; i < pieces; i++) {
                out.write(new byte[64 << 10]);
            }
            out.flush();
            return false;
        });
    }

    @Test
    void endsEventsThatComeAtTheRateOfTheLine() throws Exception {
        var alerts = new Counted(false);
        try (var device = ScriptedDevice.open(fast(10_000));
                var connection = http.connect(device.target())) {
            connection.stream(ALERTS, alerts).toCompletableFuture().get(60, TimeUnit.SECONDS);
            var why = alerts.ended.get(60, TimeUnit.SECONDS);
            assertThat(why).isInstanceOf(Garbled.class);
            assertThat(why.text().en()).contains("1 MiB a second");
            assertThat(alerts.bytes).hasValueLessThanOrEqualTo(Stream.MOST_EVENTS);
        }
    }

    @Test
    void takesAFileAsFastAsItComes() throws Exception {
        var file = new Counted(true);
        try (var device = ScriptedDevice.open(fast(400));
                var connection = http.connect(device.target())) {
            connection.stream(ALERTS, file).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertThat(file.ended.get(60, TimeUnit.SECONDS)).isInstanceOf(Unreachable.class);
            assertThat(file.bytes).hasValue(400 * (64 << 10));
        }
    }

    @Test
    void readsNothingMoreOfADeviceUntilItsSinkIsReady() throws Exception {
        var free = new CompletableFuture<Boolean>();
        Counted file = new Counted(true) {
            @Override
            public CompletionStage<?> ready() {
                return free;
            }
        };
        try (var device = ScriptedDevice.open(fast(400));
                var connection = http.connect(device.target())) {
            connection.stream(ALERTS, file).toCompletableFuture().get(60, TimeUnit.SECONDS);
            await().until(() -> file.bytes.get() > 0);
            long first = file.bytes.get();
            for (var i = 0; i < 20; i++) { // the device and the line go on meanwhile
                connection.call(DeviceRequest.get("/other"));
            }
            assertThat(file.bytes).hasValue(first);
            free.complete(true);
            file.ended.get(60, TimeUnit.SECONDS);
            assertThat(file.bytes).hasValue(400 * (64 << 10));
        }
    }

    @Test
    void failsWithAWrongPassword() throws Exception {
        var heard = new Heard();
        var side = events(false);
        side.secret = "another";
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            assertThat(connection.stream(ALERTS, heard).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(Refused.class);
            assertThat(side.wrong).hasValue(1);
        }
    }

    @Test
    void endsWithItsConnection() throws Exception {
        var heard = new Heard();
        try (var device = ScriptedDevice.open(events(false))) {
            var connection = http.connect(device.target());
            connection.stream(ALERTS, heard).toCompletableFuture().get(60, TimeUnit.SECONDS);
            connection.close();
            assertThat(connection.stream(ALERTS, heard).toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(Unreachable.class);
        }
    }
}
