package vn.matluoi.http.internal;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/** Many calls share few connections and fewer threads, and what waits for a connection ends with it. */
class DeviceCallsTest {

    private static final DeviceRequest ASK = DeviceRequest.get("/a?b=%5B1%5D");

    private final NettyDeviceHttp http = new NettyDeviceHttp(
            (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port), System::nanoTime);

    @AfterEach
    void stop() {
        http.stop();
    }

    /** A driver looks before it gives something back: the second question follows from the first's answer. */
    @Test
    void letsWhatIsUnderWayComeToItsEndBeforeItStops() throws Exception {
        var stops = new CountDownLatch(1);
        try (var device = ScriptedDevice.open((request, out) -> {
                    try {
                        stops.await();
                    } catch (InterruptedException e) {
                        return false;
                    }
                    ScriptedDevice.ok(out, "<a>" + request.number() + "</a>");
                    return true;
                });
                var connection = http.connect(device.target())) {
            var answer = connection.send(ASK).thenCompose(first -> connection.send(ASK));
            var stopping = new Thread(http::stop);
            stopping.start();
            await().until(() -> stopping.getState() == Thread.State.TIMED_WAITING);
            stops.countDown();
            assertThat(answer.toCompletableFuture().get(60, TimeUnit.SECONDS).text())
                    .isEqualTo("<a>2</a>");
            stopping.join();
        }
    }

