package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/guide/count-and-pass-on-events.md}: events are counted, and the abnormal ones of its area reach the entitled agency. */
@Timeout(180)
class CountedEventsTest {

    private static final String SINK = "cong-an-xa";
    private static final String FILE = "vn.matluoi.route-" + SINK + ".cfg";
    private static final String KEY = UUID.randomUUID().toString();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PASSWORD = "mật khẩu của người đếm 1";

    /** Of the commune in the guide and its police's sector; of that commune's traffic; of another commune. */
    private static final String OURS = "dem-an-ninh";

    private static final String TRAFFIC = "dem-giao-thong";
    private static final String ELSEWHERE = "dem-noi-khac";

    private static WebhookReceiver police;
    private static Client admin;

    @BeforeAll
    static void open() throws IOException {
        admin = SharedHub.administrator();
        police = new WebhookReceiver(KEY);
        Files.writeString(key(), KEY);
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        source(OURS, SharedHub.TAN_CHAU, "security");
        source(TRAFFIC, SharedHub.TAN_CHAU, "traffic");
        source(ELSEWHERE, SharedHub.LONG_AN, "security");
        SharedHub.get().configure(FILE, guide() + "url = " + police.address() + "\nplain = true\n");
        await().atMost(PATIENCE).until(() -> admin.get("/api/v1/sinks").text().contains(SINK));
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(PATIENCE).until(() -> !admin.get("/api/v1/routes").text().contains(SINK));
        List.of(OURS, TRAFFIC, ELSEWHERE).forEach(source -> admin.delete("/api/v1/sources/" + source));
        Files.deleteIfExists(key());
        police.close();
    }

    private static Path key() {
        return SharedHub.get().etc().resolve("keys").resolve(SINK + ".key");
    }

    /** The guide's file without the receiver that is not there. */
    private static String guide() throws IOException {
        var page = Files.readString(Project.ROOT.resolve("docs/guide/count-and-pass-on-events.md"));
        var file = Pattern.compile("(?ms)^```properties\n(.*?)^```$").matcher(page);
        assertThat(file.find()).isTrue();
        return file.group(1).replaceAll("(?m)^(url|certificate) = .*\n", "");
    }

    private static void source(String id, String area, String sector) {
        var made = admin.post(
                "/api/v1/sources", SharedHub.json(Map.of("id", id, "name", id, "area", area, "sector", sector)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
    }

    private static void tell(String source, String... events) {
        var told = new ArrayList<String>();
        for (var event : events) {
            var words = event.split(" ");
            told.add("{\"type\": \"%s\", \"phase\": \"%s\"}".formatted(words[0], words[1]));
        }
        var answer = admin.post("/api/v1/events?source=" + source, "[" + String.join(",", told) + "]");
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }

    /** @return what the counts say of that source: area or source, type, count */
    private static List<String> counts(Client who, String source) {
        var answer = who.get("/api/v1/events/statistics?by=source&every=day");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var counts = new ArrayList<String>();
        for (var one : answer.json().path("items")) {
            if (one.path("of").asText().equals(source)) {
                assertThat(one.path("start").asText()).endsWith("T00:00:00+07:00");
                counts.add(one.path("type").asText() + " " + one.path("count").asLong());
            }
        }
        return counts;
    }

    @Test
    void areCountedWithinTheCallersAreaAndTheAbnormalOnesReachTheirAgencyAlone() throws Exception {
        tell(OURS, "motion pulse", "loitering active", "loitering inactive", "line_crossed pulse");
        tell(TRAFFIC, "line_crossed pulse", "vehicle_seen pulse", "vehicle_seen pulse");
        tell(ELSEWHERE, "crowd active", "tamper pulse");
        tell(OURS, "tamper pulse");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(told())
                .containsExactly(
                        OURS + " loitering active",
                        OURS + " loitering inactive",
                        OURS + " line_crossed pulse",
                        OURS + " tamper pulse"));
        assertThat(police.forged()).isEmpty();

        assertThat(counts(admin, OURS)).containsExactly("motion 1", "tamper 1", "line_crossed 1", "loitering 1");
        assertThat(counts(admin, TRAFFIC)).containsExactly("line_crossed 1", "vehicle_seen 2");
        assertThat(counts(admin, ELSEWHERE)).containsExactly("tamper 1", "crowd 1");
        SharedHub.viewer("nguoi-dem", PASSWORD, SharedHub.TAN_CHAU);
        var viewer = SharedHub.get().client().as("nguoi-dem", PASSWORD);
        assertThat(counts(viewer, TRAFFIC)).containsExactly("line_crossed 1", "vehicle_seen 2");
        assertThat(counts(viewer, ELSEWHERE)).isEmpty();
        assertThat(viewer.get("/api/v1/events/statistics.csv?by=area").text())
                .startsWith("start,area,type,count\r\n")
                .contains("," + SharedHub.TAN_CHAU + ",vehicle_seen,")
                .doesNotContain("," + SharedHub.LONG_AN + ",");
        assertThat(SharedHub.get().shellSays("hub:event-statistics --by source --every hour"))
                .containsPattern(TRAFFIC + "\\W+vehicle_seen\\W+2");
    }

    private static List<String> told() {
        return police.taken().stream().map(CountedEventsTest::told).toList();
    }

    private static String told(JsonNode event) {
        var data = event.path("data");
        return data.path("source").asText() + " " + data.path("type").asText() + " "
                + data.path("phase").asText();
    }
}
