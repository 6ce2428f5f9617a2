package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.PtzOrder;
import vn.matluoi.api.source.PtzOrder.Move;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.FakePtz;

class CameraControlsTest {

    private static final Move LEFT = new Move(-0.5, 0, 0, Duration.ofSeconds(2));
    private static final Move UP = new Move(0, 1, 0, Duration.ofSeconds(2));
    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");

    private final Desk desk = new Desk();
    private final FakePtz ptz = new FakePtz();
    private SupervisedDevices devices;
    private CameraId camera;

    @BeforeEach
    void aCameraThatMoves() {
        desk.hub.add("nvr", "right");
        desk.hub.device.ptz = ptz;
        devices = new SupervisedDevices(desk.hub.supervision, desk.hub.catalogue);
        camera = desk.hub.catalogue.idOf("nvr", "1");
    }

    private void lan(PtzOrder order) {
        assertThat(devices.order(camera, "lan", order)).isCompleted();
    }

    private void after(long millis) {
        desk.hub.timer.advance(Duration.ofMillis(millis));
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return stage.handle((done, failure) -> failure).toCompletableFuture().join();
    }

    private static String rule(CompletionStage<?> stage) {
        return ((HubException) failure(stage)).rule();
    }

    @Test
    void aMoveIsStoppedAtItsDeadline() {
        lan(LEFT);
        after(1999);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0");
        after(1);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop");
        after(60_000);
        assertThat(ptz.told).hasSize(2);
    }

    @Test
    void aMoveThatGoesOnIsStoppedOnceAtItsLastDeadline() {
        lan(LEFT);
        after(1500);
        lan(LEFT);
        after(1999);
        assertThat(ptz.told).doesNotContain("stop").hasSize(2);
        after(60_000);
        assertThat(ptz.told).endsWith("stop").hasSize(3);
    }

    @Test
    void aMoveIsStoppedWhenAnotherReplacesIt() {
        lan(LEFT);
        after(500);
        lan(UP);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop", "move 0.0 1.0 0.0");
        after(1999);
        assertThat(ptz.told).hasSize(3);
        after(60_000);
        assertThat(ptz.told).endsWith("stop").hasSize(4);
    }

    @Test
    void aMoveIsStoppedBeforeTheCameraIsSentToAPlace() {
        for (var order : List.of(
                new PtzOrder.Go(new Position(1, 0, 0)), new PtzOrder.Recall("1"), new PtzOrder.StartTour("t"))) {
            lan(LEFT);
            lan(order);
        }
        after(60_000);
        assertThat(ptz.told)
                .containsExactly(
                        "move -0.5 0.0 0.0",
                        "stop",
                        "go 1.0 0.0 0.0",
                        "move -0.5 0.0 0.0",
                        "stop",
                        "recall 1",
                        "move -0.5 0.0 0.0",
                        "stop",
                        "tour t");
    }

    @Test
    void whoStopsIsObeyedAtOnceAndNothingMoreIsSent() {
        lan(LEFT);
        lan(new PtzOrder.Stop());
        after(60_000);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop");
    }

    @Test
    void aStopThatDoesNotGetThroughIsSentAgain() {
        lan(LEFT);
        ptz.failing = "stop";
        after(2000);
        after(1000);
        after(2000);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop", "stop", "stop");
        ptz.failing = "nothing";
        after(4000);
        after(600_000);
        assertThat(ptz.told).filteredOn("stop"::equals).hasSize(4);
    }

    @Test
    void aStopIsNotSentWithoutEnd() {
        lan(LEFT);
        ptz.failing = "stop";
        after(3_600_000);
        assertThat(ptz.told).filteredOn("stop"::equals).hasSize(CameraMotion.MOST_STOPS);
    }

    @Test
    void aMoveThatADeviceDidNotAnswerIsStoppedSinceItMayHaveHeardIt() {
        ptz.failing = "move";
        ptz.failure = new DeviceException.Garbled(Text.same("half an answer"));
        assertThat(failure(devices.order(camera, "lan", LEFT))).isInstanceOf(DeviceException.Garbled.class);
        after(0);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop");
    }

    @Test
    void aMoveThatADeviceRefusedNeedsNoStop() {
        ptz.failing = "move";
        ptz.failure = FakeDevice.refused(DeviceException.Refused.Why.RIGHTS);
        assertThat(failure(devices.order(camera, "lan", LEFT))).isInstanceOf(DeviceException.Refused.class);
        after(60_000);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0");
    }

    @Test
    void anOrderThatFailsStopsTheMoveItWasToReplace() {
        lan(LEFT);
        ptz.failing = "recall";
        assertThat(failure(devices.order(camera, "lan", new PtzOrder.Recall("9"))))
                .isNotNull();
        desk.hub.device.ptz = ptz;
        after(0);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop", "recall 9");
    }

    @Test
    void ofWhatWaitsForTheDeviceOnlyTheNewestMotionIsSent() {
        var late = new ArrayList<CompletionStage<?>>();
        ptz.whileTold = () -> {
            ptz.whileTold = () -> {};
            late.add(devices.order(camera, "lan", UP));
            late.add(devices.order(camera, "lan", new PtzOrder.Stop()));
        };
        lan(LEFT);
        assertThat(rule(late.get(0))).isEqualTo("ptz.replaced");
        assertThat(late.get(1).toCompletableFuture()).isCompleted();
        after(60_000);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop");
    }