    @Test
    void sendsNoMoreThanTwoAtATimeAndTurnsAwayTheCrowd() throws Exception {
        var busy = new AtomicInteger();
        var most = new AtomicInteger();
        var go = new CountDownLatch(1);
        try (var device = ScriptedDevice.open((request, out) -> {
                    most.accumulateAndGet(busy.incrementAndGet(), Math::max);
                    try {
                        go.await(60, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    busy.decrementAndGet();
                    ScriptedDevice.ok(out, "<a/>");
                    return true;
                });
                var one = http.connect(device.target());
                var two = http.connect(device.target())) {
            var calls = new ArrayList<CompletableFuture<DeviceReply>>();
            for (int i = 0; i < 40; i++) {
                calls.add((i % 2 == 0 ? one : two).send(ASK).toCompletableFuture());
            }
            await().until(() -> busy.get() == 2
                    && calls.stream()
                                    .filter(CompletableFuture::isCompletedExceptionally)
                                    .count()
                            == 6);
            go.countDown();
            int served = 0;
            for (var call : calls) {
                try {
                    assertThat(call.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
                    served++;
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(Busy.class);
                }
            }
            assertThat(served).isEqualTo(34);
            assertThat(most).hasValue(2);
        }
    }

    @Test
    void failsCallsOfAClosedConnection() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> true)) {
            var connection = http.connect(device.target());
            var waiting = connection.send(ASK).toCompletableFuture();
            await().until(() -> device.requests().size() == 1);
            connection.close();
            connection.close();
            assertThat(waiting)
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOf(Unreachable.class);
            assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> connection.call(ASK));
        }
    }

    @Test
    void addsNoThreadPerDevice() throws Exception {
        var open = new ArrayList<AutoCloseable>();
        try (var device = ScriptedDevice.open((request, out) -> true)) {
            for (int i = 0; i < 200; i++) {
                var connection = http.connect(device.target());
                open.add(connection);
                connection.send(ASK).exceptionally(e -> null);
            }
            var byPool = Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith(NettyDeviceHttp.THREAD) || name.startsWith(Handlers.THREAD))
                    .collect(groupingBy(name -> name.substring(0, name.lastIndexOf('-')), counting()));
            assertThat(byPool).isNotEmpty().allSatisfy((pool, threads) -> assertThat(threads)
                    .isLessThanOrEqualTo(pool.startsWith(Handlers.THREAD) ? Handlers.THREADS : 2));
            for (var connection : open) {
                connection.close();
            }
        }
    }

    @Test
    void doesNotBlockItsOwnThreads() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
                    ScriptedDevice.ok(out, "<a/>");
                    return true;
                });
                var connection = http.connect(device.target())) {
            var inside = connection
                    .send(ASK)
                    .thenApply(first -> {
                        try {
                            return connection.call(ASK);
                        } catch (DeviceException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toCompletableFuture();
            var cause = new AtomicCause();
            inside.handle((r, e) -> cause.set(e)).get(60, TimeUnit.SECONDS);
            assertThat(cause.get()).hasRootCauseInstanceOf(IllegalStateException.class);
        }
    }

    /** Holds what a stage failed with, however it is wrapped. */
    private static final class AtomicCause {
        private volatile Throwable thrown = new AssertionError("nothing was thrown");

        Object set(Throwable t) {
            thrown = Optional.ofNullable(t)
                    .map(e -> (Throwable) new RuntimeException(e))
                    .orElse(thrown);
            return this;
        }

        Throwable get() {
            return thrown;
        }
    }

    @Test
    void waitsForAnAnswerThatTheDeviceKeepsBack() throws Exception {
        var kept = new CountDownLatch(1);
        try (var device = ScriptedDevice.open((request, out) -> {
                    if (request.path().equals("/pull")) {
                        awaitQuietly(kept);
                    }
                    ScriptedDevice.ok(out, "<a/>");
                    return true;
                });
                var connection = http.connect(device.target(Duration.ofSeconds(1)))) {
            var pull = connection.send(DeviceRequest.get("/pull").waiting(Duration.ofSeconds(30)));
            assertThatExceptionOfType(Unreachable.class)
                    .as("another, without patience, in the meantime")
                    .isThrownBy(() -> connection.call(DeviceRequest.get("/pull")));
            assertThat(pull.toCompletableFuture()).isNotDone();
            kept.countDown();
            assertThat(pull.toCompletableFuture().get(60, TimeUnit.SECONDS).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void leavesItsPlacesToOrdinaryCallsWhilePullsAreKeptBack() throws Exception {
        var kept = new CountDownLatch(1);
        try (var device = ScriptedDevice.open((request, out) -> {
                    if (request.path().equals("/pull")) {
                        awaitQuietly(kept);
                    }
                    ScriptedDevice.ok(out, "<a/>");
                    return true;
                });
                var connection = http.connect(device.target())) {
            var pulls = new ArrayList<CompletableFuture<DeviceReply>>();
            for (int i = 0; i < 3; i++) {
                pulls.add(connection
                        .send(DeviceRequest.get("/pull").waiting(Duration.ofSeconds(30)))
                        .toCompletableFuture());
            }
            await().until(() -> device.requests().size() == 3);
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            kept.countDown();
            for (var pull : pulls) {
                assertThat(pull.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void runsWhatIsDueLaterUnlessItWasTakenBackOrTheConnectionIsClosed() throws Exception {
        try (var device = ScriptedDevice.saying("")) {
            var ran = new CountDownLatch(1);
            var wrongly = new AtomicInteger();
            var connection = http.connect(device.target());
            connection.later(Duration.ofMillis(500), wrongly::incrementAndGet).close();
            connection.later(Duration.ofMillis(10), ran::countDown);
            assertThat(ran.await(60, TimeUnit.SECONDS)).isTrue();
            var after = new CountDownLatch(1);
            connection.later(Duration.ofMillis(500), wrongly::incrementAndGet);
            connection.close();
            try (var other = http.connect(device.target())) {
                other.later(Duration.ofMillis(600), after::countDown);
                assertThat(after.await(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(wrongly).hasValue(0);
        }
    }

    @Test
    void holdsNothingThatWasDueLaterOnceItIsClosed() throws Exception {
        try (var device = ScriptedDevice.saying("")) {
            var connection = http.connect(device.target());
            var held = new WeakReference<>(new Object[1 << 10]);
            dueIn(connection, held);
            connection.close();
            await().until(() -> {
                System.gc();
                return held.get() == null;
            });
        }
    }

    private static void dueIn(DeviceHttp.Connection connection, WeakReference<Object[]> held) {
        var strongly = held.get();
        connection.later(Duration.ofHours(1), () -> assertThat(strongly).isNotNull());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
