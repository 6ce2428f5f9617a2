package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorders that misbehave, and passwords that are wrong. */
class BadRecorderTest {

    private final Client admin = SharedHub.administrator();
    private SimulatedRecorder recorder;

    @BeforeEach
    void startARecorder() throws Exception {
        recorder = SimulatedRecorder.start();
    }

    @AfterEach
    void stopIt() {
        admin.delete("/api/v1/sources/bad-recorder");
        recorder.close();
    }

    @Test
    void aWrongPasswordIsTriedOnceAndNothingMoreIsSent() throws Exception {
        var settings = SharedHub.source("bad-recorder", recorder, "không-phải-mật-khẩu-1");
        settings.withObject("/options").put("watch.seconds", "5");
        var added = admin.post("/api/v1/sources", settings.toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        assertThat(added.text()).doesNotContain("không-phải-mật-khẩu-1");
        await().atMost(Duration.ofSeconds(30)).until(() -> wrong() == 1);
        await().atMost(Duration.ofSeconds(30)).until(() -> cause().equals("credentials-rejected"));
        var requests = requests();
        var sync = admin.post("/api/v1/sources/bad-recorder/sync", "");
        assertThat(sync.status()).as(sync.text()).isEqualTo(409);
        var test = admin.post("/api/v1/sources/bad-recorder/test", "");
        assertThat(test.status()).as(test.text()).isEqualTo(409);
        assertThat(test.json().get("rule").asText()).isEqualTo("credentials-rejected");
        await("requests the recorder counted, over two looks that were due")
                .during(Duration.ofSeconds(12))
                .atMost(Duration.ofSeconds(14))
                .until(() -> requests().equals(requests) && wrong() == 1);
        settings.put("secret", recorder.password());
        var mended = admin.put("/api/v1/sources/bad-recorder", settings.toString());
        assertThat(mended.status()).as(mended.text()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(40)).until(() -> state().equals("online"));
        assertThat(wrong()).as("wrong log-ins the recorder counted").isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "silent, protocol",
        "cut, protocol",
        "garbage, protocol",
        "slow, protocol",
        "locked, login",
        "refuse, login",
        "busy, login"
    })
    void theLadderStopsAtTheRungThatFailedAndSaysWhatToDo(String kind, String rung) throws Exception {
        recorder.tell("/fault", SharedHub.json(java.util.Map.of("kind", kind, "seconds", 1800)));
        var settings = SharedHub.source("bad-recorder", recorder);
        settings.withObject("/options").put("timeout.ms", "4000");
        var tested = admin.post("/api/v1/sources/test", settings.toString());
        assertThat(tested.status()).as(tested.text()).isEqualTo(200);
        var report = tested.json();
        assertThat(report.get("passed").asBoolean()).as(tested.text()).isFalse();
        var failed = report.get("rungs").get(report.get("rungs").size() - 1);
        assertThat(failed.get("passed").asBoolean()).isFalse();
        assertThat(failed.get("name").asText()).as(tested.text()).isEqualTo(rung);
        assertThat(failed.get("message").asText()).isNotBlank();
        assertThat(failed.get("mend").asText()).isNotBlank();
        assertThat(tested.text()).doesNotContain(recorder.password());
    }

    @ParameterizedTest
    @CsvSource({
        "silent, false, offline, unreachable",
        "cut, false, offline, unreachable",
        "slow, false, offline, unreachable",
        "garbage, false, offline, garbled",
        "busy, false, degraded, busy",
        "refuse, true, degraded, rights-missing",
        "locked, true, offline, locked"
    })
    void aSupervisedRecorderThatMisbehavesIsShownWithItsCause(String kind, boolean atOnce, String state, String cause)
            throws Exception {
        var settings = SharedHub.source("bad-recorder", recorder);
        settings.withObject("/options").put("timeout.ms", "1000");
        var added = admin.post("/api/v1/sources", settings.toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(40)).until(() -> state().equals("online"));

        recorder.tell("/fault", SharedHub.json(java.util.Map.of("kind", kind, "seconds", 1800)));
        var sync = admin.post("/api/v1/sources/bad-recorder/sync", "");
        var rightAfter = state();
        assertThat(sync.status()).as(sync.text()).isGreaterThanOrEqualTo(400);
        assertThat(sync.text()).doesNotContain(recorder.password());
        if (!atOnce) {
            assertThat(rightAfter).as("one missed answer is not a fault").isEqualTo("online");
        }
        await().atMost(Duration.ofSeconds(40)).until(() -> state().equals(state) && cause().equals(cause));
    }

    @Test
    void aClockThatIsWrongIsSaidAndDoesNotStopTheRest() throws Exception {
        recorder.tell("/fault", SharedHub.json(java.util.Map.of("kind", "clock", "year", 1970)));
        var tested = admin.post(
                "/api/v1/sources/test",
                SharedHub.source("bad-recorder", recorder).toString());
        assertThat(tested.json().get("channels")).as(tested.text()).hasSize(16);
        assertThat(tested.json().toString()).contains("clock");
    }

    @Test
    void aRecorderThatGoesSilentIsOfflineOnlyAfterMoreThanOneMissAndComesBack() throws Exception {
        var settings = SharedHub.source("bad-recorder", recorder);
        settings.withObject("/options").put("watch.seconds", "5").put("timeout.ms", "1000");
        var added = admin.post("/api/v1/sources", settings.toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(40)).until(() -> state().equals("online"));
        recorder.tell("/fault", SharedHub.json(java.util.Map.of("kind", "reset")));
        await().atMost(Duration.ofSeconds(90)).until(() -> state().equals("offline"));
        recorder.tell("/fault", SharedHub.json(java.util.Map.of("kind", "none")));
        await().atMost(Duration.ofSeconds(90)).until(() -> state().equals("online"));
    }

    @Test
    void anAddressOutsideTheAllowedNetworksIsRefusedWithTheFileToChange() throws Exception {
        var settings = SharedHub.source("bad-recorder", recorder);
        settings.put("address", "http://169.254.169.254");
        var tested = admin.post("/api/v1/sources/test", settings.toString());
        assertThat(tested.text()).contains("vn.matluoi.devices.cfg");
        assertThat(tested.json().path("passed").asBoolean(true)).isFalse();
    }

    @Test
    void everyFieldAtFaultIsNamed() {
        var refused = admin.post(
                "/api/v1/sources",
                SharedHub.json(java.util.Map.of(
                        "name", "x", "driver", "nobody", "address", "http://127.0.0.1", "area", "99999")));
        assertThat(refused.status()).as(refused.text()).isBetween(400, 422);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.json().get("errors").findValuesAsText("field")).contains("driver", "area");
        assertThat(refused.json().get("detail").asText()).isNotBlank();
    }

    private int wrong() throws Exception {
        return recorderState().at("/logins/admin/wrong").asInt();
    }

    private String requests() throws Exception {
        return recorderState().get("requests").toString();
    }

    private JsonNode recorderState() throws Exception {
        return recorder.state().get("recorders").get(0);
    }

    private String state() {
        return admin.get("/api/v1/sources/bad-recorder")
                .json()
                .at("/state/state")
                .asText()
                .toLowerCase(java.util.Locale.ROOT);
    }

    private String cause() {
        return admin.get("/api/v1/sources/bad-recorder")
                .json()
                .at("/state/cause")
                .asText();
    }
}