    @Test
    void aLookAtAllChannelsHoldsUpNeitherAMoveNorItsStop() {
        desk.hub.device.whileAsked = () -> {
            desk.hub.device.whileAsked = () -> {};
            lan(LEFT);
            after(2000);
            assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop");
        };
        desk.sources.sync(Desk.LAN, new SourceId("nvr"));
        assertThat(ptz.told).hasSize(2);
    }

    @Test
    void readingWhatACameraCanDoHoldsUpNoStop() {
        lan(LEFT);
        ptz.whileRead = () -> {
            after(2000);
            assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop");
        };
        assertThat(devices.ptz(camera)).isCompleted();
    }

    @Test
    void aMoveOpensASessionWhereThereIsNone() {
        desk.hub.supervisor("nvr").askBeside(session -> {
            throw FakeDevice.UNREACHABLE; // closes the session
        });
        var opened = desk.hub.device.opened.get();
        lan(LEFT);
        assertThat(desk.hub.device.opened).hasValue(opened + 1);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0");
    }

    @Test
    void anotherPersonIsToldWhoMovesItUntilThatOrderHasLapsed() {
        lan(LEFT);
        after(1000);
        var refused = (HubException) failure(devices.order(camera, "mai", UP));
        assertThat(refused.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refused.text().vi()).contains("lan đang điều khiển");
        assertThat(refused.text().en()).contains("lan is moving");
        assertThat(rule(devices.order(camera, "mai", new PtzOrder.Stop()))).isEqualTo("ptz.held");
        after(1000);
        assertThat(devices.order(camera, "mai", UP)).isCompleted();
        assertThat(rule(devices.order(camera, "lan", LEFT))).isEqualTo("ptz.held");
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop", "move 0.0 1.0 0.0");
    }

    @Test
    void whoHasStoppedLetsOthersMoveTheCamera() {
        lan(LEFT);
        lan(new PtzOrder.Save(Optional.empty(), "chợ"));
        assertThat(rule(devices.order(camera, "mai", UP))).as("still moves").isEqualTo("ptz.held");
        lan(new PtzOrder.Stop());
        assertThat(devices.order(camera, "mai", UP)).isCompleted();
    }

    @Test
    void aSessionBeginsWithTheFirstOrderAndAnewAfterAMinute() {
        assertThat(devices.begins(camera, "lan")).isTrue();
        lan(LEFT);
        after(30_000);
        assertThat(devices.begins(camera, "lan")).isFalse();
        assertThat(devices.begins(camera, "mai")).isTrue();
        assertThat(devices.order(camera, "mai", LEFT)).isCompleted();
        after(2_000);
        assertThat(devices.begins(camera, "lan")).isTrue();
        lan(LEFT);
        after(61_999);
        assertThat(devices.begins(camera, "lan")).isFalse();
        after(1);
        assertThat(devices.begins(camera, "lan")).isTrue();
        lan(LEFT);
        assertThatExceptionOfType(HubException.class).isThrownBy(() -> devices.begins(camera, "mai"));
    }

    @Test
    void askingWhetherASessionBeginsTakesNothing() {
        assertThat(devices.begins(camera, "lan")).isTrue();
        assertThat(devices.begins(camera, "lan")).isTrue();
        assertThat(devices.order(camera, "mai", UP)).isCompleted();
    }

    @Test
    void whoeverGoesLeavesNoCameraMoving() {
        lan(LEFT);
        devices.release("mai");
        assertThat(ptz.told).doesNotContain("stop");
        devices.release("lan");
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop");
        assertThat(devices.order(camera, "mai", UP)).isCompleted();
    }

    @Test
    void whatWaitsIsNotSentForWhoeverHasGone() {
        var late = new ArrayList<CompletionStage<?>>();
        ptz.whileTold = () -> {
            ptz.whileTold = () -> {};
            late.add(devices.order(camera, "lan", UP));
            devices.release("lan");
        };
        lan(LEFT);
        assertThat(rule(late.get(0))).isEqualTo("ptz.replaced");
        after(60_000);
        assertThat(ptz.told).containsExactly("move -0.5 0.0 0.0", "stop");
    }

    @Test
    void theHubLeavesNoCameraMovingWhenItEnds() {
        lan(LEFT);
        devices.stop();
        assertThat(ptz.told).endsWith("stop");
    }

    @Test
    void placesAreKeptAndForgotten() {
        var saved = devices.order(camera, "lan", new PtzOrder.Save(Optional.of("1"), "Cổng chợ"));
        assertThat(saved.toCompletableFuture().join()).contains(new Preset("1", "Cổng chợ"));
        lan(new PtzOrder.Remove("1"));
        lan(new PtzOrder.StopTour("t"));
        assertThat(ptz.told).containsExactly("save 1 Cổng chợ", "remove 1", "end of tour t");
    }

