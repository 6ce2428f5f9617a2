package vn.matluoi.simulators.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.recorder.HikvisionRecorder;
import vn.matluoi.simulators.recorder.Quirk;
import vn.matluoi.simulators.recorder.RecorderSettings;
import vn.matluoi.simulators.rtsp.Clip;

class ControlServerTest {

    private final String password = "pass-" + System.nanoTime();
    private final HttpClient http = HttpClient.newHttpClient();
    private HikvisionRecorder first;
    private HikvisionRecorder second;
    private ControlServer control;

    @BeforeEach
    void start() throws Exception {
        first = new HikvisionRecorder(RecorderSettings.of("r1", "A", "admin"), password, Clip.builtIn());
        second = new HikvisionRecorder(
                RecorderSettings.of("r2", "B", "admin").withChannels(8, 0, 1, 0), password, Clip.builtIn());
        control = new ControlServer(0, List.of(first, second));
    }

    @AfterEach
    void stop() throws Exception {
        control.close();
        first.close();
        second.close();
    }

    @Test
    void tellsTheStateOfAllRecordersAndNoPassword() throws Exception {
        http.send(
                HttpRequest.newBuilder(URI.create(first.address() + "/ISAPI/System/time"))
                        .build(),
                HttpResponse.BodyHandlers.discarding());

        String state = http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + "/state"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(state)
                .contains("\"name\":\"r1\"", "\"name\":\"r2\"", "\"GET /ISAPI/System/time\":1", "\"challenges\":1")
                .contains("\"framesSkipped\":0", "\"framesLate\":0")
                .doesNotContain(password);
    }

    @Test
    void setsFaultsAndMendsThem() throws Exception {
        post("/fault", "{\"recorder\":\"r1\",\"kind\":\"clock\",\"seconds\":-3600, \"path\":\"/ISAPI\"}", 200);
        assertThat(first.fault()).isEqualTo(new Fault(Fault.Kind.CLOCK, Fault.Where.BOTH, "/ISAPI", -3600, 0));
        assertThat(second.fault()).isEqualTo(Fault.NONE);
        post("/fault", "{\"recorder\":\"r1\",\"kind\":\"none\"}", 200);
        assertThat(first.fault().kind()).isEqualTo(Fault.Kind.NONE);

        post("/fault", "{\"recorder\":\"r1\",\"kind\":\"locked\",\"seconds\":60}", 200);
        assertThat(first.lockedSeconds()).isBetween(55L, 60L);
        post("/fault", "{\"recorder\":\"r1\",\"kind\":\"unlocked\"}", 200);
        assertThat(first.lockedSeconds()).isZero();
    }

    @Test
    void makesThingsHappenAndRecordersOdd() throws Exception {
        post("/quirk", "{\"recorder\":\"r1\",\"name\":\"neverInactive\"}", 200);
        assertThat(first.quirks()).containsExactly(Quirk.NEVER_INACTIVE);
        assertThat(second.quirks()).isEmpty();
        post("/quirk", "{\"recorder\":\"r1\",\"name\":\"neverInactive\",\"on\":false}", 200);
        assertThat(first.quirks()).isEmpty();
        post("/quirk", "{\"recorder\":\"r1\",\"name\":\"neverMind\"}", 400);
        post("/event", "{\"recorder\":\"r1\",\"n\":5,\"type\":\"VMD\",\"target\":\"human\",\"seconds\":2}", 200);
        post("/event", "{\"recorder\":\"r1\",\"n\":99,\"type\":\"VMD\"}", 400);
        post("/event", "{\"recorder\":\"r1\",\"n\":5}", 400);
        post("/wiring", "{\"recorder\":\"r1\",\"n\":5,\"center\":false}", 200);
    }

    @Test
    void writesALabelBehindAllNamesAtOnce() throws Exception {
        post("/channel", "{\"recorder\":\"r2\",\"n\":3,\"online\":false}", 200);
        post("/label", "{\"recorder\":\"r2\",\"label\":\"a/1\"}", 200);
        assertThat(second.channels().get(0).name()).isEqualTo("Cổng UBND xã a/1");
        assertThat(second.channels().get(2).online()).isFalse();
        assertThat(second.channels().get(7).name()).isEqualTo("IPCamera 08"); // an empty slot
        assertThat(first.channels().get(0).name()).isEqualTo("Cổng UBND xã");

        post("/label", "{\"recorder\":\"r2\",\"label\":\"\"}", 200);
        assertThat(second.channels().get(0).name()).isEqualTo("Cổng UBND xã");
    }

    @Test
    void plugsCamerasInAndOut() throws Exception {
        post("/channel", "{\"recorder\":\"r2\",\"n\":3,\"online\":false}", 200);
        assertThat(second.channels().get(2).online()).isFalse();
        post("/channel", "{\"recorder\":\"r2\",\"n\":3,\"online\":true}", 200);
        assertThat(second.channels().get(2).online()).isTrue();
    }

    @Test
    void saysWhatItDidNotUnderstand() throws Exception {
        assertThat(post("/fault", "{\"recorder\":\"r9\",\"kind\":\"slow\"}", 400))
                .contains("r1, r2");
        assertThat(post("/fault", "{\"recorder\":\"r1\",\"kind\":\"sloow\"}", 400))
                .contains("silent", "sloow");
        assertThat(post("/fault", "{\"recorder\":\"r1\"}", 400)).contains("kind is missing");
        assertThat(post("/channel", "{\"recorder\":\"r2\",\"n\":8,\"online\":true}", 400))
                .contains("empty slot");
        assertThat(post("/channel", "{\"recorder\":\"r2\",\"n\":9,\"online\":true}", 400))
                .contains("1 to 8");
        assertThat(post("/password", "not json", 400)).contains("JSON");
        assertThat(post("/nothing", "{\"recorder\":\"r1\"}", 400)).contains("POST /fault");
    }

    @Test
    void readsAndWritesJson() {
        assertThat(Json.readFlat("{\"a\":\"x\\\"\\u00e9\\n\", \"b\" : -12 ,\"c\":true,\"d\":null}"))
                .isEqualTo(Map.of("a", "x\"é\n", "b", "-12", "c", "true"));
        assertThat(Json.readFlat("{}")).isEmpty();
        assertThatThrownBy(() -> Json.readFlat("{\"a\":{}}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.readFlat("{\"a\":\"\\u12\"}")).isInstanceOf(IllegalArgumentException.class);
        assertThat(Json.write(Map.of("k", List.of(1, "a\"\\\n", true))))
                .isEqualTo("{\"k\":[1,\"a\\\"\\\\\\u000a\",true]}");
        assertThat(Json.write(List.of(Map.of(), List.of()))).isEqualTo("[{},[]]");
    }

    private String post(String path, String body, int status) throws Exception {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + control.port() + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }
}
