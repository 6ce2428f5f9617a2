package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FanOutTest {

    private final SimulatedCamera camera = SimulatedCamera.open();
    private FakeHub hub;

    @BeforeEach
    void start() {
        hub = FakeHub.before(camera);
    }

    @AfterEach
    void stop() {
        hub.close();
        camera.close();
        await().untilAsserted(() ->
                assertThat(hub.media.pinnedBytes()).as("buffers not released").isZero());
    }

    @Test
    void fanOutLosesNothing() {
        losesNothing(20);
    }

    @Test
    void fanOutLosesNothingWhenEveryPacketIsAWriteOfItsOwn() {
        camera.spread();
        losesNothing(20);
    }

    private void losesNothing(int count) {
        var viewers = IntStream.range(0, count)
                .mapToObj(i -> TestViewer.playing(hub.ticket()))
                .toList();
        await().until(() -> camera.playing() == 1);

        for (var sent = 0; sent < 500; sent += 25) {
            camera.send(sent, sent + 25, 25, 7);
            var soFar = sent + 25;
            await().until(() -> viewers.stream().allMatch(viewer -> viewer.frames.size() >= soFar));
        }

        var all = IntStream.range(0, 500).boxed().toList();
        await().untilAsserted(() -> assertThat(hub.media.load().bytesIn()).isEqualTo(camera.sent.get()));
        for (var viewer : viewers) {
            await().untilAsserted(() -> assertThat(viewer.frames).hasSize(500));
            assertThat(viewer.frames).isEqualTo(all);
            assertThat(viewer.gaps).isZero();
            assertThat(viewer.units.subList(0, 2)).containsExactly(7, 8);
            assertThat(viewer.channel).isZero();
            viewer.close();
        }
        assertThat(hub.media.load().droppedGroups()).isZero();
    }

    @Test
    void whatIsKeptForNewViewersTakesHardlyMoreMemoryThanItIsLong() {
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);

        for (var number = 0; number < 40; number++) {
            camera.frame(number, number == 0, number % 2 == 0 ? 1 : 6);
            var sent = number + 1;
            await().until(() -> viewer.frames.size() == sent);
        }

        assertThat(hub.media.pinnedBytes()).isBetween(40L * 3 * 1400, 40L * 3 * 1400 * 2);
        viewer.close();
    }

    @Test
    void opensOneUpstreamForManyViewers() {
        var viewers = new ArrayList<TestViewer>();
        for (var i = 0; i < 10; i++) {
            viewers.add(TestViewer.playing(hub.ticket()));
        }
        await().until(() -> camera.playing() == 1);

        assertThat(camera.connections).hasValue(1);
        assertThat(hub.media.load().upstreams()).isEqualTo(1);
        assertThat(hub.media.load().viewers()).isEqualTo(10);
        viewers.forEach(TestViewer::close);
    }

    @Test
    void opensTheUpstreamOnlyForAViewer() {
        hub.ticket();

        assertThat(camera.connections).hasValue(0);
        assertThat(hub.media.load().upstreams()).isZero();
    }

    @Test
    void closesTheUpstreamAfterTheLinger() {
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);

        viewer.close();

        await().until(() -> hub.media.load().upstreams() == 0);
        await().until(() -> camera.playing() == 0);
        assertThat(camera.count("TEARDOWN")).isEqualTo(1);
    }

    @Test
    void keepsTheUpstreamForAViewerWhoComesWithinTheLinger() {
        hub.close();
        hub = FakeHub.before(camera, FakeHub.settings(Duration.ofSeconds(60)), FakeHub.quick());
        var first = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);
        first.close();
        await().until(() -> hub.media.load().viewers() == 0);

        var second = TestViewer.playing(hub.ticket());

        assertThat(camera.connections).hasValue(1);
        second.close();
    }

    @Test
    void aNewViewerStartsAtOnceWithTheNewestKeyPicture() {
        var first = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);
        camera.send(0, 60, 25, 3);
        await().until(() -> first.frames.size() == 60);

        var second = TestViewer.playing(hub.ticket());

        await().untilAsserted(() -> assertThat(second.frames)
                .isEqualTo(IntStream.range(50, 60).boxed().toList()));
        assertThat(second.units).containsExactly(7, 8);
        camera.send(60, 70, 25, 3);
        await().untilAsserted(() -> assertThat(second.frames)
                .isEqualTo(IntStream.range(50, 70).boxed().toList()));
        assertThat(second.gaps).isZero();
        first.close();
        second.close();
    }

    @Test
    void aViewerMayChooseOtherChannelsAndFewerTracks() {
        var viewer = new TestViewer(hub.ticket());
        viewer.play(40, 0);
        viewer.readOn();
        await().until(() -> camera.playing() == 1);

        camera.send(0, 50, 25, 3);

        await().untilAsserted(() -> assertThat(viewer.frames).hasSize(50));
        assertThat(viewer.channel).isEqualTo(40);
        assertThat(viewer.gaps).isZero();
        viewer.close();
    }

    @Test
    void aCameraMayAnswerWithOtherChannels() {
        camera.shiftChannels();
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);

        camera.send(0, 50, 25, 3);

        await().untilAsserted(() -> assertThat(viewer.frames).hasSize(50));
        assertThat(viewer.channel).isZero();
        viewer.close();
    }

    @Test
    void framesOfOtherChannelsGoNoFurther() {
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);

        camera.frame(0, true, 2);
        camera.sendRaw(new byte[] {'$', 99, 0, 4, 'e', 'v', 'i', 'l'});
        camera.frame(1, false, 2);

        await().untilAsserted(() -> assertThat(viewer.frames).containsExactly(0, 1));
        assertThat(viewer.heard.toString(StandardCharsets.ISO_8859_1)).doesNotContain("evil");
        viewer.close();
    }

    @Test
    void opensAStreamAgainThatBroke() {
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);
        camera.send(0, 10, 10, 2);
        await().until(() -> viewer.frames.size() == 10);

        camera.hangUp();
        await().until(() -> camera.playing() == 1 && camera.connections.get() == 2);
        camera.send(10, 20, 10, 2);

        await().untilAsserted(() -> assertThat(viewer.frames)
                .isEqualTo(IntStream.range(0, 20).boxed().toList()));
        viewer.close();
    }

    @Test
    void keepsTheSessionAliveAndReportsBothWays() {
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);

        camera.send(0, 10, 5, 2);

        await().untilAsserted(() -> {
            assertThat(camera.count("GET_PARAMETER")).isPositive();
            assertThat(camera.receiverReports).hasPositiveValue();
            assertThat(Set.copyOf(viewer.reports)).isEqualTo(Set.of(1));
        });
        viewer.close();
    }

    @Test
    void aSilentStreamIsOpenedAgain() {
        isOpenedAgainWhileItBrings(new byte[0]);
    }

    @Test
    void aStreamThatBringsReportsAndSoundButNoPictureIsOpenedAgain() {
        isOpenedAgainWhileItBrings(HexFormat.of()
                .parseHex("2401001c" + "80c80006" + "00001234" + "00".repeat(20) + "2402000d" + "80080001" + "00000000"
                        + "00001234" + "d5"));
    }

    private void isOpenedAgainWhileItBrings(byte[] frames) {
        hub.close();
        var silence = Duration.ofSeconds(1);
        hub = FakeHub.before(
                camera,
                FakeHub.settings(),
                FakeHub.quick(silence, Duration.ofSeconds(60), Duration.ofSeconds(30), Duration.ofSeconds(60)));
        var viewer = TestViewer.playing(hub.ticket());
        await().until(() -> camera.playing() == 1);

        await().until(() -> {
            camera.sendRaw(frames);
            return camera.connections.get() >= 2;
        });

        assertThat(List.of(hub.media.load().viewers())).containsExactly(1);
        viewer.close();
    }

    @Test
    void pausesAndPlaysOn() {
        var viewer = new TestViewer(hub.ticket());
        viewer.play(0, 0, 1);
        await().until(() -> camera.playing() == 1);
        assertThat(viewer.request("PAUSE", "/", "")).startsWith("RTSP/1.0 200");
        camera.send(0, 5, 5, 2);
        await().until(() -> hub.media.load().bytesIn() > 5 * 2 * 1400);

        assertThat(viewer.frames).isEmpty();
        assertThat(viewer.request("PLAY", "/", "")).startsWith("RTSP/1.0 200");
        viewer.readOn();

        await().untilAsserted(() -> assertThat(viewer.frames).containsExactly(0, 1, 2, 3, 4));
        viewer.close();
    }
}
