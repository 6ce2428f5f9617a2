package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.CameraDevices;
import vn.matluoi.api.source.FootageFile;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.FakePtz;
import vn.matluoi.core.internal.testing.FakeRecorder;

class FootageFilesTest {

    private static final Instant NOON = Instant.parse("2026-11-22T05:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(300);
    private static final DeviceException BROKE_OFF = new DeviceException.Unreachable(Text.same("it broke off"));

    private final Desk desk = new Desk();
    private final FakePtz recorded = new FakePtz();
    private final FakeRecorder recorder = new FakeRecorder();
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

    private CompletionStage<FootageFile> asked() {
        return devices.download(camera, NOON, LATER);
    }

    /** A download that has begun, with eight bytes. */
    private FootageFile begun() {
        var stage = asked();
        recorder.gives("DHAV1234");
        return stage.toCompletableFuture().join();
    }

    private static Optional<String> piece(FootageFile file) {
        return file.next().toCompletableFuture().join().map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1));
    }

    private static Throwable failure(CompletionStage<?> stage) {
        return stage.handle((done, failure) -> failure).toCompletableFuture().getNow(null);
    }

    private static String rule(CompletionStage<?> stage) {
        return ((HubException) failure(stage)).rule();
    }

    private void looks(int times) {
        desk.hub.timer.advance(IncomingFile.LOOK.multipliedBy(times));
    }

    @Test
    void givesWhatTheDeviceGivesAndSaysWhenThatWasAll() {
        var stage = asked();
        assertThat(stage.toCompletableFuture())
                .as("before it is known what it is")
                .isNotDone();
        recorder.gives("DHA");
        assertThat(stage.toCompletableFuture()).isNotDone();
        recorder.gives("V12345");
        var file = stage.toCompletableFuture().join();
        assertThat(file.from()).isEqualTo(NOON);
        assertThat(file.to()).isEqualTo(LATER);
        assertThat(file.form()).isEqualTo(FootageFile.Form.DHAV);
        assertThat(piece(file)).contains("DHA");
        assertThat(piece(file)).contains("V12345");
        var next = file.next();
        assertThat(next.toCompletableFuture()).isNotDone();
        recorder.gives("end");
        assertThat(next.toCompletableFuture().join()).isPresent();
        recorder.sink.ended(Optional.empty());
        assertThat(file.over().toCompletableFuture()).as("not yet asked for").isNotDone();
        assertThat(piece(file)).isEmpty();
        assertThat(file.over().toCompletableFuture()).isCompleted();
        assertThat(recorder.closed).as("it closed itself").hasValue(0);
        looks(1000);
        assertThat(piece(file)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"DHAV...., DHAV", "IMKH...., HIKVISION", "....ftypisom, MP4", "RIFF...., OTHER", "x, OTHER"})
    void showsItsFormByItsFirstBytes(String bytes, FootageFile.Form form) {
        var stage = asked();
        recorder.gives(bytes);
        recorder.sink.ended(Optional.empty());
        assertThat(stage.toCompletableFuture().join().form()).isEqualTo(form);
    }

    @Test
    void knowsAProgramStream() {
        var stage = asked();
        recorder.sink.piece(new byte[] {0, 0, 1, (byte) 0xba, 0x44, 0, 0, 0});
        assertThat(stage.toCompletableFuture().join().form()).isEqualTo(FootageFile.Form.MPEG_PS);
    }

    @Test
    void fetchesTheStretchThatSharesMostWithTheWindowAndOfSeveralAlikeTheFirst() {
        recorded.recordings = List.of(
                new Recording(NOON.minusSeconds(299), NOON.plusSeconds(1), "before", Optional.empty()),
                new Recording(LATER.minusSeconds(149), LATER.plusSeconds(60), "second", Optional.empty()),
                new Recording(NOON.plusSeconds(1), LATER.minusSeconds(150), "first", Optional.empty()));
        begun();
        assertThat(recorder.asked).extracting(Recording::reference).containsExactly("first");
    }

    @Test
    void holdsTheDeviceBackWhileEnoughWaits() {
        var file = begun();
        assertThat(recorder.heldBack()).isFalse();
        recorder.gives(IncomingFile.ENOUGH);
        assertThat(recorder.heldBack()).isTrue();
        var ready = recorder.sink.ready().toCompletableFuture();
        piece(file);
        assertThat(ready).isNotDone();
        piece(file);
        assertThat(ready).isCompleted();
    }

    @Test
    void aDriverThatLetsItsDeviceGoOnIsGivenUpBeforeTheMemoryIsFull() {
        var file = begun();
        for (var sent = 0; sent <= IncomingFile.MOST; sent += 64 << 10) {
            recorder.gives(64 << 10);
        }
        assertThat(rule(file.over())).isEqualTo(FootageFile.TOO_SLOW);
        assertThat(recorder.closed).hasValue(1);
    }

    @Test
    void whoeverTakesNothingIsGivenUp() {
        var file = begun();
        looks(1);
        assertThat(file.over().toCompletableFuture()).isNotDone();
        looks(1);
        assertThat(rule(file.over())).isEqualTo(FootageFile.TOO_SLOW);
        assertThat(rule(file.next())).isEqualTo(FootageFile.TOO_SLOW);
        assertThat(recorder.closed).hasValue(1);
        assertThat(failure(asked())).as("the device is free again").isNull();
    }

    @Test
    void whoeverHoldsTheLastPieceWithoutEndIsGivenUp() {
        var file = begun();
        recorder.sink.ended(Optional.empty());
        piece(file);
        looks(2);
        assertThat(rule(file.over())).isEqualTo(FootageFile.TOO_SLOW);
    }

    @Test
    void whoeverTakesItSlowlyButSteadilyGoesOn() {
        var file = begun();
        piece(file);
        for (var i = 0; i < 20; i++) {
            recorder.gives(IncomingFile.TAKEN);
            piece(file);
            looks(1);
        }
        assertThat(file.over().toCompletableFuture()).isNotDone();
    }

    @Test
    void nothingLastsLongerThanTwoHours() {
        var file = begun();
        piece(file);
        for (var i = 0; i < IncomingFile.LOOKS; i++) {
            assertThat(file.over().toCompletableFuture()).isNotDone();
            var next = file.next();
            recorder.gives(IncomingFile.GIVEN);
            assertThat(next.toCompletableFuture()).isCompleted();
            looks(1);
        }
        assertThat(rule(file.over())).isEqualTo(FootageFile.TOO_SLOW);
    }

    @Test
    void aDeviceThatGivesNextToNothingIsGivenUp() {
        var file = begun();
        piece(file);
        var next = file.next();
        looks(IncomingFile.LEAN - 1);
        assertThat(next.toCompletableFuture()).isNotDone();
        looks(1);
        assertThat(failure(next)).isInstanceOf(DeviceException.Unreachable.class);
        assertThat(recorder.closed).hasValue(1);
    }

    @Test
    void aDeviceThatStallsBeforeItIsKnownWhatItGivesIsNotTakenForASlowTaker() {
        var stage = asked();
        recorder.gives("DHAV");
        looks(IncomingFile.LEAN - 1);
        assertThat(stage.toCompletableFuture()).isNotDone();
        looks(1);
        assertThat(failure(stage)).isInstanceOf(DeviceException.Unreachable.class);
    }

    @Test
    void whoeverGoesFreesTheDevice() {
        var file = begun();
        piece(file);
        var next = file.next();
        file.close();
        file.close();
        assertThat(recorder.closed).hasValue(1);
        assertThat(rule(next)).isEqualTo("download.ended");
        recorder.gives("more");
        recorder.sink.ended(Optional.of(BROKE_OFF));
        assertThat(rule(file.over())).isEqualTo("download.ended");
        begun();
    }

    @Test
    void whatCameBeforeTheDeviceFailedIsGivenAndThenWhyItFailed() {
        var file = begun();
        recorder.gives("half");
        recorder.sink.ended(Optional.of(BROKE_OFF));
        assertThat(piece(file)).contains("DHAV1234");
        assertThat(piece(file)).contains("half");
        assertThat(failure(file.next())).isSameAs(BROKE_OFF);
        assertThat(failure(file.over())).isSameAs(BROKE_OFF);
        begun();
    }

    @Test
    void aDeviceThatDoesNotBeginSaysWhy() {
        recorder.consents = false;
        var refused = asked();
        recorder.opened.get(0).completeExceptionally(FakeDevice.BUSY);
        assertThat(failure(refused)).isSameAs(FakeDevice.BUSY);
        recorder.consents = true;
        var silent = asked();
        recorder.sink.ended(Optional.of(BROKE_OFF));
        assertThat(failure(silent)).isSameAs(BROKE_OFF);
        var empty = asked();
        recorder.sink.ended(Optional.empty());
        assertThat(failure(empty)).isInstanceOf(DeviceException.Garbled.class);
        begun();
    }

    @Test
    void aSecondOneFromTheSameDeviceIsRefused() {
        var file = begun();
        var refused = (HubException) failure(asked());
        assertThat(refused.reason()).isEqualTo(Reason.BUSY);
        assertThat(refused.rule()).isEqualTo("download.busy");
        assertThat(refused.text().vi()).contains("Đang tải một bản ghi khác");
        assertThat(refused.text().en()).contains("Other footage is being fetched from this device");
        assertThat(recorder.asked).hasSize(1);
        recorder.sink.ended(Optional.empty());
        piece(file);
        begun();
    }

    /** A file of each of so many devices as may give one at once. */
    private List<FootageFile> asManyAsMayBe() {
        var files = new ArrayList<FootageFile>();
        for (var i = 0; i < CameraDevices.MOST_FILES; i++) {
            desk.hub.add("nvr-" + i, "right");
            var stage = devices.download(desk.hub.catalogue.idOf("nvr-" + i, "1"), NOON, LATER);
            recorder.gives("DHAV1234");
            files.add(stage.toCompletableFuture().join());
        }
        return files;
    }

    @Test
    void fewAreFetchedAtOnceFromAllDevicesTogether() {
        var files = asManyAsMayBe();
        assertThat(rule(asked())).isEqualTo("download.full");
        files.get(0).close();
        begun();
    }

    @Test
    void whatADeviceHasGivenCountsUntilItIsTaken() {
        var last = asManyAsMayBe().get(CameraDevices.MOST_FILES - 1);
        recorder.sink.ended(Optional.empty());
        piece(last);
        assertThat(rule(asked())).isEqualTo("download.full");
        piece(last);
        begun();
    }

    @Test
    void aDeviceThatGivesNoFilesSaysSoAndIsNotSearched() {
        desk.hub.device.downloads = null;
        assertThat(failure(asked()))
                .isInstanceOf(DeviceException.Unsupported.class)
                .hasMessageContaining("gives no recorded footage as a file");
        assertThat(recorded.told).isEmpty();
        desk.hub.device.downloads = recorder;
        begun();
    }

    @Test
    void whereNothingIsRecordedNothingIsFetched() {
        recorded.recordings = List.of();
        assertThat(rule(asked())).isEqualTo("recordings.none");
        for (var to : List.of(NOON, NOON.plus(CameraDevices.LONGEST_FILE).plusMillis(1))) {
            assertThat(rule(devices.download(camera, NOON, to))).isEqualTo("recordings.window");
        }
        assertThat(recorder.asked).isEmpty();
    }

    @Test
    void nothingIsAskedOfADeviceForOneWhoDoesNotWaitAnyMore() {
        desk.hub.device.whileAsked = () -> { // the lane is taken
            desk.hub.device.whileAsked = () -> {};
            assertThat(asked().toCompletableFuture().cancel(false)).isTrue();
        };
        desk.sources.sync(Desk.LAN, new SourceId("nvr"));
        assertThat(recorder.asked).isEmpty();
        recorder.consents = false;
        asked().toCompletableFuture().cancel(false);
        recorder.opened.get(0).complete(recorder.wire());
        assertThat(recorder.closed).as("what opens late is closed").hasValue(1);
        recorder.consents = true;
        begun();
    }

    @Test
    void aSessionThatAFileComesOverIsNotIdle() {
        desk.hub.add("seldom", "right", Map.of("watch.seconds", "3600"));
        var stage = devices.download(desk.hub.catalogue.idOf("seldom", "1"), NOON, LATER);
        recorder.gives("DHAV1234");
        var file = stage.toCompletableFuture().join();
        var closed = desk.hub.device.closed.get();
        desk.hub.supervisor("seldom").examineNow();
        desk.hub.timer.settle();
        assertThat(desk.hub.device.closed).hasValue(closed);
        file.close();
        desk.hub.supervisor("seldom").examineNow();
        desk.hub.timer.settle();
        assertThat(desk.hub.device.closed).hasValue(closed + 1);
    }

    @Test
    void noneOutlivesTheHub() {
        var given = begun();
        recorder.sink.ended(Optional.empty());
        var file = begun();
        devices.stop();
        assertThat(rule(file.over())).isEqualTo("download.ended");
        assertThat(rule(given.over())).isEqualTo("download.ended");
        assertThat(recorder.closed).hasValue(1);
    }

    @Test
    void whatOneTakesIsOwnedByNobodyElse() {
        var stage = asked();
        var reused = "DHAV1234".getBytes(StandardCharsets.ISO_8859_1);
        recorder.sink.piece(reused);
        reused[0] = 'X';
        assertThat(piece(stage.toCompletableFuture().join())).contains("DHAV1234");
    }
}
