package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.ChannelFacet.Downloads;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Handler;

/** Searches are made, paged and given back, whatever the firmware is like. */
class RecordingsTest extends Opened {

    private static final ChannelId THREE = new ChannelId("3");
    private static final Instant FROM = Instant.parse("2026-11-22T00:00:00Z"); // 07:00 in Tây Ninh
    private static final Instant TO = Instant.parse("2026-11-22T03:00:00Z");

    private final AtomicInteger pages = new AtomicInteger();

    /** What a search finds, a page each; other requests are the recorder's. */
    private Handler finding(CgiRecorder recorder, String... found) {
        recorder.on(FileSearch.FIND + "factory.create", "result=08137\r\n");
        return request -> {
            var path = request.path();
            if (path.contains("action=findNextFile")) {
                int page = pages.getAndIncrement();
                return text(page < found.length ? found[page] : "found=0\r\n");
            }
            if (path.contains("action=findFile") || path.contains("action=close") || path.contains("action=destroy")) {
                return text("OK\r\n");
            }
            return recorder.answer(request);
        };
    }

    private static Answer text(String body) {
        return Answer.of(200, "text/plain", body);
    }

    private static String item(int row, int channel, String from, String to, String path) {
        return "items[%1$d].Channel=%2$d\r\nitems[%1$d].StartTime=%3$s\r\nitems[%1$d].EndTime=%4$s\r\nitems[%1$d].FilePath=%5$s\r\n"
                .formatted(row, channel, from, to, path);
    }

    private List<Recording> search(Handler device) throws DeviceException {
        var session = session(device);
        session.channels();
        return session.facet(THREE, Recordings.class).orElseThrow().search(FROM, TO);
    }

    private List<String> asked(String action) {
        return server.asked().stream()
                .filter(a -> a.contains("action=" + action))
                .toList();
    }

    @Test
    void aShortPageIsNotTheEnd() throws DeviceException {
        var found = search(finding(
                CgiRecorder.sixteen(),
                "found=1\r\n" + item(0, 2, "2026-11-22 08:00:00", "2026-11-22 09:00:00", "/mnt/b.dav"),
                "found=1\r\n" + item(0, 2, "2026-11-22 06:30:00", "2026-11-22 08:00:00", "/mnt/a.dav")));
        assertThat(found)
                .extracting(Recording::from)
                .containsExactly(Instant.parse("2026-11-21T23:30:00Z"), Instant.parse("2026-11-22T01:00:00Z"));
        assertThat(asked("findFile"))
                .singleElement()
                .asString()
                .contains("condition.Channel=3")
                .contains("condition.StartTime=2026-11-22%2007:00:00")
                .contains("condition.Types%5B0%5D=dav");
        assertThat(asked("close")).hasSize(1);
        assertThat(asked("destroy")).hasSize(1);
    }

    @Test
    void picturesOtherChannelsAndOtherTimesAreLeftOut() throws DeviceException {
        var found = search(finding(
                CgiRecorder.sixteen(),
                "found=5\r\n"
                        + item(0, 2, "2026-11-22 08:00:00", "2026-11-22 08:00:01", "/mnt/a.jpg")
                        + item(1, 3, "2026-11-22 08:00:00", "2026-11-22 09:00:00", "/mnt/b.dav")
                        + item(2, 2, "2026-11-22 10:00:00", "2026-11-22 11:00:00", "/mnt/c.dav")
                        + item(3, 2, "2026-11-22 09:00:00", "2026-11-22 08:00:00", "/mnt/d.dav")
                        + item(4, 2, "2026-11-22 08:00:00", "2026-11-22 09:00:00", "relative.dav")));
        assertThat(found).isEmpty();
    }

    @Test
    void theFilterThatFirmwareRefusesIsLeftOut() throws DeviceException {
        var recorder = finding(
                CgiRecorder.sixteen(),
                "found=1\r\n" + item(0, 2, "2026-11-22 08:00:00", "2026-11-22 09:00:00", "/mnt/a.dav"));
        var found = search(request ->
                request.path().contains("condition.Types") ? CgiRecorder.error(400) : recorder.answer(request));
        assertThat(found).hasSize(1);
    }

