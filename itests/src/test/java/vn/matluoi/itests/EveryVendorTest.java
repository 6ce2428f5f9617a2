package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A device of every family on one hub: what plays is read by ffprobe, which shares no line with the hub or the simulators. */
class EveryVendorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> BROUGHT = List.of("dahua", "onvif", "rtsp");
    private static final List<String> FAMILIES = List.of("hikvision", "dahua", "onvif", "rtsp");
    private static SimulatedProvince province;
    private static Client admin;

    @BeforeAll
    static void connect() throws Exception {
        province = SimulatedProvince.start();
        admin = SharedHub.administrator();
        for (var family : BROUGHT) {
            SharedHub.get().shellSays("hub:driver-install " + family);
        }
        for (var family : FAMILIES) {
            var added = admin.post("/api/v1/sources", province.source(family));
            assertThat(added.status()).as(added.text()).isEqualTo(201);
        }
    }

    @AfterAll
    static void disconnect() throws Exception {
        for (var family : FAMILIES) {
            admin.delete("/api/v1/sources/" + family);
        }
        for (var family : BROUGHT) {
            SharedHub.get().shell("hub:driver-uninstall " + family);
        }
        province.close();
    }

    @ParameterizedTest
    @CsvSource({
        "hikvision, main",
        "hikvision, sub",
        "dahua, main",
        "dahua, sub",
        "onvif, main",
        "onvif, sub",
        "rtsp, main",
        "rtsp, sub"
    })
    void eachStreamPlaysInAForeignPlayer(String family, String stream) throws Exception {
        plays(admin.post("/api/v1/cameras/" + online(family) + "/live?stream=" + stream, ""));
    }

    /** Of the simulated devices' channels the first has one. */
    @ParameterizedTest
    @CsvSource({"hikvision, 1", "dahua, 1", "onvif, VideoSource_1"})
    void aThirdStreamPlaysInAForeignPlayer(String family, String channel) throws Exception {
        online(family);
        var items = cameras(family).get("items");
        var first = StreamSupport.stream(items.spliterator(), false)
                .filter(camera -> camera.path("channel").asText().equals(channel))
                .findFirst()
                .orElseThrow(() -> new AssertionError(channel + " is not among " + items));
        plays(admin.post("/api/v1/cameras/" + first.get("id").asText() + "/live?stream=third", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hikvision", "dahua", "onvif"})
    void whatIsRecordedPlaysInAForeignPlayer(String family) throws Exception {
        var to = Instant.now().minus(30, ChronoUnit.MINUTES);
        var window = Map.of("from", to.minus(10, ChronoUnit.MINUTES).toString(), "to", to.toString());
        plays(admin.post("/api/v1/cameras/" + online(family) + "/playback", SharedHub.json(window)));
    }

    /** Hikvision's is a program stream behind a header, Dahua's DHAV: ffprobe reads both as they are. */
    @ParameterizedTest
    @CsvSource({"hikvision, application/octet-stream, mpg, IMKH", "dahua, application/octet-stream, dav, DHAV"})
    void whatIsRecordedIsFetchedAsAFileThatAForeignReaderReads(
            String family, String type, String extension, String begins, @TempDir Path folder) throws Exception {
        var camera = online(family);
        var file = admin.get(recorded(camera));
        assertThat(file.status()).as(file.text()).isEqualTo(200);
        assertThat(file.header("Content-Type")).isEqualTo(type);
        assertThat(file.header("Content-Disposition"))
                .matches("attachment; filename=\"" + camera + "_\\d{8}T\\d{6}Z\\." + extension + "\"");
        assertThat(file.bytes()).startsWith(begins.getBytes(StandardCharsets.US_ASCII));
        var kept = Files.write(folder.resolve("footage"), file.bytes());
        reads(Ffmpeg.probe(kept));
    }

    @ParameterizedTest
    @ValueSource(strings = {"onvif", "rtsp"})
    void whatHandsOutNoFilesSaysSo(String family) {
        var refused = admin.get(recorded(online(family)));
        assertThat(refused.status()).as(refused.text()).isEqualTo(422);
        assertThat(refused.json().get("rule").asText()).isEqualTo("device.unsupported");
        assertThat(refused.json().get("detail").asText()).contains("không cho tải bản ghi thành tệp");
    }

    private static String recorded(String camera) {
        var to = Instant.now().minus(30, ChronoUnit.MINUTES);
        return "/api/v1/cameras/%s/recordings/file?from=%s&to=%s"
                .formatted(camera, to.minus(10, ChronoUnit.MINUTES), to);
    }

    @Test
    void oneEventOfEachThatTellsEventsStandsInTheJournal() {
        for (var family : List.of("hikvision", "dahua", "onvif")) {
            online(family);
            await("an event of a camera, told by " + family).atMost(PATIENCE).untilAsserted(() -> {
                var told = admin.get("/api/v1/events?newest=true&source=" + family);
                assertThat(told.status()).as(told.text()).isEqualTo(200);
                assertThat(told.json().get("items"))
                        .anySatisfy(event ->
                                assertThat(event.path("camera").asText()).startsWith("80-"));
            });
        }
    }

    @Test
    void aScanFindsADeviceAndMakesNoSourceOfIt() throws Exception {
        var sources = sources();
        SharedHub.get().shellSays("hub:device-scan 127.0.0.1/32 --ports 9,7," + province.onvifCamera());
        await("the end of the scan").atMost(PATIENCE).untilAsserted(() -> {
            var scan = admin.get("/api/v1/discovery/scan");
            assertThat(scan.json().path("ended").asText()).as(scan.text()).isNotEmpty();
        });
        var camera = found();
        assertThat(camera.get("how").asText()).isEqualTo("onvif");
        assertThat(camera.path("source").asText("")).as("a source at that port").isEmpty();
        assertThat(sources()).isEqualTo(sources);
        assertThat(SharedHub.get()
                        .shellSays(
                                "hub:device-found --dismiss " + camera.get("id").asLong()))
                .doesNotContain(":" + province.onvifCamera());
    }

    private static JsonNode found() {
        for (var each : admin.get("/api/v1/discovery").json().get("items")) {
            if (each.get("address").asText().equals("http://127.0.0.1:" + province.onvifCamera())) {
                return each;
            }
        }
        throw new AssertionError(admin.get("/api/v1/discovery").text());
    }

    private static List<String> sources() {
        return admin.get("/api/v1/sources?limit=200").json().findValuesAsText("id");
    }

    private static void plays(Answer ticket) throws Exception {
        assertThat(ticket.status()).as(ticket.text()).isBetween(200, 201);
        reads(Ffmpeg.probe(ticket.json().get("rtsp").asText()));
    }

    private static void reads(Commands.Result probe) {
        assertThat(probe.status()).as(probe.everything()).isZero();
        assertThat(probe.err()).as("what it complains of").isEmpty();
        assertThat(probe.out().strip()).matches("h264,640,360,[1-9][0-9]+");
    }

    private static String online(String family) {
        await("a camera of " + family)
                .atMost(PATIENCE)
                .until(() -> cameras(family).get("total").asInt() > 0);
        return cameras(family).at("/items/0/id").asText();
    }

    private static JsonNode cameras(String family) {
        return admin.get("/api/v1/cameras?state=online&source=" + family).json();
    }
}
