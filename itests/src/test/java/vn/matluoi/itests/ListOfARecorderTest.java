package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A hospital's list names the recorder and the channel of each camera; the recorder is connected, too. */
class ListOfARecorderTest {

    private static final String NVR = "dau-ghi-co-danh-sach";
    private static final String HOSPITAL = "benh-vien-co-dau-ghi";

    private static SimulatedRecorder recorder;
    private static Client admin;
    private static String serial;

    @BeforeAll
    static void connect() throws IOException {
        recorder = SimulatedRecorder.start();
        admin = SharedHub.administrator();
        var settings = SharedHub.source(NVR, recorder);
        serial = admin.post("/api/v1/sources/test", settings.toString())
                .json()
                .at("/device/serial")
                .asText();
        var added = admin.post("/api/v1/sources", settings.toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        var hospital = admin.post(
                "/api/v1/sources",
                SharedHub.json(Map.of("id", HOSPITAL, "name", "Bệnh viện có đầu ghi", "area", SharedHub.LONG_AN)));
        assertThat(hospital.status()).as(hospital.text()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> cameras().get("total").asInt() == 16);
    }

    @AfterAll
    static void disconnect() {
        admin.delete("/api/v1/sources/" + NVR);
        admin.delete("/api/v1/sources/" + HOSPITAL);
        recorder.close();
    }

    @Test
    void eachRowIsTheCameraOfThatChannel() {
        assertThat(serial).endsWith("WCVU");
        var third = ofChannel("3");

        var answer = admin.send(
                "POST",
                "/api/v1/imports?profile=hospital&source=" + HOSPITAL,
                "text/csv",
                ("Mã camera,Tên camera,Số sê-ri đầu ghi,Kênh,Địa chỉ IP\n" + "BV-03,Sảnh chờ,%s,Kênh 03,127.0.0.1\n")
                        .formatted(serial)
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().at("/counts/updated").asInt())
                .as(answer.text())
                .isEqualTo(1);
        var camera = admin.get("/api/v1/cameras/" + third).json();
        assertThat(camera.get("name").asText()).isEqualTo("Sảnh chờ");
        assertThat(camera.at("/values/recorderSerial").asText()).isEqualTo(serial);
        assertThat(camera.at("/values/recorderChannel").asText()).isEqualTo("3");
        assertThat(camera.at("/values/ipAddress").asText()).isEqualTo("127.0.0.1");
        assertThat(camera.get("stated").findValuesAsText("source")).contains(NVR, HOSPITAL);
    }

    private static String ofChannel(String channel) {
        for (var camera : cameras().get("items")) {
            if (camera.get("channel").asText().equals(channel)) {
                return camera.get("id").asText();
            }
        }
        throw new AssertionError("no channel " + channel);
    }

    private static JsonNode cameras() {
        var answer = admin.get("/api/v1/cameras?limit=200&source=" + NVR);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
