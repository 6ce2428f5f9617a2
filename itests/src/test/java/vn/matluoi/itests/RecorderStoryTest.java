package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.Sink;

/** A legacy recorder: tested, connected, in the catalogue, watched. */
class RecorderStoryTest {

    private static final String ID = "nvr-story";
    private static SimulatedRecorder recorder;
    private static Client admin;

    @BeforeAll
    static void connect() throws IOException {
        recorder = SimulatedRecorder.start();
        admin = SharedHub.administrator();
        var added = admin.post("/api/v1/sources", SharedHub.source(ID, recorder).toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cameras("").get("total").asInt() == 16);
    }

    @AfterAll
    static void disconnect() {
        admin.delete("/api/v1/sources/" + ID);
        recorder.close();
    }

    @Test
    void theTestLadderSaysWhatItFound() throws IOException {
        var settings = SharedHub.source("nvr-ladder", recorder);
        var tested = admin.post("/api/v1/sources/test", settings.toString());
        assertThat(tested.status()).as(tested.text()).isEqualTo(200);
        assertThat(tested.json().get("passed").asBoolean()).as(tested.text()).isTrue();
        assertThat(tested.json().get("channels")).hasSize(16);
        assertThat(tested.json().get("rungs").findValuesAsText("name"))
                .containsSubsequence("tcp", "protocol", "login", "identity", "clock", "channels", "streams");
        assertThat(tested.text()).doesNotContain(recorder.password());
    }

    @Test
    void itsChannelsStandInTheCatalogueWithWhoSaidWhat() throws IOException {
        var camera = cameras("&limit=200").get("items").get(0);
        assertThat(camera.get("id").asText()).startsWith("80-");
        var detail = admin.get("/api/v1/cameras/" + camera.get("id").asText()).json();
        var model = stated(detail, "model");
        assertThat(model.get("layer").asText()).isEqualTo("device");
        assertThat(model.get("source").asText()).isEqualTo(ID);
        assertThat(model.get("by").asText()).isEqualTo("driver:hikvision");
        assertThat(model.get("at").asText()).isNotEmpty();
        var area = stated(detail, "area");
        assertThat(area.get("layer").asText())
                .as("the settings are the agency's word")
                .isEqualTo("agency");
        assertThat(area.get("by").asText()).isEqualTo("admin");
    }

    @Test
    void theTwoOfflineChannelsAreKeptAndSaidToBeOffline() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cameras("&state=offline").get("total").asInt() == 2
                        && cameras("&state=online").get("total").asInt() == 14);
    }

    @Test
    void aSecondSynchronisationChangesNothing() {
        var report = admin.post("/api/v1/sources/" + ID + "/sync", "");
        assertThat(report.status()).as(report.text()).isEqualTo(200);
        assertThat(report.json().at("/counts/created").asInt()).isZero();
        assertThat(report.json().at("/counts/unchanged").asInt()).isEqualTo(16);
    }

    @Test
    void aCameraPlaysByAOneTimeAddressThatShowsNothingOfTheDevice() throws Exception {
        var live = live();
        assertThat(live.status()).as(live.text()).isBetween(200, 201);
        var address = live.json().get("rtsp").asText();
        assertThat(address)
                .startsWith("rtsp://127.0.0.1:" + SharedHub.get().rtspPort() + "/")
                .doesNotContain(String.valueOf(recorder.rtsp()))
                .doesNotContain("Streaming");
        assertThat(live.json().get("expires").asText()).isNotEmpty();
        var probe = Commands.run(List.of(
                "ffprobe",
                "-v",
                "error",
                "-rtsp_transport",
                "tcp",
                "-show_entries",
                "stream=codec_name,width,height",
                "-of",
                "csv=p=0",
                address));
        assertThat(probe.status()).as(probe.everything()).isZero();
        assertThat(probe.out()).contains("h264,640,360");

        var again = Commands.run(List.of("ffprobe", "-v", "error", "-rtsp_transport", "tcp", address));
        assertThat(again.status()).as("a ticket opens once").isNotZero();
        assertThat(again.everything()).contains("404");
    }

    @Test
    void noFrameIsLostOnTheWay() throws Exception {
        var address = URI.create(live().json().get("rtsp").asText());
        var seen = Sink.watch(address, Duration.ofSeconds(5), Duration.ofSeconds(10));
        assertThat(seen.ended()).isEmpty();
        assertThat(seen.frames()).isGreaterThan(100);
        assertThat(seen.lost()).isZero();
    }

    @Test
    void aStillPictureIsAJpeg() {
        var picture = admin.get("/api/v1/cameras/" + online().get("id").asText() + "/snapshot");
        assertThat(picture.status()).as(picture.text()).isEqualTo(200);
        assertThat(picture.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(picture.bytes()).startsWith((byte) 0xff, (byte) 0xd8, (byte) 0xff);
    }

    @Test
    void theShellShowsTheSameSource() throws Exception {
        assertThat(SharedHub.get().shellSays("hub:source-list")).contains(ID, "hikvision");
        assertThat(SharedHub.get().shellSays("hub:source-info " + ID))
                .contains(ID)
                .doesNotContain(recorder.password());
        assertThat(SharedHub.get().shell("hub:source-info no-such-source").status())
                .isNotZero();
    }

    @Test
    void everyChangeStandsInTheFeedAndInTheLog() {
        var changes = changes();
        assertThat(changes)
                .extracting(change -> change.get("sequence").asLong())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(changes)
                .filteredOn(change -> change.get("subject").asText().equals(ID))
                .extracting(change -> change.get("kind").asText())
                .contains("source.created");
        for (var camera : cameras("&limit=200").get("items")) {
            assertThat(changes)
                    .filteredOn(change -> change.get("subject")
                            .asText()
                            .equals(camera.get("id").asText()))
                    .extracting(change -> change.get("kind").asText())
                    .contains("camera.created");
        }
        assertThat(SharedHub.audited())
                .filteredOn(record -> record.get("subject").asText().equals(ID))
                .extracting(record -> record.get("action").asText())
                .contains("source.create");
        assertThat(admin.get("/api/v1/audit/verification").json().get("intact").asBoolean())
                .isTrue();
    }

    @Test
    void metricsCountIt() {
        online();
        var metrics = admin.get("/metrics");
        assertThat(metrics.status()).isEqualTo(200);
        assertThat(metrics.text()).contains("jvm_memory");
        var online = metrics.text()
                .lines()
                .filter(line -> line.startsWith("matluoi_sources{state=\"online\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
        assertThat(online).isGreaterThanOrEqualTo(1);
    }

    private static List<JsonNode> changes() {
        var all = new ArrayList<JsonNode>();
        var page = admin.get("/api/v1/changes?limit=1000&after=0").json();
        while (!page.get("items").isEmpty()) {
            page.get("items").forEach(all::add);
            page = admin.get("/api/v1/changes?limit=1000&after="
                            + page.get("next").asText())
                    .json();
        }
        return all;
    }

    private static Answer live() {
        return admin.post("/api/v1/cameras/" + online().get("id").asText() + "/live", "");
    }

    private static JsonNode online() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> cameras("&state=online").get("total").asInt() > 0);
        return cameras("&state=online").get("items").get(0);
    }

    private static JsonNode cameras(String more) {
        var answer = admin.get("/api/v1/cameras?source=" + ID + more);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonNode stated(JsonNode detail, String field) {
        for (var value : detail.get("stated")) {
            if (value.get("field").asText().equals(field)) {
                return value;
            }
        }
        throw new AssertionError("nobody stated " + field + " in " + detail);
    }
}