    @Test
    void saysWhatTheCameraCanDo() {
        var ability = devices.ptz(camera).toCompletableFuture().join();
        assertThat(ability.moves()).isTrue();
        assertThat(ability.goes()).isTrue();
        assertThat(ability.position()).contains(new Position(0.5, -0.5, 0.25));
        assertThat(ability.presets()).contains(List.of(new Preset("1", "Cổng chợ")));
        assertThat(ability.tours()).contains(List.of(new Preset("t", "Vòng chợ")));
    }

    @Test
    void aCameraWithoutTheAbilitySaysUnsupportedAndIsNoFault() {
        desk.hub.device.ptz = null;
        var opened = desk.hub.device.opened.get();
        for (var asked : List.<CompletionStage<?>>of(
                devices.ptz(camera),
                devices.order(camera, "lan", LEFT),
                devices.order(camera, "lan", new PtzOrder.Recall("1")),
                devices.recordings(camera, NOON, NOON.plusSeconds(60)))) {
            assertThat(failure(asked)).isInstanceOf(DeviceException.Unsupported.class);
        }
        after(60_000);
        assertThat(desk.hub.device.opened).as("on the same session").hasValue(opened);
    }

    @Test
    void nothingIsSentToADeviceThatRejectedItsCredentials() {
        devices.credentialsRejected(new SourceId("nvr"));
        assertThat(rule(devices.order(camera, "lan", LEFT))).isEqualTo("credentials-rejected");
        after(60_000);
        assertThat(ptz.told).isEmpty();
    }

    @Test
    void findsRecordings() {
        var found = new Recording(NOON, NOON.plusSeconds(60), "rtsp://192.0.2.1/1", Optional.of("motion"));
        ptz.recordings = List.of(found);
        var search = devices.recordings(camera, NOON, NOON.plus(Duration.ofDays(31)));
        assertThat(search.toCompletableFuture().join()).containsExactly(found);
    }

    @Test
    void aStretchOverMidnightIsOneThoughTheClockIsReadASecondApart() {
        var found = new Recording(NOON.minusSeconds(60), NOON.plus(Duration.ofDays(1)), "1", Optional.empty());
        var other = new Recording(found.from(), found.to(), "2", Optional.empty());
        ptz.recordings = List.of(found, other);
        ptz.clockSlips = Duration.ofSeconds(1);
        var search = devices.recordings(camera, NOON, NOON.plus(Duration.ofDays(2)));
        assertThat(search.toCompletableFuture().join()).containsExactly(found, other);
    }

    @Test
    void stretchesOfOneReferenceThatBeginFurtherApartAreTwo() {
        ptz.recordings = List.of(new Recording(NOON, NOON.plus(Duration.ofDays(1)), "1", Optional.empty()));
        ptz.clockSlips = Duration.ofMillis(2001);
        var search = devices.recordings(camera, NOON, NOON.plus(Duration.ofDays(2)));
        assertThat(search.toCompletableFuture().join()).hasSize(2);
    }

    @Test
    void aSearchThatIsGivenUpAsksTheDeviceNothingMore() {
        desk.hub.device.whileAsked = () -> { // the lane is taken: the search waits
            desk.hub.device.whileAsked = () -> {};
            var search = devices.recordings(camera, NOON, NOON.plus(Duration.ofDays(31)));
            assertThat(search.toCompletableFuture().cancel(false)).isTrue();
        };
        desk.sources.sync(Desk.LAN, new SourceId("nvr"));
        assertThat(ptz.told).isEmpty();
    }

    @Test
    void playsTheFirstStretchOfAWindowAndNoMoreOfItThanTheWindowHolds() {
        ptz.recordings = List.of(
                new Recording(NOON.minusSeconds(60), NOON, "before", Optional.empty()),
                new Recording(NOON.plusSeconds(300), NOON.plusSeconds(900), "second", Optional.empty()),
                new Recording(NOON.minusSeconds(60), NOON.plusSeconds(60), "first", Optional.empty()));
        var footage = devices.playback(camera, NOON, NOON.plusSeconds(600))
                .toCompletableFuture()
                .join();
        assertThat(footage.from()).isEqualTo(NOON);
        assertThat(footage.to()).isEqualTo(NOON.plusSeconds(60));
        assertThat(ptz.told).endsWith("play " + NOON + " " + NOON.plusSeconds(60) + " first");
    }

    @Test
    void whereNothingIsRecordedNothingIsPlayed() {
        assertThat(rule(devices.playback(camera, NOON, NOON.plusSeconds(600)))).isEqualTo("recordings.none");
    }

    @Test
    void aWindowThatIsTooLongOrEndsBeforeItBeginsIsRefusedBeforeTheDeviceIsAsked() {
        for (var to : List.of(
                NOON, NOON.minusSeconds(1), NOON.plus(Duration.ofDays(31)).plusMillis(1))) {
            var refused = (HubException) failure(devices.recordings(camera, NOON, to));
            assertThat(refused.reason()).isEqualTo(Reason.INVALID);
            assertThat(refused.rule()).isEqualTo("recordings.window");
        }
        assertThat(ptz.told).isEmpty();
    }
}
