package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An administrator copies a profile, changes it, tries it on a sample, installs it; agencies' sheets are read by it at once. */
class ProfilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CSV = "text/csv";

    private static Client admin;
    private static Path folder;

    @BeforeAll
    static void open() throws Exception {
        admin = SharedHub.administrator();
        folder = SharedHub.get().etc().resolve("profiles");
        var source = JSON.createObjectNode()
                .put("id", "dac-khu")
                .put("name", "Đặc khu")
                .put("area", SharedHub.LONG_AN)
                .put("sector", "security");
        assertThat(admin.post("/api/v1/sources", source.toString()).status()).isEqualTo(201);
    }

    @AfterAll
    static void close() throws IOException {
        for (var name : List.of("dac-khu", "hong")) {
            Files.deleteIfExists(folder.resolve(name + ".json"));
        }
        admin.delete("/api/v1/sources/dac-khu");
    }

    @Test
    void aProfileIsCopiedChangedTriedInstalledUsedAndRemoved() throws Exception {
        var copy = (ObjectNode) admin.get("/api/v1/profiles/residential").json();
        assertThat(copy.get("rules")).as("the document itself").isNotEmpty();
        copy.put("name", "dac-khu").put("extends", "commune").remove(List.of("rules", "codes", "defaults"));
        copy.set("columns", JSON.readTree("[{\"field\": \"name\", \"headings\": [\"Cột số\"]}]"));
        copy.set("defaults", JSON.readTree("{\"network\": \"private\"}"));
        copy.withArray("rules")
                .add(
                        JSON.readTree(
                                """
                        {"name": "pole", "rule": "DK.1", "severity": "error", "citation": {"vi": "QĐ 7/2026, Điều 2", "en": "QĐ 7/2026, article 2"},
                         "field": "height", "when": [{"field": "height", "below": 3}],
                         "message": {"vi": "Cột cao {height} m, quá thấp.", "en": "The pole of {height} m is too low."},
                         "mend": {"vi": "Nâng cột.", "en": "Raise the pole."}}
                        """));
        var sheet = "Cột số,Mã camera,Độ cao\nCột A,DK-1,2\nCột B,DK-2,6\n";

        var tried = tried(copy, sheet);
        assertThat(tried.at("/counts/created").asInt()).isEqualTo(1);
        assertThat(tried.at("/rows/0/findings/0/rule").asText()).isEqualTo("DK.1");
        assertThat(tried.at("/rows/0/findings/0/message").asText()).isEqualTo("Cột cao 2 m, quá thấp.");
        assertThat(tried.at("/rows/0/findings/0/mend").asText()).contains("QĐ 7/2026, Điều 2");
        assertThat(imported(sheet, "dac-khu").status())
                .as("it is not installed yet")
                .isEqualTo(400);

        var installed = admin.put("/api/v1/profiles/dac-khu", copy.toString());
        assertThat(installed.status()).as(installed.text()).isEqualTo(200);
        assertThat(folder.resolve("dac-khu.json")).exists();
        var report = imported(sheet, "dac-khu");
        assertThat(report.status()).as(report.text()).isEqualTo(201);
        var camera = report.json().at("/rows/1/camera").asText();
        assertThat(admin.get("/api/v1/cameras/" + camera)
                        .json()
                        .at("/values/network")
                        .asText())
                .isEqualTo("private");

        assertThat(admin.delete("/api/v1/profiles/dac-khu").status()).isEqualTo(204);
        assertThat(folder.resolve("dac-khu.json")).doesNotExist();
        assertThat(imported(sheet, "dac-khu").status()).isEqualTo(400);
        assertThat(SharedHub.audited())
                .extracting(entry -> entry.get("action").asText() + " "
                        + entry.get("subject").asText())
                .contains("profile.install dac-khu", "profile.remove dac-khu");
    }

    /** Headings and words as that kind of agency writes them; the bad row lacks what its regulation asks. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            generic     | Tên camera,Mã camera,Camera tư nhân,Văn bản đồng ý  | Cổng,G-1,Có,Phiếu 3   | Cổng,G-2,Có,
            commune     | Tên điểm lắp đặt,Mã camera,Nghiệp vụ,Quyết định cho phép | Chợ,G-1,Có,QĐ 5/2026 | Chợ,G-2,Có,
            hospital    | Khu vực quan sát,Mã camera,Mục đích,Camera nghiệp vụ | Khoa Nhi,G-1,Hành lang,Không | Khoa Nhi,G-2,Hành lang,Có
            school      | "Lớp, phòng",Mã camera,Mục đích,Nghiệp vụ               | 6A,G-1,Cổng trường,Không     | 6A,G-2,Cổng trường,Có
            residential | Chủ hộ,Mã camera,Phiếu đồng ý,Hẻm                    | Bà Năm,G-1,Phiếu 7,Hẻm 3     | Bà Sáu,G-2,,Hẻm 3
            """)
    void everyShippedProfileTakesAGoodRowAndReturnsABadOne(String profile, String head, String good, String bad) {
        var answer = admin.send(
                "POST",
                "/api/v1/imports?dryRun=true&source=dac-khu&profile=" + profile,
                CSV,
                (head + "\n" + good + "\n" + bad + "\n").getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var report = answer.json();
        assertThat(report.at("/rows/0/outcome").asText()).as(answer.text()).isEqualTo("created");
        assertThat(report.at("/rows/1/outcome").asText()).as(answer.text()).isEqualTo("rejected");
        assertThat(report.at("/rows/1/findings").findValuesAsText("rule")).containsAnyOf("R1.2", "R1.3");
        assertThat(report.at("/rows/1/findings").toString()).contains("Căn cứ: ", "Điều");
        assertThat(rules(answer)).doesNotContain("sheet.column.unknown");
    }

    @Test
    void aFileIsTakenWithinSecondsAndABadOneIsRefusedByPointer() throws Exception {
        Files.createDirectories(folder);
        var good = "{\"name\":\"hong\",\"extends\":\"commune\",\"title\":{\"vi\":\"Hỏng\",\"en\":\"Broken\"}}";
        Files.writeString(folder.resolve("hong.json"), good);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> profile("hong").path("usable").asBoolean());

        Files.writeString(folder.resolve("hong.json"), good.replace("\"commune\"", "\"nobody\""));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> profile("hong").path("problem").asText().contains("/extends"));
        assertThat(profile("hong").get("usable").asBoolean())
                .as("the last good one")
                .isTrue();

        Files.delete(folder.resolve("hong.json"));
        await().atMost(Duration.ofSeconds(20)).until(() -> profile("hong").isMissingNode());
        var refused = admin.put("/api/v1/profiles/hong", good.replace("\"title\"", "\"titel\""));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().at("/errors").findValuesAsText("field")).contains("/titel");
        assertThat(admin.delete("/api/v1/profiles/commune").status()).isEqualTo(409);
    }

    @Test
    void aRouteThatWaitedForItsProfileWakesUp() throws Exception {
        var hub = SharedHub.get();
        var inbox = Files.createTempDirectory(hub.etc().getParent(), "inbox");
        try {
            hub.configure(
                    "vn.matluoi.route-cho-mau.cfg",
                    """
                    template = source-file
                    folder = %s
                    source = dac-khu
                    area = %s
                    profile = hong
                    """
                            .formatted(inbox, SharedHub.LONG_AN));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> route().path("problem").asText().contains("hong"));

            var file = Files.writeString(
                    hub.etc().resolve("mau.tmp"),
                    "{\"name\":\"hong\",\"extends\":\"commune\",\"title\":{\"vi\":\"Mẫu\",\"en\":\"Profile\"}}");
            assertThat(hub.shellSays("hub:profile-install " + file)).contains("hong");
            assertThat(hub.shellSays("hub:profile-list")).contains("etc/profiles/hong.json");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> route().path("status").asText().equals("started"));
        } finally {
            Files.deleteIfExists(hub.etc().resolve("vn.matluoi.route-cho-mau.cfg"));
            Files.deleteIfExists(hub.etc().resolve("mau.tmp"));
            assertThat(hub.shellSays("hub:profile-remove hong")).contains("hong");
        }
    }

    private static JsonNode route() {
        for (var one : admin.get("/api/v1/routes").json().get("items")) {
            if (one.get("name").asText().equals("cho-mau")) {
                return one;
            }
        }
        return JSON.missingNode();
    }

    @Test
    void aHeadingOnceExplainedIsKnownOfLaterSheetsOfThatSource() {
        var sheet = "Tên camera,Mã camera,Cao độ mắt thần\nCổng,DK-9,6\n";
        assertThat(rules(imported(sheet, "commune"))).contains("sheet.column.unknown");

        var learned = admin.put(
                "/api/v1/headings",
                SharedHub.json(Map.of("source", "dac-khu", "heading", "Cao độ mắt thần", "field", "height")));
        assertThat(learned.status()).as(learned.text()).isEqualTo(200);
        assertThat(rules(imported(sheet, "commune"))).doesNotContain("sheet.column.unknown");
        assertThat(admin.get("/api/v1/headings?source=dac-khu")
                        .json()
                        .at("/items/0/field")
                        .asText())
                .isEqualTo("height");

        assertThat(admin.delete("/api/v1/headings?source=dac-khu&heading=cao%20do%20mat%20than")
                        .status())
                .isEqualTo(204);
        assertThat(rules(imported(sheet, "commune"))).contains("sheet.column.unknown");
    }

    @Test
    void aModelThatIsWarnedOfIsRefusedFromThenOn() {
        var sheet = "Tên camera,Mã camera,Hãng,Model\nCổng,DK-7,ACME,IPC-66\n";
        assertThat(imported(sheet, "commune").json().at("/counts/rejected").asInt())
                .isZero();

        var listed = admin.put(
                "/api/v1/blocked-models/acme-ipc-66",
                SharedHub.json(Map.of("model", "IPC-6*", "warning", "Công văn 12/CATTT-NCSC ngày 01/11/2026")));
        assertThat(listed.status()).as(listed.text()).isEqualTo(200);
        var report = imported(sheet, "commune").json();
        assertThat(report.at("/counts/rejected").asInt()).isEqualTo(1);
        assertThat(report.at("/rows/0/findings").toString()).contains("R2.8", "12/CATTT-NCSC", "Điều 13.1");

        assertThat(admin.delete("/api/v1/blocked-models/acme-ipc-66").status()).isEqualTo(204);
        assertThat(imported(sheet, "commune").json().at("/counts/rejected").asInt())
                .isZero();
    }

    private static JsonNode profile(String name) {
        for (var one : admin.get("/api/v1/profiles").json().get("items")) {
            if (one.get("name").asText().equals(name)) {
                return one;
            }
        }
        return JSON.missingNode();
    }

    private static JsonNode tried(JsonNode profile, String sheet) {
        var form = "--mep\r\nContent-Disposition: form-data; name=\"profile\"; filename=\"p.json\"\r\n"
                + "Content-Type: application/json\r\n\r\n" + profile
                + "\r\n--mep\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mau.csv\"\r\n"
                + "Content-Type: text/csv\r\n\r\n" + sheet + "\r\n--mep--\r\n";
        var answer = admin.send(
                "POST",
                "/api/v1/profiles/try?source=dac-khu",
                "multipart/form-data; boundary=mep",
                form.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static Answer imported(String sheet, String profile) {
        return admin.send(
                "POST",
                "/api/v1/imports?source=dac-khu&profile=" + profile,
                CSV,
                sheet.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> rules(Answer report) {
        var rules = new ArrayList<String>();
        report.json()
                .get("findings")
                .forEach(finding -> rules.add(finding.get("rule").asText()));
        return rules;
    }
}
