package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

/** What a recorder tells and what changes in the catalogue leave the real hub by webhook and by folder. */
@Timeout(180)
class ForwardTest {

    private static final String SOURCE = "forward-nvr";
    private static final String SHEET = "forward-sheet";
    private static final String KEY = UUID.randomUUID().toString();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> ROUTES = List.of("so-su-kien", "so-thay-doi", "kho-tep");

    private static WebhookReceiver events;
    private static WebhookReceiver changes;
    private static HikvisionRecorder recorder;
    private static Client admin;
    private static Path folder;

    @BeforeAll
    static void open() throws IOException {
        admin = SharedHub.administrator();
        events = new WebhookReceiver(KEY);
        changes = new WebhookReceiver(KEY);
        var secret = UUID.randomUUID().toString();
        recorder = new HikvisionRecorder(
                RecorderSettings.of(SOURCE, "Đầu ghi", "admin").withChannels(2, 0, 0, 0), secret, Clip.builtIn());
        var key = SharedHub.get().etc().resolve("keys/forward-test");
        Files.writeString(key, KEY);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        folder = Files.createTempDirectory(Project.TARGET, "forward").toAbsolutePath();
        route("so-su-kien", "forward-webhook", "events", "url = " + events.address());
        route("so-thay-doi", "forward-webhook", "changes", "url = " + changes.address());
        Files.writeString(
                SharedHub.get().etc().resolve("vn.matluoi.route-kho-tep.cfg"),
                """
                template = forward-file
                content = events
                legal.basis = Quyết định 2/QĐ-UBND
                folder = %s
                roll.seconds = 1
                """
                        .formatted(folder));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sinks().findValuesAsText("name"))
                .containsAll(ROUTES));
        var added = admin.post(
                "/api/v1/sources",
                SharedHub.source(SOURCE, "hikvision", recorder.address(), secret)
                        .toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        var sheet =
                SharedHub.json(Map.of("id", SHEET, "name", "Bảng kê", "area", SharedHub.LONG_AN, "sector", "security"));
        assertThat(admin.post("/api/v1/sources", sheet).status()).isEqualTo(201);
        await("the recorder's cameras").atMost(PATIENCE).until(() -> cameras() == 2);
    }

    private static void route(String name, String template, String content, String where) throws IOException {
        SharedHub.get()
                .configure(
                        "vn.matluoi.route-%s.cfg".formatted(name),
                        """
                        template = %s
                        content = %s
                        legal.basis = Quyết định 1/QĐ-UBND
                        secret.file = forward-test
                        plain = true
                        %s
                        """
                                .formatted(template, content, where));
    }

    @AfterAll
    static void close() throws IOException {
        for (var name : ROUTES) {
            Files.deleteIfExists(SharedHub.get().etc().resolve("vn.matluoi.route-%s.cfg".formatted(name)));
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sinks().findValuesAsText("name"))
                .doesNotContainAnyElementsOf(ROUTES));
        admin.delete("/api/v1/sources/" + SOURCE);
        admin.delete("/api/v1/sources/" + SHEET);
        recorder.close();
        events.close();
        changes.close();
        Files.deleteIfExists(SharedHub.get().etc().resolve("keys/forward-test"));
    }

    private static int cameras() {
        return admin.get("/api/v1/cameras?source=" + SOURCE).json().get("total").asInt();
    }

    private static JsonNode sinks() {
        var answer = admin.get("/api/v1/sinks");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("items");
    }

    private static JsonNode sink(String name) {
        for (var sink : sinks()) {
            if (sink.get("name").asText().equals(name)) {
                return sink;
            }
        }
        throw new AssertionError("no sink " + name);
    }

    private static List<JsonNode> ofRecorder(WebhookReceiver receiver) {
        return receiver.taken().stream()
                .filter(event -> event.get("data").path("source").asText().equals(SOURCE))
                .toList();
    }

    private static List<String> ids(List<JsonNode> taken) {
        return taken.stream().map(event -> event.get("id").asText()).toList();
    }

    @Test
    void anEventAndAChangeArriveSignedWithinTwoSeconds() throws Exception {
        raise(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> !ofRecorder(events).isEmpty());
        var began = System.nanoTime();
        var before = ofRecorder(events).size();
        raise(2);
        await().pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> ofRecorder(events).size() > before);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        var event = ofRecorder(events).get(0);
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("type").asText()).startsWith("vn.matluoi.event.");
        assertThat(event.get("data").get("area").asText()).isEqualTo(SharedHub.LONG_AN);
        assertThat(event.toString()).doesNotContain("payload", "127.0.0.1");

        await("the recorder's cameras at the other receiver")
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(changes.taken())
                        .extracting(change -> change.get("type").asText())
                        .contains("vn.matluoi.camera.created"));
        assertThat(changes.taken().toString()).doesNotContain("\"serial\"", "\"mac\"", "source.created");
        assertThat(events.forged()).isEmpty();
        assertThat(changes.forged()).isEmpty();
        assertThat(sink("so-su-kien").get("legalBasis").asText()).isEqualTo("Quyết định 1/QĐ-UBND");
        assertThat(admin.get("/metrics").text()).contains("matluoi_sink_delivered_total{sink=\"so-su-kien\"");
        assertThat(SharedHub.audited().toString()).contains("sink.begin");
    }

    @Test
    void aReceiverThatWasDownGetsAllInOrder() throws Exception {
        raise(1);
        await().atMost(PATIENCE).until(() -> !ofRecorder(events).isEmpty());
        events.down(true);
        var before = ofRecorder(events).size();
        var all = events.taken().size();
        for (var i = 0; i < 5; i++) {
            raise(1 + i % 2);
        }
        await().atMost(PATIENCE)
                .until(() -> sink("so-su-kien").get("state").asText().equals("waiting"));
        assertThat(sink("so-su-kien").get("problem").asText()).isNotBlank();
        assertThat(sink("so-su-kien").get("lag").asLong()).isPositive();
        events.down(false);
        assertThat(admin.post("/api/v1/sinks/so-su-kien/resume", "").status()).isEqualTo(200);
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(ofRecorder(events).size()).isGreaterThanOrEqualTo(before + 5);
            assertThat(sink("so-su-kien").get("lag").asLong()).isZero();
        });
        assertThat(events.taken().stream().skip(all).map(event -> event.get("sequence")
                        .asText()))
                .as("in order, none twice")
                .isSorted()
                .doesNotHaveDuplicates();
        var told =
                admin.get("/api/v1/events?limit=1000&source=" + SOURCE).json().get("items");
        assertThat(Set.copyOf(ids(ofRecorder(events))))
                .containsAll(told.findValuesAsText("sequence").stream()
                        .map(sequence -> "e-" + sequence)
                        .toList());
    }

    @Test
    void aSinkIsPausedReplayedAndResumedByShellAndRest() throws Exception {
        raise(1);
        await().atMost(PATIENCE).until(() -> !ofRecorder(events).isEmpty());
        SharedHub.get().shellSays("hub:sink-pause so-su-kien");
        assertThat(SharedHub.get().shellSays("hub:sink-list")).containsPattern("so-su-kien\\W.*PAUSED");
        var before = events.taken().size();
        assertThat(admin.post("/api/v1/sinks/so-su-kien/replay", "{\"after\": 0}")
                        .status())
                .isEqualTo(200);
        assertThat(admin.post("/api/v1/sinks/so-su-kien/replay", "{\"after\": 99999999}")
                        .status())
                .isEqualTo(400);
        SharedHub.get().shellSays("hub:sink-resume so-su-kien");
        await().atMost(PATIENCE).until(() -> events.taken().size() > before);
        assertThat(SharedHub.get().shellSays("hub:sink-quarantine so-su-kien")).contains("sequence");
    }

    @Test
    void aCameraThatIsAStateSecretDoesNotLeaveAndOneThatBecomesItIsWithdrawn() {
        var head = "Tên camera,Mã camera,Bí mật nhà nước\n";
        imported(head + "Kho kín,FW-1,có\nCổng ngoài,FW-2,không\n");
        await().atMost(PATIENCE).until(() -> changes.taken().toString().contains("Cổng ngoài"));
        assertThat(changes.taken().toString()).doesNotContain("Kho kín", "stateSecret");

        imported(head + "Kho kín,FW-1,có\nCổng trong,FW-2,có\n");
        await().atMost(PATIENCE).until(() -> changes.taken().toString().contains("vn.matluoi.camera.withdrawn"));
        assertThat(changes.taken().toString()).doesNotContain("Kho kín", "Cổng trong", "stateSecret");
    }

    private static void imported(String sheet) {
        var report = admin.send(
                "POST",
                "/api/v1/imports?profile=generic&source=" + SHEET,
                "text/csv",
                sheet.getBytes(StandardCharsets.UTF_8));
        assertThat(report.status()).as(report.text()).isEqualTo(201);
        assertThat(report.json().at("/counts/rejected").asInt())
                .as(report.text())
                .isZero();
    }

    @Test
    void eventsLieInFilesThatAreWhole() throws Exception {
        raise(1);
        await().atMost(PATIENCE).until(() -> lines().anyMatch(line -> line.contains(SOURCE)));
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .anyMatch(name -> name.matches("\\d{8}T\\d{9}Z-[0-9a-f]{8}\\.jsonl"));
        }
    }

    private static Stream<String> lines() throws IOException {
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".jsonl"))
                    .flatMap(file -> {
                        try {
                            return Files.readAllLines(file).stream();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .toList()
                    .stream();
        }
    }

    private static void raise(int channel) {
        recorder.raise(channel, "VMD", "", "", Duration.ofMillis(100));
    }
}
