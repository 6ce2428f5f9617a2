package vn.matluoi.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A recorder behind https, whose certificate it made itself: nobody but a person can say that it is the right one. */
class HttpsRecorderTest {

    private static final String ID = "nvr-https";

    private final Client admin = SharedHub.administrator();
    private SimulatedRecorder recorder;

    @BeforeEach
    void startARecorder() throws IOException {
        recorder = SimulatedRecorder.start("--https", "--channels", "2", "--offline", "0");
    }

    @AfterEach
    void stopIt() {
        admin.delete("/api/v1/sources/" + ID);
        recorder.close();
    }

    @Test
    void isTrustedOnlyByTheFingerprintThatAPersonAcceptedAndNoLongerWhenItChanges() throws Exception {
        var settings = settings();
        var shown = admin.post("/api/v1/sources/test", settings.toString());
        assertThat(shown.status()).as(shown.text()).isEqualTo(200);
        var fingerprint = shown.json().get("certificate").asText();
        assertThat(fingerprint).matches("[0-9a-f]{64}");
        assertThat(shown.json().get("rungs").findValuesAsText("name")).containsSubsequence("tcp", "tls", "login");

        var refused = admin.post("/api/v1/sources", settings.toString());
        assertThat(refused.status()).as(refused.text()).isBetween(400, 422);
        assertThat(refused.json().get("errors").findValuesAsText("rule")).containsExactly("certificate.not-accepted");
        assertThat(admin.get("/api/v1/sources/" + ID).status()).isEqualTo(404);

        settings.put("acceptedCertificate", fingerprint);
        var added = admin.post("/api/v1/sources", settings.toString());
        assertThat(added.status()).as(added.text()).isEqualTo(201);
        await().atMost(Duration.ofSeconds(40)).until(() -> is("online"));
        assertThat(admin.get("/api/v1/cameras?source=" + ID).json().get("total").asInt())
                .isEqualTo(2);

        recorder.restart();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(state().path("cause").asText()).isEqualTo("certificate-changed"));
        assertThat(is("online")).isFalse();
        assertThat(logins())
                .as("log-ins under a certificate that nobody accepted")
                .isZero();
        var sync = admin.post("/api/v1/sources/" + ID + "/sync", "");
        assertThat(sync.status()).as(sync.text()).isEqualTo(409);
        assertThat(sync.json().get("rule").asText()).isEqualTo("certificate-changed");

        var newer = admin.post("/api/v1/sources/test", settings().toString())
                .json()
                .get("certificate")
                .asText();
        assertThat(newer).matches("[0-9a-f]{64}").isNotEqualTo(fingerprint);
        settings.put("acceptedCertificate", newer);
        var mended = admin.put("/api/v1/sources/" + ID, settings.toString());
        assertThat(mended.status()).as(mended.text()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(40)).until(() -> is("online"));
    }

    private ObjectNode settings() throws IOException {
        var settings = SharedHub.source(ID, recorder);
        settings.withObject("/options").put("watch.seconds", "5").put("timeout.ms", "2000");
        return settings;
    }

    private int logins() throws Exception {
        var counted = recorder.state().get("recorders").get(0).at("/logins/admin");
        return counted.path("ok").asInt() + counted.path("wrong").asInt();
    }

    private JsonNode state() {
        return admin.get("/api/v1/sources/" + ID).json().path("state");
    }

    private boolean is(String state) {
        return state().path("state").asText().toLowerCase(Locale.ROOT).equals(state);
    }
}
