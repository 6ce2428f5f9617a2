package vn.matluoi.simulators.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.MovableClock;
import vn.matluoi.simulators.login.Digest.Algorithm;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.rtsp.Clip;

class LoginTest {

    private static final String INFO = "/ISAPI/System/deviceInfo";
    private static final String RIGHT = "right-" + System.nanoTime();

    private final MovableClock clock = new MovableClock();
    private HikvisionRecorder recorder;

    @BeforeEach
    void start() throws Exception {
        recorder = new HikvisionRecorder(RecorderSettings.of("r1", "Trạm 1", "viewer"), RIGHT, Clip.builtIn(), clock);
    }

    @AfterEach
    void stop() throws Exception {
        recorder.close();
    }

    @Test
    void asksForCredentialsFirstAndCountsNothing() throws Exception {
        var answer = new Client(recorder, RIGHT).bare(INFO);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Digest qop=\"auth\", realm=\"")
                .endsWith("stale=\"FALSE\"");
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .contains("<userCheck>", "<lockStatus>unlock</lockStatus>", "<retryLoginTime>5</retryLoginTime>");
        assertThat(recorder.logins()).isEmpty();
        assertThat(recorder.challenges()).isEqualTo(1);
    }

    @Test
    void letsTheRightPasswordInAndCountsIt() throws Exception {
        Client client = new Client(recorder, RIGHT);

        assertThat(client.text(INFO)).contains("<serialNumber>" + recorder.serial() + "</serialNumber>");
        assertThat(client.get(INFO).statusCode()).isEqualTo(200);
        assertThat(recorder.logins()).containsOnly(java.util.Map.entry("viewer", new LoginCount(2, 0, 0)));
        assertThat(recorder.requests()).containsEntry("GET " + INFO, 3L);
    }

    @Test
    void speaksSha256WhenToldTo() throws Exception {
        try (HikvisionRecorder strong = new HikvisionRecorder(
                RecorderSettings.of("r2", "Trạm 2", "viewer").withAlgorithms(List.of(Algorithm.SHA_256)),
                RIGHT,
                Clip.builtIn())) {
            assertThat(new Client(strong, RIGHT).get(INFO).statusCode()).isEqualTo(200);
            assertThat(new Client(strong, "wrong").get(INFO).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void locksOutAfterFiveWrongLoginsForThirtyMinutes() throws Exception {
        Client wrong = new Client(recorder, "wrong");
        for (int i = 1; i <= 4; i++) {
            assertThat(wrong.text(INFO)).contains("<retryLoginTime>" + (5 - i) + "</retryLoginTime>");
        }
        assertThat(wrong.text(INFO)).contains("<lockStatus>lock</lockStatus>", "<unlockTime>1800</unlockTime>");

        Client right = new Client(recorder, RIGHT);
        assertThat(right.get(INFO).statusCode()).isEqualTo(401);
        clock.pass(Duration.ofMinutes(29));
        assertThat(right.text(INFO)).contains("<unlockTime>60</unlockTime>");
        assertThat(recorder.logins()).containsEntry("viewer", new LoginCount(0, 5, 2));

        clock.pass(Duration.ofMinutes(1));
        right.forgetChallenge();
        assertThat(right.get(INFO).statusCode()).isEqualTo(200);
    }

    @Test
    void forgetsWrongLoginsAfterARightOne() throws Exception {
        Client wrong = new Client(recorder, "wrong");
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 3; i++) {
                wrong.get(INFO);
            }
            assertThat(new Client(recorder, RIGHT).get(INFO).statusCode()).isEqualTo(200);
        }
        assertThat(recorder.lockedSeconds()).isZero();
    }

    @Test
    void takesBasicThatNobodyAskedForAsAWrongLogin() throws Exception {
        String basic = Base64.getEncoder().encodeToString(("viewer:" + RIGHT).getBytes(StandardCharsets.UTF_8));

        assertThat(new Client(recorder, RIGHT).send(INFO, "Basic " + basic).statusCode())
                .isEqualTo(401);
        assertThat(recorder.logins().values()).containsExactly(new LoginCount(0, 1, 0));
    }

    @Test
    void saysStaleToAnOldNonceAndCountsNothing() throws Exception {
        Client client = new Client(recorder, RIGHT);
        client.get(INFO);
        clock.pass(Duration.ofMinutes(6));

        var answer = client.get(INFO);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("stale=\"TRUE\"");
        assertThat(recorder.logins()).containsEntry("viewer", new LoginCount(1, 0, 0));
    }

    @Test
    void takesNoNonceCountTwice() throws Exception {
        Client client = new Client(recorder, RIGHT);
        client.get(INFO);

        assertThat(client.send(INFO, client.authorization(INFO, 1))
                        .headers()
                        .firstValue("WWW-Authenticate")
                        .orElseThrow())
                .contains("stale=\"TRUE\"");
    }

    @Test
    void wantsTheAddressSignedExactlyAsSent() throws Exception {
        Client client = new Client(recorder, RIGHT);
        client.get(INFO);

        assertThat(client.send(INFO + "?a=%5B1%5D", client.authorization(INFO + "?a=[1]", 2))
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.get(INFO + "?a=%5B1%5D").statusCode()).isEqualTo(200);
    }

    @Test
    void refusesTheOldPasswordOnceItWasChanged() throws Exception {
        Client client = new Client(recorder, RIGHT);
        client.get(INFO);
        recorder.changePassword("another");

        assertThat(client.get(INFO).statusCode()).isEqualTo(401);
        assertThat(recorder.logins()).containsEntry("viewer", new LoginCount(1, 1, 0));
        assertThat(new Client(recorder, "another").get(INFO).statusCode()).isEqualTo(200);
    }
}
