package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.ChannelFacet.Downloads;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.driver.testkit.DeviceServer.Answer;

/** How recorded footage is found, played and fetched over the wire. */
class FootageTest extends OnADevice {

    private static String item(String from, String to, String name) {
        return """
                <searchMatchItem><trackID>501</trackID><timeSpan><startTime>%s</startTime><endTime>%s</endTime></timeSpan>
                <mediaSegmentDescriptor><contentType>video</contentType><playbackURI>rtsp://203.0.113.9:9554/Streaming/tracks/501/?starttime=x&amp;endtime=y&amp;name=%s&amp;size=12</playbackURI></mediaSegmentDescriptor>
                <metadataMatches><metadataDescriptor>recordType.meta.hikvision.com/motion</metadataDescriptor></metadataMatches></searchMatchItem>
                """
                .formatted(from, to, name);
    }

    private static String result(String status, String items) {
        return "<CMSearchResult><responseStatusStrg>%s</responseStatusStrg><matchList>%s</matchList></CMSearchResult>"
                .formatted(status, items);
    }

    @Test
    void theSameFileHasTheSameTimesAtEachSearch() throws DeviceException {
        recording().on(Footage.PATH, result("OK", item("2026-11-22T09:05:00Z", "2026-11-22T09:35:00Z", "a")));
        var recordings = five(Recordings.class);
        var found = new ArrayList<Instant>();
        for (var shown : List.of("10:05:00", "10:05:01", "10:05:03")) {
            recorder.on(HikvisionClock.PATH, "<Time><localTime>2026-11-22T" + shown + "+07:00</localTime></Time>");
            found.add(recordings
                    .search(NOW.minus(Duration.ofHours(2)), NOW)
                    .get(0)
                    .from());
        }
        assertThat(found)
                .as("a second is the measure's, three are the clock's")
                .containsExactly(
                        Instant.parse("2026-11-22T02:00:00Z"),
                        Instant.parse("2026-11-22T02:00:00Z"),
                        Instant.parse("2026-11-22T01:59:57Z"));
    }

    @Test
    void findsFootageInTrueTimeAndPlaysItByTheDevicesClock() throws DeviceException {
        // the device is five minutes ahead: what it calls 09:05 was nine o'clock
        recording()
                .on(
                        Footage.PATH,
                        result(
                                "OK",
                                item("2026-11-22T09:05:00Z", "2026-11-22T09:35:00Z", "b")
                                        + item("2026-11-22T08:35:00Z", "2026-11-22T09:05:00Z", "a")
                                        + item("2026-11-22T08:40:00Z", "2026-11-22T08:40:00Z", "picture")));
        var recordings = five(Recordings.class);
        var found = recordings.search(Instant.parse("2026-11-22T01:45:00Z"), Instant.parse("2026-11-22T02:15:00Z"));
        assertThat(found)
                .extracting(Recording::from)
                .containsExactly(Instant.parse("2026-11-22T01:30:00Z"), Instant.parse("2026-11-22T02:00:00Z"));
        assertThat(found.get(0).trigger()).contains("motion");
        assertThat(sent.get(0))
                .contains("<trackID>501</trackID>", "<startTime>2026-11-22T08:50:00Z</startTime>")
                .contains("<searchResultPostion>0</searchResultPostion>")
                .containsPattern("<searchID>[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}</searchID>");
        assertThat(recordings.playback(found.get(1)).uri().toString())
                .isEqualTo(
                        "rtsp://127.0.0.1:10554/Streaming/tracks/501?starttime=20261122T090500Z&endtime=20261122T093500Z&name=b&size=12");
    }

    @Test
    void moreWithoutItemsEndsTheSearchAndLongWindowsAreAskedByTheDay() throws DeviceException {
        recording().on(Footage.PATH, result("MORE", ""));
        var recordings = five(Recordings.class);
        assertThat(recordings.search(NOW.minus(Duration.ofHours(60)), NOW)).isEmpty();
        assertThat(sent).hasSize(3);
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> recordings.search(NOW.minus(Duration.ofDays(63)), NOW));
    }

    @Test
    void moreForEverEndsTheSearch() throws DeviceException {
        recording().on(Footage.PATH, result("MORE", item("2026-11-22T09:05:00Z", "2026-11-22T09:35:00Z", "b")));
        var recordings = five(Recordings.class);
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> recordings.search(NOW.minus(Duration.ofHours(2)), NOW));
        assertThat(sent).hasSize(1000);
        assertThat(sent.get(1)).contains("<searchResultPostion>1</searchResultPostion>");
    }

    /** Keeps a download. */
    private static final class Kept implements Downloads.DownloadSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<Optional<DeviceException>> end = new CompletableFuture<>();
        private final CompletableFuture<Boolean> ready;
        private volatile int whileHeldBack;

        private Kept(CompletableFuture<Boolean> ready) {
            this.ready = ready;
        }

        @Override
        public void piece(byte[] piece) {
            bytes.writeBytes(piece);
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

    private Kept download(String reference) throws Exception {
        return download(reference, new Kept(CompletableFuture.completedFuture(true)));
    }

    private Kept download(String reference, Kept kept) throws Exception {
        five(Downloads.class)
                .download(new Recording(NOW, NOW.plusSeconds(1), reference, Optional.empty()), kept)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        return kept;
    }

    @Test
    void downloadsAreWholeWhenAllBytesThatWereStatedCame() throws Exception {
        recording().on(HikvisionDownloads.PATH, Answer.of(200, "application/octet-stream", "IMKH12345678"));
        var reference = "rtsp://203.0.113.9/Streaming/tracks/501/?starttime=x&name=b&size=";
        var whole = download(reference + 12);
        assertThat(whole.end.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(whole.bytes.toString(UTF_8)).isEqualTo("IMKH12345678");
        assertThat(sent.get(0)).contains("<playbackURI>" + reference.replace("&", "&amp;") + "12</playbackURI>");
        assertThat(download(reference + 13).end.get(60, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void aDownloadMayBeFasterThanEvents() throws Exception {
        int size = 11 << 20;
        recording().on(HikvisionDownloads.PATH, Answer.of(200, "application/octet-stream", "x".repeat(size)));
        var whole = download("rtsp://203.0.113.9/Streaming/tracks/501/?starttime=x&name=b&size=" + size);
        assertThat(whole.end.get(60, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aDownloadWaitsForWhoTakesIt() throws Exception {
        int size = 11 << 20;
        recording().on(HikvisionDownloads.PATH, Answer.of(200, "application/octet-stream", "x".repeat(size)));
        var free = new CompletableFuture<Boolean>();
        var kept = new Kept(free);
        download("rtsp://203.0.113.9/Streaming/tracks/501/?starttime=x&name=b&size=" + size, kept);
        await().until(() -> kept.whileHeldBack > 0);
        free.complete(true);
        assertThat(kept.end.get(60, TimeUnit.SECONDS)).isEmpty();
        assertThat(kept.whileHeldBack).isOne();
    }

    @Test
    void saysWhyADownloadIsRefused() throws Exception {
        recording().on(HikvisionDownloads.PATH, IsapiRecorder.refusal(403, 4, "lowPrivilege"));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> download("rtsp://203.0.113.9/x"))
                .withCauseInstanceOf(DeviceException.Refused.class);
    }
}
