package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ward lists its cameras; an agency with a key of its own, and a viewer of the area, see of them what is theirs to see. */
class CamerasOfOthersTest {

    private static final String WARD = "phuong-kin";
    private static final String AGENCY = "khu-ben-canh";
    private static final String FILE = "vn.matluoi.route-ben-canh.cfg";
    private static final String VIEWER = "viewer-ben-canh";
    private static final String PASSWORD = "bờ kênh vắng buổi trưa 27694";
    private static final String HEADS = "Mã camera,Tên camera,Số serial,Bí mật nhà nước\n";

    private static Client admin;
    private static Client viewer;
    private static Client agency;

    @BeforeAll
    static void aWardAnAgencyAndAViewer() throws IOException {
        admin = SharedHub.administrator();
        var made = admin.post(
                "/api/v1/sources",
                SharedHub.json(Map.of("id", WARD, "name", "Phường bên cạnh", "area", SharedHub.LONG_AN)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        SharedHub.get()
                .configure(
                        FILE,
                        """
                        template = source-webhook
                        source = %s
                        name = Khu bên cạnh
                        area = %s
                        profile = commune
                        """
                                .formatted(AGENCY, SharedHub.LONG_AN));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> admin.get("/api/v1/routes").text().contains("\"ben-canh\""));
        var key = admin.post("/api/v1/keys", SharedHub.json(Map.of("source", AGENCY, "label", "thử", "days", 1)));
        assertThat(key.status()).as(key.text()).isEqualTo(201);
        agency = SharedHub.get().client().with(key.json().path("key").asText());
        SharedHub.viewer(VIEWER, PASSWORD, SharedHub.LONG_AN);
        viewer = SharedHub.get().client().as(VIEWER, PASSWORD);
    }

    @AfterAll
    static void close() throws IOException {
        Files.deleteIfExists(SharedHub.get().etc().resolve(FILE));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !admin.get("/api/v1/routes").text().contains("\"ben-canh\""));
        admin.delete("/api/v1/accounts/" + VIEWER);
        admin.delete("/api/v1/sources/" + AGENCY);
        admin.delete("/api/v1/sources/" + WARD);
    }

    @Test
    void aKeyNeitherChangesNorLearnsOfACameraThatItsRowIsLike() {
        take(admin, "&source=" + WARD, HEADS + "PK-1,Cổng kho,SN-KIN-0001,\n", 201);
        var id = camera("PK-1");
        var row = HEADS + "BC-1,Cam 1,SN-KIN-0001,Có\n";

        var tried = take(agency, "&dryRun=true&source=" + AGENCY, row, 200);
        var taken = take(agency, "&source=" + AGENCY, row, 201);

        for (var shown : List.of(tried, taken)) {
            assertThat(shown.at("/rows/0/outcome").asText()).isEqualTo("doubtful");
            assertThat(shown.at("/rows/0/findings").findValuesAsText("rule")).contains("identity.asked");
            assertThat(shown.toString()).doesNotContain(id, "Cổng kho", WARD);
        }
        assertThat(admin.get("/api/v1/cameras/" + id).json().at("/values").has("stateSecret"))
                .isFalse();
        assertThat(viewer.get("/api/v1/cameras/" + id).status()).isEqualTo(200);
        assertThat(SharedHub.audited())
                .extracting(record -> record.get("action").asText())
                .contains("import.try");
        assertThat(admin.get("/api/v1/imports/" + taken.get("id").asText()).text())
                .as("the province sees it whole")
                .contains(id);
    }