    @Test
    void nothingRecordedIs400() throws DeviceException {
        var recorder = finding(CgiRecorder.sixteen());
        var found = search(request ->
                request.path().contains("action=findFile") ? CgiRecorder.error(400) : recorder.answer(request));
        assertThat(found).isEmpty();
        assertThat(asked("destroy")).hasSize(1);
    }

    @Test
    void searchesAreGivenBackWhenTheyFail() {
        var recorder = finding(CgiRecorder.sixteen());
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> search(request ->
                        request.path().contains("findNextFile") ? text("<html>no</html>") : recorder.answer(request)));
        assertThat(asked("close")).hasSize(1);
        assertThat(asked("destroy")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "500, Busy, 0",
        "403, Refused, 0",
        "200, Garbled, 0",
        "400, Garbled, 0",
        "500, Busy, 1",
        "200, Garbled, 1"
    })
    void aListThatBreaksOffIsNotWhole(int status, String type, int after) {
        assertThatExceptionOfType(DeviceException.class)
                .isThrownBy(() -> search(refusingPage(after, status)))
                .satisfies(e -> assertThat(e.getClass().getSimpleName()).isEqualTo(type));
        assertThat(asked("destroy")).hasSize(1);
    }

    @Test
    void afterAPage400IsTheEnd() throws DeviceException {
        assertThat(search(refusingPage(1, 400))).hasSize(1);
    }

    /** Gives pages, and then refuses. */
    private Handler refusingPage(int given, int status) {
        var page = "found=1\r\n" + item(0, 2, "2026-11-22 08:00:00", "2026-11-22 09:00:00", "/mnt/a.dav");
        var recorder = finding(CgiRecorder.sixteen(), page, page);
        return request -> request.path().contains("findNextFile") && pages.get() == given
                ? CgiRecorder.error(status)
                : recorder.answer(request);
    }

    /** Counts a download. */
    private static final class Counted implements Downloads.DownloadSink {
        private final CompletableFuture<Optional<DeviceException>> end = new CompletableFuture<>();
        private final CompletableFuture<Boolean> ready;
        private volatile int whileHeldBack;

        private Counted(CompletableFuture<Boolean> ready) {
            this.ready = ready;
        }

        @Override
        public void piece(byte[] piece) {
            if (!ready.isDone()) {
                whileHeldBack++; // one after the other
            }
        }

        @Override
        public CompletionStage<?> ready() {
            return ready;
        }

        @Override
        public void ended(Optional<DeviceException> why) {
            end.complete(why);
        }
    }

    private static Counted download(DeviceSession session, int size, CompletableFuture<Boolean> ready)
            throws Exception {
        var sink = new Counted(ready);
        var reference = "2026-11-22T08:00:00/2026-11-22T09:00:00/%d/mnt/a.dav".formatted(size);
        session.facet(THREE, Downloads.class)
                .orElseThrow()
                .download(new Recording(FROM, TO, reference, Optional.empty()), sink)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        return sink;
    }

    @Test
    void aDownloadMayBeFasterThanEventsAndWaitsForWhoTakesIt() throws Exception {
        int size = 11 << 20;
        var recorder = CgiRecorder.sixteen();
        var session = session(
                request -> request.path().contains("RPC_Loadfile") ? text("x".repeat(size)) : recorder.answer(request));
        session.channels();
        var fast = download(session, size, CompletableFuture.completedFuture(true));
        assertThat(fast.end.get(60, TimeUnit.SECONDS)).isEmpty();
        var free = new CompletableFuture<Boolean>();
        var held = download(session, size, free);
        await().until(() -> held.whileHeldBack > 0);
        free.complete(true);
        assertThat(held.end.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(held.whileHeldBack).isOne();
    }

    @Test
    void aDeviceThatNeverEndsIsLeft() {
        var page = new StringBuilder("found=2000\r\n");
        for (int i = 0; i < 2000; i++) {
            page.append(item(i, 2, "2026-11-22 08:00:00", "2026-11-22 09:00:00", "/mnt/a.dav"));
        }
        var recorder = finding(CgiRecorder.sixteen());
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> search(request ->
                        request.path().contains("findNextFile") ? text(page.toString()) : recorder.answer(request)))
                .withMessageContaining("20000");
        assertThat(asked("findNextFile")).hasSize(11);
        assertThat(asked("destroy")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 501})
    void noSearchLeftIsBusyAndNoSearchAtAllIsUnsupported(int status) {
        var recorder = CgiRecorder.sixteen().on(FileSearch.FIND + "factory.create", CgiRecorder.error(status));
        assertThatExceptionOfType(status == 400 ? Busy.class : Unsupported.class)
                .isThrownBy(() -> search(recorder));
    }

    @Test
    void aCameraIsAskedByBothNumbers() throws DeviceException {
        var camera = finding(
                new CgiRecorder("IPC").title(0, "x").publish(),
                "found=0\r\n",
                "found=1\r\n" + item(0, 0, "2026-11-22 08:00:00", "2026-11-22 09:00:00", "/mnt/sd/a.mp4"));
        var session = session(camera);
        session.channels();
        var found = session.facet(new ChannelId("1"), Recordings.class)
                .orElseThrow()
                .search(FROM, TO);
        assertThat(found).hasSize(1);
        assertThat(asked("findFile")).hasSize(2).last().asString().contains("condition.Channel=0");
    }

    @Test
    void theSameFileHasTheSameTimesAtEachSearch() throws DeviceException {
        var page = "found=1\r\n" + item(0, 2, "2026-11-22 08:00:00", "2026-11-22 09:00:00", "/mnt/a.dav");
        var recorder = CgiRecorder.sixteen();
        var session = session(finding(recorder, page, "found=0\r\n", page, "found=0\r\n", page));
        session.channels();
        var found = new ArrayList<Instant>();
        for (var shown : List.of("10:00:05", "10:00:06", "10:00:08")) {
            recorder.on(DahuaClock.PATH, "result=2026-11-22 " + shown + "\r\n");
            var recordings = session.facet(THREE, Recordings.class).orElseThrow();
            found.add(recordings.search(FROM, TO).get(0).from());
        }
        assertThat(found)
                .as("a second is the measure's, three are the clock's")
                .containsExactly(
                        Instant.parse("2026-11-22T00:59:55Z"),
                        Instant.parse("2026-11-22T00:59:55Z"),
                        Instant.parse("2026-11-22T00:59:52Z"));
    }

    @Test
    void aReferenceReadsBackAndIsSentEncoded() {
        var footage = new Footage(
                LocalDateTime.parse("2026-04-29T10:00:00"),
                LocalDateTime.parse("2026-04-29T23:30:00"),
                320256446,
                "/mnt/dvr/2026-04-29/0/dav/10/10.00.00-10.30.00[R][0@0][0].dav");
        assertThat(Footage.read(footage.reference())).contains(footage);
        assertThat(footage.whole())
                .isEqualTo(
                        "/cgi-bin/RPC_Loadfile/mnt/dvr/2026-04-29/0/dav/10/10.00.00-10.30.00%5BR%5D%5B0%400%5D%5B0%5D.dav");
        assertThat(footage.windows(3))
                .hasSize(3)
                .last()
                .asString()
                .contains("channel=3&startTime=2026-04-29%2022:00:00&endTime=2026-04-29%2023:30:00");
        for (var odd : List.of("", "a/b/c/d", "2026-04-29T10:00:00/x/1/y", "///", "/mnt/a.dav")) {
            assertThat(Footage.read(odd)).isEmpty();
        }
    }
}
