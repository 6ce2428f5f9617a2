package vn.matluoi.media.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;
import vn.matluoi.media.internal.relay.LiveStream;

/** Recorded footage through the relay. */
class PlaybackTest {

    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final SimulatedCamera camera = SimulatedCamera.open();
    private final FakeHub hub = FakeHub.before(camera, FakeHub.settings(HOUR), FakeHub.quick());

    @AfterEach
    void close() {
        hub.close();
        camera.close();
    }

    private URI ticket(Duration length) {
        return hub.media
                .issue(FakeHub.VIEWER, FakeHub.CAMERA, NOON, NOON.plus(length))
                .rtsp();
    }

    @Test
    void beginsWhenTheViewerPlaysAndMissesNothing() {
        var viewer = new TestViewer(ticket(HOUR));
        assertThat(viewer.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 200");
        await().until(() -> camera.count("SETUP") == 2);
        assertThat(camera.count("PLAY")).isZero();

        viewer.play(0, 0, 1);
        viewer.readOn();
        await().until(() -> camera.playing() == 1);
        camera.send(0, 50, 25, 7);
        await().untilAsserted(() -> assertThat(viewer.frames)
                .isEqualTo(IntStream.range(0, 50).boxed().toList()));
        viewer.close();
    }

    @Test
    void aDeviceThatGoesOnAfterTheEndIsStoppedCountingFromItsFirstPicture() {
        var length = Duration.ofMillis(200);
        var viewer = TestViewer.playing(ticket(length));
        await().until(() -> camera.playing() == 1); // it may need seconds now to find its place
        var began = System.nanoTime();
        camera.send(0, 1, 25, 7);
        await().until(() -> viewer.closed);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(length.plus(LiveStream.OVERTIME));
        await().until(() -> camera.count("TEARDOWN") == 1);
        assertThat(hub.media.load().upstreams()).isZero();
    }

    @Test
    void everyViewerHasItsOwnAndTheDeviceIsLetGoAtOnce() {
        var first = TestViewer.playing(ticket(HOUR));
        var second = TestViewer.playing(ticket(HOUR));
        await().until(() -> camera.playing() == 2);
        assertThat(hub.media.load().upstreams()).isEqualTo(2);

        first.close();
        await().until(() -> camera.count("TEARDOWN") == 1);
        await().until(() -> camera.playing() == 1);
        second.close();
        await().until(() -> camera.count("TEARDOWN") == 2);
        await().until(() -> hub.media.load().upstreams() == 0);
    }

    @Test
    void footageThatBreaksOffIsNotBegunAgain() {
        var viewer = TestViewer.playing(ticket(HOUR));
        await().until(() -> camera.playing() == 1);
        camera.hangUp();
        await().until(() -> viewer.closed);
        await().until(() -> hub.media.load().upstreams() == 0);
        assertThat(camera.connections).hasValue(1);
    }

    @Test
    void aReplayOfOnvifIsAskedForByTheClock() {
        var address = new StreamAddress(new SourceId("nvr-1"), camera.uri(), "", "", Optional.of(NOON));
        hub.addresses.put(FakeHub.CAMERA, address);
        var viewer = TestViewer.playing(ticket(HOUR));
        await().until(() -> camera.playing() == 1);
        assertThat(camera.requests)
                .filteredOn(asked -> "PLAY".equals(asked.get("method")))
                .singleElement()
                .satisfies(play -> assertThat(play)
                        .containsEntry("Require", "onvif-replay")
                        .containsEntry("Range", "clock=20261122T050000.000Z-20261122T060000.000Z"));
        viewer.close();
    }

    @Test
    void whoPlaysItIsRecordedWithTheWindowAndTheRightIsAskedFor() {
        var viewer = TestViewer.playing(ticket(HOUR));
        await().until(() -> camera.playing() == 1);
        viewer.close();
        await().untilAsserted(
                        () -> assertThat(hub.actions()).containsExactly("playback.open DONE", "playback.close DONE"));
        assertThat(hub.audited.get(0).details())
                .containsEntry("from", "2026-11-22T05:00:00Z")
                .containsEntry("to", "2026-11-22T06:00:00Z");

        hub.allowed = false;
        try (var refused = new TestViewer(ticket(HOUR))) {
            assertThat(refused.request("DESCRIBE", "", "")).startsWith("RTSP/1.0 404");
        }
        assertThat(camera.connections).hasValue(1);
    }

    @Test
    void theAddressShowsNothingButTheTicket() {
        assertThat(ticket(HOUR).toString()).matches("rtsp://127\\.0\\.0\\.1:\\d+/playback/[A-Za-z0-9_-]{43}");
    }

    @Test
    void aWindowThatIsTooLongOrEndsBeforeItBeginsHasNoTicket() {
        for (var length :
                List.of(Duration.ZERO, HOUR.negated(), Duration.ofHours(6).plusMillis(1))) {
            assertThatExceptionOfType(HubException.class)
                    .isThrownBy(() -> ticket(length))
                    .matches(e -> e.reason() == Reason.INVALID && e.rule().equals("playback.window"));
        }
    }
}
