package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two agencies list one camera each in their own words; a person says that it is one, and takes it back. */
class IdentityTest {

    private static final String WARD = "phuong-cung-camera";
    private static final String POLICE = "cong-an-cung-camera";

    private static Client admin;

    @BeforeAll
    static void twoAgencies() {
        admin = SharedHub.administrator();
        for (var source : List.of(WARD, POLICE)) {
            var made = admin.post(
                    "/api/v1/sources",
                    SharedHub.json(Map.of("id", source, "name", "Nguồn " + source, "area", SharedHub.LONG_AN)));
            assertThat(made.status()).as(made.text()).isEqualTo(201);
        }
    }

    @AfterAll
    static void close() {
        admin.delete("/api/v1/sources/" + WARD);
        admin.delete("/api/v1/sources/" + POLICE);
    }

    @Test
    void aQuestionIsAnsweredTheCamerasAreMergedTheOtherIdStaysAndItIsUndone() throws Exception {
        take(WARD, "Mã camera,Tên camera,Số serial\nPC-1,Cổng chợ,SN-CUNG-0001\n");
        take(POLICE, "Mã camera,Tên camera,Số serial\nCA-1,Cam 1,\n");
        var ward = camera(WARD, "PC-1");
        var police = camera(POLICE, "CA-1");

        var report = take(POLICE, "Mã camera,Tên camera,Số serial\nCA-1,Cam 1,SN-CUNG-0001\n");
        assertThat(report.at("/rows/0/findings").findValuesAsText("rule")).contains("identity.alike");
        var question = question(police);
        assertThat(question.get("candidate").asText()).isEqualTo(ward);
        assertThat(question.get("signs").findValuesAsText("name")).contains("serial");
        assertThat(SharedHub.get().shellSays("hub:same-list")).contains(ward, police);

        var same = decide("questions/" + question.get("id").asText() + "/same", Map.of(), 200);
        assertThat(same.get("camera").asText()).isEqualTo(ward);
        var alias = admin.get("/api/v1/cameras/" + police);
        assertThat(alias.status()).isEqualTo(200);
        assertThat(alias.json().get("id").asText()).isEqualTo(ward);
        assertThat(alias.json().get("aliases")).extracting(JsonNode::asText).containsExactly(police);
        assertThat(alias.json().get("stated").findValuesAsText("source")).contains(WARD, POLICE);
        assertThat(kinds(police)).contains("camera.merged", "camera.created");
        take(POLICE, "Mã camera,Tên camera,Số serial\nCA-1,Cam 1 mới,SN-CUNG-0001\n");
        assertThat(admin.get("/api/v1/cameras/" + ward).json().get("stated").findValuesAsText("value"))
                .contains("Cam 1 mới");

        decide("undo", Map.of("camera", ward), 200);
        assertThat(admin.get("/api/v1/cameras/" + police).json().get("id").asText())
                .isEqualTo(police);
        assertThat(admin.get("/api/v1/cameras/" + police).json().get("name").asText())
                .isEqualTo("Cam 1 mới");
        decide("undo", Map.of("camera", ward), 409);

        SharedHub.get().shellSays("hub:camera-merge " + ward + " " + police);
        assertThat(SharedHub.get().shellSays("hub:camera-history " + ward)).contains("camera.merged");
        SharedHub.get().shellSays("hub:camera-undo " + ward);
        assertThat(SharedHub.audited())
                .extracting(record -> record.get("action").asText())
                .contains("identity.same", "identity.undo", "identity.merge");
    }

    @Test
    void whatIsMissingAndWhatContradictsIsTold() throws Exception {
        take(WARD, "Mã camera,Tên camera,Model\nPC-7,Ngã tư,DS-1\n");
        take(POLICE, "Mã camera,Tên camera,Model\nCA-7,Ngã tư,DS-2\n");
        var ward = camera(WARD, "PC-7");
        decide("merge", Map.of("survivor", ward, "other", camera(POLICE, "CA-7")), 200);

        var conflicts = admin.get("/api/v1/conflicts?limit=200&area=" + SharedHub.LONG_AN)
                .json();
        assertThat(conflicts.get("items").findValuesAsText("camera")).contains(ward);
        var detail = admin.get("/api/v1/cameras/" + ward).json();
        assertThat(detail.at("/conflicts/0/field").asText()).isEqualTo("model");
        assertThat(detail.at("/completeness/score").asInt()).isBetween(1, 60);
        assertThat(detail.at("/completeness/missing"))
                .extracting(JsonNode::asText)
                .contains("serial");
        var agencies = admin.get("/api/v1/completeness?by=source&limit=200").json();
        assertThat(agencies.get("items").findValuesAsText("agency")).contains(WARD);
        assertThat(SharedHub.get().shellSays("hub:conflict-list --area " + SharedHub.LONG_AN))
                .contains(ward, "DS-1", "DS-2");
        assertThat(SharedHub.get().shellSays("hub:completeness --sources")).contains(WARD, "serial");
        decide("undo", Map.of("camera", ward), 200);
    }

    private static JsonNode question(String camera) {
        for (var question :
                admin.get("/api/v1/identity/questions?limit=200").json().get("items")) {
            if (question.path("camera").asText().equals(camera)) {
                return question;
            }
        }
        throw new AssertionError("nothing is asked about " + camera);
    }

    private static JsonNode decide(String path, Map<String, ?> body, int status) {
        var answer = body.isEmpty()
                ? admin.post("/api/v1/identity/" + path, "")
                : admin.post("/api/v1/identity/" + path, SharedHub.json(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    private static List<String> kinds(String camera) {
        return admin.get("/api/v1/cameras/" + camera + "/history")
                .json()
                .get("items")
                .findValuesAsText("kind");
    }

    private static String camera(String source, String code) {
        return admin.get("/api/v1/cameras?q=" + code + "&source=" + source)
                .json()
                .at("/items/0/id")
                .asText();
    }

    private static JsonNode take(String source, String sheet) {
        var answer = admin.send(
                "POST",
                "/api/v1/imports?profile=commune&source=" + source,
                "text/csv",
                sheet.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().at("/counts/rejected").asInt())
                .as(answer.text())
                .isZero();
        return answer.json();
    }
}