    @Test
    void aStateSecretIsThereForAdministratorsAlone() throws Exception {
        take(admin, "&source=" + WARD, HEADS + "PK-2,Kho kín,,\nPK-3,Chợ mở,,\n", 201);
        var secret = camera("PK-2");
        var open = camera("PK-3");
        assertThat(viewer.get("/api/v1/cameras/" + secret).status()).isEqualTo(200);

        take(admin, "&source=" + WARD, HEADS + "PK-2,Kho kín,,Có\n", 201);

        assertThat(viewer.get("/api/v1/cameras?source=" + WARD + "&limit=200").text())
                .contains(open)
                .doesNotContain(secret);
        assertThat(viewer.get("/api/v1/cameras?q=Kho%20k%C3%ADn")
                        .json()
                        .get("total")
                        .asInt())
                .isZero();
        for (var path : List.of("", "/history", "/snapshot")) {
            assertThat(viewer.get("/api/v1/cameras/" + secret + path).status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(viewer.post("/api/v1/cameras/" + secret + "/live", "").status())
                .isEqualTo(404);
        assertThat(changes(viewer)).contains(open).doesNotContain(secret);
        assertThat(changes(admin)).contains(secret);
        for (var client : List.of(viewer, admin)) {
            assertThat(client.get("/api/v1/checksums?limit=5000&area=" + SharedHub.LONG_AN)
                            .text())
                    .contains(open)
                    .doesNotContain(secret);
        }
        assertThat(admin.get("/api/v1/cameras/" + secret).status()).isEqualTo(200);
        assertThat(SharedHub.get().shellSays("hub:camera-info " + secret)).contains("Kho kín");
    }

    @Test
    void whatASecretReportsIsForAdministratorsAlone() {
        take(agency, "&source=" + AGENCY, HEADS + "BC-5,Cam kín,,Có\nBC-6,Cam mở,,\n", 201);

        var told = agency.post(
                "/api/v1/events",
                "[{\"camera\": \"BC-5\", \"type\": \"motion\"}, {\"camera\": \"BC-6\", \"type\": \"tamper\"},"
                        + " {\"type\": \"disk_fault\"}]");

        assertThat(told.status()).as(told.text()).isEqualTo(202);
        var all = "/api/v1/events?limit=1000&source=" + AGENCY;
        assertThat(admin.get(all).json().get("items").findValuesAsText("type"))
                .contains("motion", "tamper", "disk_fault");
        var seen = viewer.get(all).json().get("items");
        assertThat(seen.findValuesAsText("type")).contains("tamper").doesNotContain("disk_fault");
        assertThat(seen.findValuesAsText("camera")).contains(camera("BC-6")).doesNotContain(camera("BC-5"));
    }

    @Test
    void whoMaySeeACameraSeesItUnderEitherIdAfterAMergeAndAfterItIsUndone() {
        take(admin, "&source=" + WARD, HEADS + "PK-8,Ngã tư,,\n", 201);
        take(agency, "&source=" + AGENCY, HEADS + "BC-8,Cam ngã tư,,\n", 201);
        var survivor = camera("PK-8");
        var other = camera("BC-8");
        agency.post("/api/v1/events", "{\"camera\": \"BC-8\", \"type\": \"motion\"}");

        assertThat(decide("merge", Map.of("survivor", survivor, "other", other)).status())
                .isEqualTo(200);

        for (var id : List.of(survivor, other)) {
            var seen = viewer.get("/api/v1/cameras/" + id);
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.json().get("id").asText()).isEqualTo(survivor);
            assertThat(viewer.get("/api/v1/cameras/" + id + "/history").text()).contains("camera.merged");
            assertThat(viewer.get("/api/v1/events?camera=" + id).json().get("items"))
                    .as("what was told under the other id, too")
                    .hasSize(1);
        }

        assertThat(decide("undo", Map.of("camera", survivor)).status()).isEqualTo(200);

        for (var id : List.of(survivor, other)) {
            var seen = viewer.get("/api/v1/cameras/" + id);
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.json().get("id").asText()).isEqualTo(id);
        }
        assertThat(viewer.get("/api/v1/events?camera=" + other).json().get("items"))
                .hasSize(1);
    }

    @Test
    void picturesAndTicketsAreThereUnderTheIdOfBeforeTheMergeToo() throws Exception {
        try (var recorder = SimulatedRecorder.start("--channels", "1", "--offline", "0")) {
            var added = admin.post(
                    "/api/v1/sources",
                    SharedHub.source("nvr-ben-canh", recorder).toString());
            assertThat(added.status()).as(added.text()).isEqualTo(201);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> viewer.get("/api/v1/cameras?source=nvr-ben-canh&state=online")
                                    .json()
                                    .get("total")
                                    .asInt()
                            == 1);
            var channel = viewer.get("/api/v1/cameras?source=nvr-ben-canh")
                    .json()
                    .at("/items/0/id")
                    .asText();
            take(admin, "&source=" + WARD, HEADS + "PK-9,Cổng sau,,\n", 201);
            var listed = camera("PK-9");

            assertThat(decide("merge", Map.of("survivor", listed, "other", channel))
                            .status())
                    .isEqualTo(200);
            watches(listed);
            watches(channel);

            assertThat(decide("undo", Map.of("camera", listed)).status()).isEqualTo(200);
            watches(channel);
        } finally {
            admin.delete("/api/v1/sources/nvr-ben-canh");
        }
    }

    private static void watches(String camera) {
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        viewer.get("/api/v1/cameras/" + camera + "/snapshot").status() == 200);
        assertThat(viewer.post("/api/v1/cameras/" + camera + "/live", "").status())
                .isEqualTo(200);
    }

    private static Answer decide(String path, Map<String, ?> body) {
        return admin.post("/api/v1/identity/" + path, SharedHub.json(body));
    }

    private static String changes(Client client) {
        var all = new StringBuilder();
        var after = 0L;
        while (true) {
            var page = client.get("/api/v1/changes?limit=1000&after=" + after).json();
            all.append(page.get("items"));
            if (page.get("items").size() < 1000) {
                return all.toString();
            }
            after = page.get("next").asLong();
        }
    }

    private static String camera(String code) {
        for (var camera :
                admin.get("/api/v1/cameras?limit=200&q=" + code).json().get("items")) {
            if (camera.at("/values/code").asText().equals(code)) {
                return camera.get("id").asText();
            }
        }
        throw new AssertionError("there is no camera " + code);
    }

    private static JsonNode take(Client client, String query, String sheet, int status) {
        var answer = client.send(
                "POST", "/api/v1/imports?profile=commune" + query, "text/csv", sheet.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().at("/counts/rejected").asInt())
                .as(answer.text())
                .isZero();
        return answer.json();
    }
}
