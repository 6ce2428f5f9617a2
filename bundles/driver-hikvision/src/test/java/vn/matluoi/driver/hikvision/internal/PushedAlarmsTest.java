package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.http.DevicePush;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** A subscription that ends while it is begun. */
class PushedAlarmsTest {

    private final String secret = UUID.randomUUID().toString();
    private final AlarmHostsDevice device = new AlarmHostsDevice();
    private final List<CompletionStage<Void>> ends = new CopyOnWriteArrayList<>();

    private static final class Nobody implements Events.Sink {
        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {
            throw new AssertionError("nothing was sent");
        }

        @Override
        public void ended(DeviceException why) {
            throw new AssertionError("it was ended from here", why);
        }
    }

    private static final class Door implements DevicePush {
        private volatile boolean closed;

        @Override
        public URI address() {
            return URI.create("http://10.1.2.3:8480/push/r1/secret");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void givesBackThePlaceThatItWasTakingWhenItWasEnded() throws Exception {
        var holder = new PushedAlarms[1];
        DeviceServer.Handler handler = request -> {
            if (request.method().equals("PUT") && ends.isEmpty()) {
                ends.add(holder[0].end());
            }
            return device.answer(request);
        };
        try (var server = DeviceServer.open("hub", secret, handler);
                var isapi = new Isapi(Targets.http().connect(Targets.at(server.address(), "hub", secret)))) {
            var sink = new Nobody();
            var channels = new EventChannels(() -> new Layout(List.of()));
            var alerts = new AlertSink(new SourceId("r1"), ZoneOffset.UTC, InstantSource.system(), channels, sink);
            holder[0] = new PushedAlarms(isapi, alerts, sink, PushedAlarms.LOOK);
            var door = new Door();
            assertThatExceptionOfType(Busy.class).isThrownBy(() -> holder[0].open(door));
            assertThat(door.closed).isTrue();
            await().until(() -> device.servers().isEmpty());
            await().until(() -> ends.get(0).toCompletableFuture().isDone());
        }
    }

    @Test
    void theNextSessionOfASourceWaitsUntilThePlaceIsGivenBack() throws Exception {
        var asked = new CopyOnWriteArrayList<String>();
        DeviceServer.Handler handler = request -> {
            asked.add(request.method() + " " + request.path());
            return device.answer(request);
        };
        var driver = new HikvisionDriver(Targets.http());
        try (var server = DeviceServer.open("hub", secret, handler)) {
            var target = Targets.with(Targets.at(server.address(), "hub", secret), "events", "push");
            try (var before = driver.open(target)) {
                before.facet(Events.class).orElseThrow().subscribe(new Nobody());
                asked.clear();
            }
            driver.open(target).close();
            assertThat(asked)
                    .containsSubsequence("PUT " + AlarmHosts.PATH + "/1", "GET " + Description.PATH)
                    .endsWith("GET " + Description.PATH);
            assertThat(device.servers()).isEmpty();
        }
    }

    /** The second was given up before it began: the place of the first is still on its way back. */
    @Test
    void everyFormerPlaceIsWaitedForNotOnlyTheLast() throws Exception {
        var freeing = new CountDownLatch(1);
        var answering = new CountDownLatch(1);
        DeviceServer.Handler handler = request -> {
            boolean frees = request.method().equals("PUT") && new String(request.body(), UTF_8).contains(">0.0.0.0<");
            if (frees) {
                freeing.countDown();
                awaited(answering);
            }
            return device.answer(request);
        };
        try (var server = DeviceServer.open("hub", secret, handler);
                var session = (HikvisionSession) new HikvisionDriver(Targets.http())
                        .open(Targets.with(Targets.at(server.address(), "hub", secret), "events", "push"))) {
            session.facet(Events.class).orElseThrow().subscribe(new Nobody());
            var sink = new Nobody();
            var alerts = new AlertSink(
                    new SourceId("r1"),
                    ZoneOffset.UTC,
                    InstantSource.system(),
                    new EventChannels(session::knownLayout),
                    sink);
            var second = session.pushes(new PushedAlarms(session.isapi(), alerts, sink, PushedAlarms.LOOK));
            awaited(freeing);
            var third = session.pushes(new PushedAlarms(session.isapi(), alerts, sink, PushedAlarms.LOOK));
            assertThat(second.toCompletableFuture()).isNotDone();
            assertThat(third.toCompletableFuture()).isNotDone();
            session.close();
            answering.countDown();
            await().until(() -> third.toCompletableFuture().isDone());
            assertThat(device.servers())
                    .as("the connection was kept open for it")
                    .isEmpty();
        } finally {
            answering.countDown();
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void isNotBegunAfterItsEnd() throws Exception {
        try (var server = DeviceServer.open("hub", secret, device);
                var isapi = new Isapi(Targets.http().connect(Targets.at(server.address(), "hub", secret)))) {
            var sink = new Nobody();
            var channels = new EventChannels(() -> new Layout(List.of()));
            var alerts = new AlertSink(new SourceId("r1"), ZoneOffset.UTC, InstantSource.system(), channels, sink);
            var pushed = new PushedAlarms(isapi, alerts, sink, PushedAlarms.LOOK);
            pushed.end();
            var door = new Door();
            assertThatExceptionOfType(Busy.class).isThrownBy(() -> pushed.open(door));
            assertThat(door.closed).isTrue();
            assertThat(device.servers()).isEmpty();
        }
    }
}
