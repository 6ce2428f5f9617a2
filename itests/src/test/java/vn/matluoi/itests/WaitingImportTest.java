package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A ward's complete list comes cut in half: nothing is lost until a person says that it is right. */
class WaitingImportTest {

    private static final String SOURCE = "phuong-cat-nua";

    private static Client admin;
    private static long before;

    @BeforeAll
    static void aWard() {
        admin = SharedHub.administrator();
        var made = admin.post(
                "/api/v1/sources",
                SharedHub.json(Map.of("id", SOURCE, "name", "Phường gửi thiếu", "area", SharedHub.LONG_AN)));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        before = admin.get("/api/v1/changes?limit=1").json().get("last").asLong();
    }

    @AfterAll
    static void close() {
        admin.delete("/api/v1/sources/" + SOURCE);
    }

    @Test
    void aListCutInHalfWaitsAndAPersonDiscardsItReleasesItOrTakesItBack() throws Exception {
        assertThat(take(40).get("state").asText()).isEqualTo("applied");

        var half = take(20);
        var id = half.get("id").asLong();
        assertThat(half.get("state").asText()).isEqualTo("waiting");
        assertThat(half.at("/counts/missing").asInt()).isEqualTo(20);
        assertThat(half.get("findings").findValuesAsText("message")).anyMatch(said -> said.contains("20 trong 40"));
        assertThat(missing()).isZero();
        assertThat(admin.get("/api/v1/imports?state=waiting&source=" + SOURCE)
                        .json()
                        .at("/items/0/id")
                        .asLong())
                .isEqualTo(id);
        assertThat(SharedHub.get().shellSays("hub:import-list --waiting")).contains(SOURCE, "waiting");

        SharedHub.get().shellSays("hub:import-discard " + id);
        assertThat(admin.get("/api/v1/imports/" + id).json().get("state").asText())
                .isEqualTo("discarded");
        assertThat(take(20).get("state").asText()).as("said again").isEqualTo("discarded");
        assertThat(missing()).isZero();

        var third = take(19);
        var released = admin.post("/api/v1/imports/" + third.get("id").asLong() + "/release", "");
        assertThat(released.status()).as(released.text()).isEqualTo(200);
        assertThat(released.json().get("state").asText()).isEqualTo("applied");
        assertThat(missing()).isEqualTo(21);
        var again = admin.post("/api/v1/imports/" + third.get("id").asLong() + "/release", "");
        assertThat(again.status()).isEqualTo(409);

        SharedHub.get().shellSays("hub:import-undo " + third.get("id").asLong());
        assertThat(admin.get("/api/v1/imports/" + third.get("id").asLong())
                        .json()
                        .get("state")
                        .asText())
                .isEqualTo("undone");
        assertThat(take(19).get("state").asText())
                .as("all forty are there again")
                .isEqualTo("waiting");
        assertThat(SharedHub.audited())
                .extracting(record -> record.at("/action").asText())
                .contains("import.discard", "import.release", "import.undo");
    }

    private static JsonNode take(int rows) {
        var sheet = "Mã camera,Tên camera\n"
                + IntStream.rangeClosed(1, rows)
                        .mapToObj(i -> "PC-%d,Cột điện số %d".formatted(i, i))
                        .collect(Collectors.joining("\n"));
        var answer = admin.send(
                "POST",
                "/api/v1/imports?profile=commune&complete=true&source=" + SOURCE,
                "text/csv",
                sheet.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    private static long missing() {
        var count = 0L;
        for (var change :
                admin.get("/api/v1/changes?limit=1000&after=" + before).json().get("items")) {
            if (change.get("kind").asText().equals("camera.missing")) {
                count++;
            }
        }
        return count;
    }
}
