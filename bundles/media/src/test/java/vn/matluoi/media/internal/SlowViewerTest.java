package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;

class SlowViewerTest {

    private static final int GROUP = 10;
    private static final int PACKETS = 20;
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    private final SimulatedCamera camera = SimulatedCamera.open();
    private FakeHub hub;

    @AfterEach
    void stop() {
        hub.close();
        camera.close();
        await().untilAsserted(() -> assertThat(hub.media.load().queuedBytes()).isZero());
        await().untilAsserted(() -> assertThat(hub.media.pinnedBytes()).isZero());
    }

    private void start(long total, long viewer, Duration stalled) {
        var timing = FakeHub.quick(Duration.ofSeconds(60), stalled, Duration.ofSeconds(30), Duration.ofSeconds(60));
        hub = new FakeHub(
                new Settings("127.0.0.1", 0, "127.0.0.1", Duration.ofSeconds(5), total, viewer, 4096, 4096), timing);
        hub.addresses.put(FakeHub.CAMERA, FakeHub.address(camera, "", ""));
    }

    /** Sends groups until there is what is waited for; the reader keeps up and so sets the pace. */
    private int sendUntil(TestViewer reader, int from, BooleanSupplier done) {
        var sent = from;
        while (!done.getAsBoolean()) {
            assertThat(sent).as("it never came").isLessThan(4000);
            camera.send(sent, sent + GROUP, GROUP, PACKETS);
            sent += GROUP;
            var target = sent;
            await().until(() -> reader.frames.size() >= target);
        }
        return sent;
    }

    @Test
    void slowViewerDoesNotHoldOthers() {
        start(64 * MIB, MIB, Duration.ofMillis(800));
        var reader = TestViewer.playing(hub.ticket());
        var silent = TestViewer.silent(hub.ticket());
        await().until(() -> camera.playing() == 1);

        var sent = sendUntil(reader, 0, () -> hub.media.load().droppedGroups() > 0);

        assertThat(reader.frames).isEqualTo(IntStream.range(0, sent).boxed().toList());
        assertThat(reader.gaps).isZero();
        assertThat(hub.media.load().viewers()).isEqualTo(2);
        await().until(() -> hub.media.load().viewers() == 1);
        assertThat(reader.closed).isFalse();
        silent.close();
        reader.close();
    }

    @Test
    void aViewerWhoReadsAgainIsAtTheLiveEdgeWithinTwoGroups() {
        start(64 * MIB, MIB, Duration.ofSeconds(60));
        var reader = TestViewer.playing(hub.ticket());
        var sleeper = TestViewer.silent(hub.ticket());
        await().until(() -> camera.playing() == 1);
        var sent = sendUntil(reader, 0, () -> hub.media.load().droppedGroups() > 0);

        sleeper.readOn();
        await().until(() -> hub.media.load().queuedBytes() == 0);
        camera.send(sent, sent + 2 * GROUP, GROUP, PACKETS);

        var last = sent + 2 * GROUP - 1;
        await().untilAsserted(() -> assertThat(sleeper.frames).contains(last));
        assertThat(sleeper.frames.get(sleeper.frames.indexOf(sent) - 1))
                .as("frames were left out before the group it went on with")
                .isLessThan(sent - 1);
        assertThat(sleeper.frames).isSorted().doesNotHaveDuplicates();
        sleeper.close();
        reader.close();
    }

    @Test
    void aThousandSilentViewersDoNotExhaustMemory() {
        start(24 * MIB, MIB, Duration.ofSeconds(60));
        var reader = TestViewer.playing(hub.ticket());
        var silent = IntStream.range(0, 1000)
                .mapToObj(i -> TestViewer.silent(hub.ticket()))
                .toList();
        await().until(() -> camera.playing() == 1);
        var most = new long[1];

        var sent = sendUntil(reader, 0, () -> {
            most[0] = Math.max(most[0], hub.media.load().queuedBytes());
            return hub.media.load().droppedGroups() > 300;
        });

        assertThat(reader.frames).isEqualTo(IntStream.range(0, sent).boxed().toList());
        assertThat(reader.gaps).isZero();
        assertThat(most[0]).isPositive().isLessThan(49 * MIB);
        assertThat(hub.media.pinnedBytes()).isLessThan(64 * MIB);
        silent.forEach(TestViewer::close);
        await().until(() -> hub.media.load().viewers() == 1);
        reader.close();
    }

    @Test
    void viewersWhoseSocketsHoldTwiceTheBudgetAreClosedAndLeaveNothingBehind() {
        start(256 * KIB, 64 * MIB, Duration.ofSeconds(60));
        var silent = IntStream.range(0, 20)
                .mapToObj(i -> TestViewer.silent(hub.ticket()))
                .toList();
        await().until(() -> camera.playing() == 1);

        for (var sent = 0; hub.media.load().viewers() == 20; sent += GROUP) {
            assertThat(sent).as("nobody was closed").isLessThan(4000);
            camera.send(sent, sent + GROUP, GROUP, PACKETS);
        }

        silent.forEach(TestViewer::close);
        await().untilAsserted(() -> assertThat(hub.media.load().queuedBytes()).isZero());
        await().ignoreException(HubException.class).until(hub::ticket, Objects::nonNull);
    }

    @Test
    void aGroupTooLongForAViewersQueueIsNotKeptForNewOnes() {
        start(64 * MIB, 256 * KIB, Duration.ofSeconds(60));
        var first = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);
        sendOneByOne(first, 0, 20);

        var second = TestViewer.playing(hub.ticket());
        sendOneByOne(first, 20, 25);

        await().untilAsserted(() -> assertThat(second.frames)
                .isEqualTo(IntStream.range(20, 25).boxed().toList()));
        first.close();
        second.close();
    }

    private void sendOneByOne(TestViewer reader, int from, int to) {
        for (var number = from; number < to; number++) {
            camera.frame(number, number % 20 == 0, PACKETS);
            var target = number;
            await().until(() -> reader.frames.contains(target));
        }
    }

    @Test
    void whenSlowViewersFillTheBudgetNewOnesAreTurnedAway() {
        start(MIB, 64 * MIB, Duration.ofSeconds(60));
        var early = hub.ticket();
        var reader = TestViewer.playing(hub.ticket());
        var silent = TestViewer.silent(hub.ticket());
        await().until(() -> camera.playing() == 1);

        sendUntil(reader, 0, () -> hub.media.load().droppedGroups() > 0);

        assertThatThrownBy(hub::ticket)
                .isInstanceOfSatisfying(HubException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(HubException.Reason.BUSY));
        try (var viewer = new TestViewer(early)) {
            assertThat(viewer.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 453");
        }
        assertThat(hub.media.load().queuedBytes()).isLessThan(2 * MIB);
        silent.close();
        await().until(() -> hub.media.load().queuedBytes() == 0);
        await().ignoreException(HubException.class).until(hub::ticket, Objects::nonNull);
        try (var late = new TestViewer(early)) {
            assertThat(late.request("DESCRIBE", "", ""))
                    .as("a ticket that met a full house is still good")
                    .startsWith("RTSP/1.0 200");
        }
        reader.close();
    }
}
