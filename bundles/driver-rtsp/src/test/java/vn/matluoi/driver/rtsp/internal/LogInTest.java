package vn.matluoi.driver.rtsp.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.Target;

class LogInTest {

    private static final String OLD_DIGEST = "Digest realm=\"IP Camera\", nonce=\"n-1\"";
    private static final String BASIC = "Basic realm=\"IP Camera\"";
    private static final Pattern RESPONSE = Pattern.compile("response=\"([0-9a-f]+)\"");

    private static String unauthorized(String... challenges) {
        var answer = new StringBuilder("RTSP/1.0 401 Unauthorized\n");
        for (var challenge : challenges) {
            answer.append("WWW-Authenticate: ").append(challenge).append('\n');
        }
        return answer.append('\n').toString();
    }

    /** A device that takes what the check says is right, and demands a log-in of everything else. */
    private static ScriptedDevice demanding(Predicate<String> right, String... challenges) {
        return new ScriptedDevice(request -> request.startsWith("OPTIONS")
                ? "RTSP/1.0 200 OK\n\n"
                : right.test(request) ? ScriptedDevice.DESCRIBED : unauthorized(challenges));
    }

    private static Refused refused(ScriptedDevice device, Target target) {
        var refused = catchThrowableOfType(Refused.class, () -> device.open(target));
        assertThat(refused.why()).isEqualTo(Why.CREDENTIALS);
        assertThat(refused.text().toString()).doesNotContain(target.secret());
        return refused;
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSignedByOldDigest(String request, Target target) {
        var response = RESPONSE.matcher(request);
        return response.find()
                && response.group(1)
                        .equals(hash(
                                "MD5",
                                hash("MD5", "hub:IP Camera:" + target.secret()) + ":n-1:"
                                        + hash("MD5", "DESCRIBE:rtsp://192.0.2.1:554/")));
    }

    @Test
    void anOldDigestWithoutQopIsAnswered() throws DeviceException {
        var target = ScriptedDevice.target();
        var device = demanding(request -> isSignedByOldDigest(request, target), OLD_DIGEST);
        assertThat(device.open(target)).isNotNull();
        assertThat(device.signed()).hasSize(1).allSatisfy(r -> assertThat(r).doesNotContain("qop"));
    }

    @Test
    void ofTwoOffersTheStrongerIsTaken() throws DeviceException {
        var device = demanding(
                request -> request.contains("Authorization"),
                BASIC,
                OLD_DIGEST,
                "Digest realm=\"IP Camera\", nonce=\"n-2\", algorithm=SHA-256, qop=\"auth\"");
        device.open();
        assertThat(device.signed()).hasSize(1).allSatisfy(r -> assertThat(r)
                .contains("Digest ", "SHA-256", "n-2", "qop=auth, nc=00000001"));
    }

    @Test
    void nothingIsSignedBeforeItIsAskedFor() throws DeviceException {
        var device = ScriptedDevice.saying(ScriptedDevice.DESCRIBED);
        device.open();
        assertThat(device.requests()).hasSize(2);
        assertThat(device.signed()).isEmpty();
    }

    @Test
    void optionsIsNeverSigned() throws DeviceException {
        var target = ScriptedDevice.target();
        var device = new ScriptedDevice(
                request -> isSignedByOldDigest(request, target) ? ScriptedDevice.DESCRIBED : unauthorized(OLD_DIGEST));
        device.open(target);
        assertThat(device.signed()).hasSize(1).allSatisfy(r -> assertThat(r).startsWith("DESCRIBE "));
    }

    @Test
    void aWrongPasswordIsSentOnceAndNotAgainForAWhile() {
        var device = demanding(request -> false, OLD_DIGEST);
        var target = ScriptedDevice.target();
        refused(device, target);
        int asked = device.requests().size();
        device.pass(Login.REJECTED_FOR.minusSeconds(1));
        refused(device, target);
        assertThat(device.requests()).hasSize(asked);
        assertThat(device.signed()).hasSize(1);

        device.pass(Duration.ofSeconds(2));
        refused(device, target);
        assertThat(device.signed()).hasSize(2);
    }

    @Test
    void aPasswordThatIsChangedOnTheDeviceIsSentOnceMore() throws DeviceException {
        var target = ScriptedDevice.target();
        var changed = new boolean[1];
        var device = demanding(request -> !changed[0] && isSignedByOldDigest(request, target), OLD_DIGEST);
        var session = device.open(target);
        changed[0] = true;
        assertThat(catchThrowableOfType(Refused.class, session::channels).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(catchThrowableOfType(Refused.class, session::channels).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(device.signed()).hasSize(2);
    }

    @Test
    void anOldNonceIsNoWrongPassword() throws DeviceException {
        var device = new ScriptedDevice(request -> request.startsWith("OPTIONS")
                ? "RTSP/1.0 200 OK\n\n"
                : request.contains("nonce=\"n-2\"")
                        ? ScriptedDevice.DESCRIBED
                        : request.contains("nonce=\"n-1\"")
                                ? unauthorized("Digest realm=\"x\", nonce=\"n-2\", stale=\"TRUE\"")
                                : unauthorized("Digest realm=\"x\", nonce=\"n-1\""));
        assertThat(device.open()).isNotNull();
        assertThat(device.signed()).hasSize(2);
    }

    @Test
    void aNonceThatIsAlwaysOldEndsTheMatter() {
        var device = demanding(request -> false, OLD_DIGEST + ", stale=true");
        refused(device, ScriptedDevice.target());
        assertThat(device.signed()).hasSize(2);
    }

    @Test
    void basicIsNotAnsweredUnlessTheSourceAllowsIt() {
        var device = demanding(request -> request.contains("Authorization"), BASIC);
        assertThat(refused(device, ScriptedDevice.target()).text().en()).contains("basic.allowed=true");
        assertThat(device.signed()).isEmpty();
    }

    @Test
    void basicThatIsAllowedIsAnswered() throws DeviceException {
        var target = ScriptedDevice.target(Map.of(Signature.BASIC, "true"));
        var word = Base64.getEncoder().encodeToString(("hub:" + target.secret()).getBytes(UTF_8));
        var device = demanding(request -> request.contains("Authorization: Basic " + word + "\r\n"), BASIC);
        assertThat(device.open(target)).isNotNull();
    }

    @Test
    void basicThatIsWrongIsSentOnce() {
        var target = ScriptedDevice.target(Map.of(Signature.BASIC, "true"));
        var device = demanding(request -> false, BASIC);
        refused(device, target);
        refused(device, target);
        assertThat(device.signed()).hasSize(1);
    }

    @Test
    void basicBesideADigestIsNotAnswered() {
        var target = ScriptedDevice.target(Map.of(Signature.BASIC, "true"));
        var device = demanding(
                request -> request.contains("Basic"), BASIC, "Digest realm=\"x\", nonce=\"n\", algorithm=MD2");
        refused(device, target);
        assertThat(device.signed()).isEmpty();
    }

    @Test
    void whoTookADigestGetsNothingWeaker() throws DeviceException {
        var target = ScriptedDevice.target(Map.of(Signature.BASIC, "true"));
        var weak = new boolean[1];
        var device = new ScriptedDevice(request -> request.startsWith("OPTIONS")
                ? "RTSP/1.0 200 OK\n\n"
                : weak[0]
                        ? unauthorized(BASIC)
                        : isSignedByOldDigest(request, target) ? ScriptedDevice.DESCRIBED : unauthorized(OLD_DIGEST));
        var session = device.open(target);
        weak[0] = true;
        assertThat(catchThrowableOfType(Refused.class, session::channels).text().en())
                .contains("weaker");
        assertThat(device.signed()).hasSize(1);
    }

    @Test
    void whoAskedForADigestGetsNothingWeakerInItsPlace() {
        var target = ScriptedDevice.target(Map.of(Signature.BASIC, "true"));
        var device = new ScriptedDevice(
                request -> unauthorized(request.contains("Authorization") ? BASIC + ", stale=true" : OLD_DIGEST));
        refused(device, target);
        assertThat(device.signed()).hasSize(1).allSatisfy(r -> assertThat(r).contains("Authorization: Digest "));
    }

    @Test
    void aSourceWithoutAnAccountIsToldSo() {
        var target = ScriptedDevice.target();
        var nobody = new Target(
                target.id(),
                target.address(),
                "",
                "",
                target.timeout(),
                target.pinnedIdentity(),
                target.pinnedCertificate(),
                target.options());
        var device = demanding(request -> false, OLD_DIGEST);
        var refused = catchThrowableOfType(Refused.class, () -> device.open(nobody));
        assertThat(refused.why()).isEqualTo(Why.CREDENTIALS);
        assertThat(refused.text().en()).contains("no user name");
        assertThat(device.signed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Negotiate", "Digest realm=\"x\"", "Digest realm=\"x\", nonce=\"n\", qop=\"auth-int\""})
    void aDemandNobodyKnowsIsNotAnswered(String challenge) {
        var device = demanding(request -> false, challenge);
        refused(device, ScriptedDevice.target());
        assertThat(device.signed()).isEmpty();
    }

    @Test
    void aUserNameBreaksNoLine() {
        var target = ScriptedDevice.target();
        var odd = new Target(
                target.id(),
                target.address(),
                "hub\r\nX-Odd: 1",
                target.secret(),
                target.timeout(),
                target.pinnedIdentity(),
                target.pinnedCertificate(),
                target.options());
        var device = demanding(request -> false, OLD_DIGEST);
        assertThat(catchThrowableOfType(Garbled.class, () -> device.open(odd))).isNotNull();
        assertThat(device.signed()).isEmpty();
    }
}
