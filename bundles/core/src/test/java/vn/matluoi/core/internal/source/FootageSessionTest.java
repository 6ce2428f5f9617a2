package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.FootageFile;
import vn.matluoi.api.source.PtzOrder;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.FakePtz;
import vn.matluoi.core.internal.testing.FakeRecorder;
import vn.matluoi.core.internal.work.Lanes;

/** Files of footage, the sessions they come over, and the lanes in which they are asked for and given up. */
@Timeout(60)
class FootageSessionTest {

    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(300);
    private static final Duration STUCK = Duration.ofSeconds(90);

    private final Desk desk = new Desk();
    private final FakePtz recorded = new FakePtz();
    private final FakeRecorder recorder = new FakeRecorder();
    private final ExecutorService pool = Executors.newCachedThreadPool();
    private final CountDownLatch hangs = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private SupervisedDevices devices;
    private CameraId camera;

    @BeforeEach
    void aRecorder() {
        desk.hub.add("nvr", "right");
        desk.hub.device.ptz = recorded;
        desk.hub.device.downloads = recorder;
        recorded.recordings = List.of(new Recording(NOON, LATER, "rec-1", Optional.empty()));
        devices = new SupervisedDevices(desk.hub.supervision, desk.hub.catalogue);
        camera = desk.hub.catalogue.idOf("nvr", "1");
    }

    @AfterEach
    void stop() {
        release.countDown();
        pool.shutdownNow();
    }

    /** From now on work is done by several threads, and given up when it hangs. */
    private void onThreads() throws Exception {
        desk.hub.restartOn(pool);
        await().until(() -> {
            desk.hub.timer.advance(Duration.ofSeconds(1));
            return desk.hub
                    .supervision
                    .find(new SourceId("nvr"))
                    .filter(source -> source.state().kind() == State.Kind.ONLINE)
                    .isPresent();
        });
        devices = new SupervisedDevices(desk.hub.supervision, desk.hub.catalogue);
    }

    private CompletableFuture<FootageFile> asked() {
        return devices.download(camera, NOON, LATER).toCompletableFuture();
    }

    private FootageFile begun() {
        var stage = asked();
        await().until(() -> !recorder.opened.isEmpty());
        recorder.gives("DHAV1234");
        return stage.join();
    }

    private void sourceSaved() {
        desk.hub.enter("nvr", "right", Map.of());
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return stage.handle((done, failure) -> failure).toCompletableFuture().getNow(null);
    }

    private static void assertCut(CompletionStage<?> stage) {
        assertThat(failure(stage)).isInstanceOf(DeviceException.Unreachable.class);
        assertThat(((DeviceException) failure(stage)).text())
                .isEqualTo(new Text(
                        "phiên với thiết bị đã đóng khi đang tải", "the session with the device was closed meanwhile"));
    }

    @Test
    void aSessionThatIsClosedEndsWhatComesOverItAndSaysSo() {
        var file = begun();
        file.next();
        var next = file.next();
        sourceSaved();
        assertCut(next);
        assertCut(file.over());
        assertThat(recorder.closed).hasValue(1);
        begun();
    }

    @Test
    void aDriverThatIsReplacedEndsWhatComesOverItsSession() {
        var file = begun();
        desk.hub.shelf.remove(desk.hub.device);
        assertCut(file.over());
    }

    @Test
    void whatTheDeviceHasGivenOutlivesItsSession() {
        var file = begun();
        recorder.sink.ended(Optional.empty());
        sourceSaved();
        assertThat(file.next().toCompletableFuture().join()).isPresent();
        assertThat(file.next().toCompletableFuture().join()).isEmpty();
        assertThat(file.over().toCompletableFuture()).isCompleted();
    }

    @Test
    void aSessionClosedBeforeTheDeviceIsAskedEndsNothing() {
        var stages = new CompletableFuture<CompletableFuture<FootageFile>>();
        desk.hub.device.whileAsked = () -> { // the lane is taken
            desk.hub.device.whileAsked = () -> {};
            stages.complete(asked());
            sourceSaved();
        };
        var closed = desk.hub.device.closed.get();
        desk.sources.sync(Desk.LAN, new SourceId("nvr"));
        assertThat(desk.hub.device.closed.get()).isGreaterThan(closed);
        recorder.gives("DHAV1234");
        assertThat(stages.join()).isCompleted();
    }

    @Test
    void whatOpensOnASessionThatWasClosedMeanwhileIsEnded() {
        recorder.consents = false;
        var stage = asked();
        sourceSaved();
        assertThat(stage).isNotDone();
        recorder.opened.get(0).complete(recorder.wire());
        assertCut(stage);
        assertThat(recorder.closed).hasValue(1);
    }

    @Test
    void whatFailsWhileADeviceGivesAFileLeavesItsSession() {
        var file = begun();
        var closed = desk.hub.device.closed.get();
        desk.hub.device.failOnce = FakeDevice.UNREACHABLE;
        assertThat(failure(devices.snapshot(camera))).isSameAs(FakeDevice.UNREACHABLE);
        recorded.failing = "move";
        recorded.failure = FakeDevice.UNREACHABLE;
        var moved = devices.order(camera, "lan", new PtzOrder.Move(1, 0, 0, Duration.ofSeconds(2)));
        assertThat(failure(moved)).isSameAs(FakeDevice.UNREACHABLE);
        assertThat(desk.hub.device.closed).hasValue(closed);
        assertThat(file.over().toCompletableFuture()).isNotDone();
        file.close();
        desk.hub.device.failOnce = FakeDevice.UNREACHABLE;
        devices.snapshot(camera);
        assertThat(desk.hub.device.closed).hasValue(closed + 1);
    }

    @Test
    void aFileThatHasNotBegunIsNoSignOfLife() {
        var closed = desk.hub.device.closed.get();
        recorded.failing = "search";
        recorded.failure = FakeDevice.UNREACHABLE;
        assertThat(failure(asked())).isSameAs(FakeDevice.UNREACHABLE);
        assertThat(desk.hub.device.closed).hasValue(closed + 1);
    }

    @Test
    void nothingIsFetchedForOneWhoLeftWhileTheDeviceSearched() {
        var stages = new CompletableFuture<CompletableFuture<FootageFile>>();
        desk.hub.device.whileAsked = () -> { // the lane is taken
            desk.hub.device.whileAsked = () -> {};
            stages.complete(asked());
        };
        recorded.whileTold = () -> stages.join().cancel(false);
        desk.sources.sync(Desk.LAN, new SourceId("nvr"));
        assertThat(recorded.told).hasSize(1);
        assertThat(recorder.asked).isEmpty();
    }

    @Test
    void whatADriverOpensAfterItHungIsClosed() throws Exception {
        onThreads();
        recorder.whileAsked = () -> {
            hangs.countDown();
            FakeDevice.awaitAsABadDriverDoes(release);
        };
        var stage = asked();
        hangs.await();
        desk.hub.timer.advance(STUCK);
        await().untilAsserted(() -> assertThat(failure(stage)).isInstanceOf(Lanes.Stuck.class));
        release.countDown();
        await().untilAsserted(() -> assertThat(recorder.closed).hasValue(1));
    }

    @Test
    void aDriverThatHangsAtGivingUpAFileHoldsNoWorkerForLong() throws Exception {
        onThreads();
        var interrupted = new CompletableFuture<Boolean>();
        recorder.whileClosing = () -> {
            hangs.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.complete(true);
            }
        };
        var file = begun();
        file.close();
        hangs.await();
        desk.hub.timer.advance(STUCK);
        await().until(interrupted::isDone);
    }
}
