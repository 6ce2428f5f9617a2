package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.Target;
import vn.matluoi.api.http.DeviceHttp;
import vn.matluoi.api.http.DeviceHttp.Connection;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/** Logging in, and above all not locking anybody out. */
class LogInTest {

    private static final DeviceRequest ASK = DeviceRequest.get("/ISAPI/x?a=%5B1%5D");

    private final AtomicLong nanos = new AtomicLong();

    private final NettyDeviceHttp http = new NettyDeviceHttp(
            (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port), nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @AfterEach
    void stop() {
        http.stop();
    }

    private static Refused refused(Connection connection) {
        return catchThrowableOfType(Refused.class, () -> connection.call(ASK));
    }

    private static Target with(Target t, String user, String secret, Map<String, String> options) {
        return new Target(t.id(), t.address(), user, secret, t.timeout(), Optional.empty(), Optional.empty(), options);
    }

    @ParameterizedTest
    @CsvSource({"'',auth", "'',''", "MD5,auth", "MD5-sess,auth", "SHA-256,auth", "SHA-256-sess,auth", "SHA-1,auth"})
    void logsInByEachDigest(String algorithm, String qop) throws Exception {
        var side = new DigestSide(algorithm, qop, 1000, (request, out) -> {
            ScriptedDevice.ok(out, "<a/>");
            return true;
        });
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(device.requests()).as("401, then two signed").hasSize(3);
            assertThat(device.requests().get(0).header("Authorization")).isEmpty();
            assertThat(side.wrong).hasValue(0);
        }
    }

    @Test
    void signsThePathExactlyAsSent() throws Exception {
        try (var device = ScriptedDevice.open(DigestSide.usual());
                var connection = http.connect(device.target())) {
            connection.call(ASK);
            var signed = device.requests().get(1);
            assertThat(DigestSide.field(signed.header("Authorization").orElseThrow(), "uri"))
                    .isEqualTo(signed.path())
                    .isEqualTo("/ISAPI/x?a=%5B1%5D");
        }
    }

    @Test
    void triesAWrongPasswordOnce() throws Exception {
        var side = DigestSide.usual();
        side.secret = "another";
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target());
                var second = http.connect(device.target())) {
            assertThat(refused(connection).why()).isEqualTo(Why.CREDENTIALS);
            int asked = device.requests().size();
            assertThat(refused(connection).why()).isEqualTo(Why.CREDENTIALS);
            assertThat(refused(second).why()).isEqualTo(Why.CREDENTIALS);
            assertThat(refused(second).getMessage()).doesNotContain(ScriptedDevice.SECRET);
            assertThat(device.requests()).hasSize(asked);
            assertThat(side.wrong).hasValue(1);
        }
    }

    @Test
    void showsAKeyUnaskedAndAWrongOneOnce() throws Exception {
        var options = Map.of(DeviceHttp.LOGIN, DeviceHttp.KEY, "basic.allowed", "true");
        try (var device = ScriptedDevice.open((request, out) -> {
                    var right = request.header("Authorization").equals(Optional.of("Bearer right"));
                    ScriptedDevice.send(out, right ? 200 : 401, "X-A: b", "");
                    return true;
                });
                var right = http.connect(with(device.target(), "", "right", options));
                var wrong = http.connect(with(device.target(), "", "wrong", options))) {
            assertThat(right.call(ASK).status()).isEqualTo(200);
            assertThat(device.requests()).hasSize(1);
            assertThat(refused(wrong).why()).isEqualTo(Why.CREDENTIALS);
            assertThat(refused(wrong).why()).isEqualTo(Why.CREDENTIALS);
            assertThat(device.requests()).hasSize(2);
            assertThat(right.call(ASK).status())
                    .as("another key is another log-in")
                    .isEqualTo(200);
        }
    }

    @Test
    void showsNoKeyOnALineThatOthersRead() throws Exception {
        try (var device = ScriptedDevice.open(DigestSide.usual())) {
            var target = with(device.target(), "", "key", Map.of(DeviceHttp.LOGIN, DeviceHttp.KEY));
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> http.connect(target));
            assertThat(device.requests()).isEmpty();
        }
    }

    @Test
    void triesAWrongPasswordOnceForAllWhoAskAtOnce() throws Exception {
        var side = DigestSide.usual();
        side.secret = "another";
        try (var device = ScriptedDevice.open(side);
                var one = http.connect(device.target());
                var two = http.connect(device.target())) {
            var calls = new ArrayList<CompletableFuture<DeviceReply>>();
            for (int i = 0; i < 20; i++) {
                calls.add((i % 2 == 0 ? one : two).send(ASK).toCompletableFuture());
            }
            for (var call : calls) {
                assertThat(call)
                        .failsWithin(Duration.ofSeconds(10))
                        .withThrowableThat()
                        .havingCause()
                        .isInstanceOf(Refused.class);
            }
            assertThat(side.wrong).hasValue(1);
        }
    }

    @Test
    void letsAllThroughOnceOneLogInWasRight() throws Exception {
        var side = DigestSide.usual();
        try (var device = ScriptedDevice.open(side);
                var one = http.connect(device.target());
                var two = http.connect(device.target())) {
            var calls = new ArrayList<CompletableFuture<DeviceReply>>();
            for (int i = 0; i < 20; i++) {
                calls.add((i % 2 == 0 ? one : two).send(ASK).toCompletableFuture());
            }
            for (var call : calls) {
                assertThat(call.get(60, TimeUnit.SECONDS).status()).isEqualTo(200);
            }
        }
    }

    @Test
    void noticesAPasswordThatWasChangedOnTheDevice() throws Exception {
        var side = DigestSide.usual();
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            connection.call(ASK);
            side.secret = "changed";
            assertThat(refused(connection).why()).isEqualTo(Why.CREDENTIALS);
            assertThat(side.wrong)
                    .as("once with the kept nonce, once with a fresh one")
                    .hasValue(2);
            assertThat(refused(connection).why()).isEqualTo(Why.CREDENTIALS);
            assertThat(side.wrong).hasValue(2);
        }
    }

    @Test
    void triesAgainWithAChangedSecretOrWhenAPersonSaysSo() throws Exception {
        var side = DigestSide.usual();
        side.secret = "right";
        try (var device = ScriptedDevice.open(side);
                var wrong = http.connect(device.target());
                var right = http.connect(with(device.target(), "hub", "right", Map.of()))) {
            refused(wrong);
            assertThat(right.call(ASK).status()).isEqualTo(200);
            refused(wrong);
            assertThat(side.wrong).hasValue(1);
            http.retryCredentials(new SourceId("another-source"));
            refused(wrong);
            assertThat(side.wrong).hasValue(1);
            http.retryCredentials(new SourceId("nvr-1"));
            refused(wrong);
            assertThat(side.wrong).hasValue(2);
        }
    }

    @Test
    void holdsARejectedPasswordBackForAWhileEvenIfNobodyActs() throws Exception {
        var side = DigestSide.usual();
        side.secret = "another";
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            refused(connection);
            pass(Login.REJECTED_FOR.minusSeconds(1));
            refused(connection);
            assertThat(side.wrong).hasValue(1);
            pass(Duration.ofSeconds(1));
            refused(connection);
            assertThat(side.wrong).hasValue(2);
        }
    }

    @Test
    void lockedUserCheck() throws Exception {
        var side = DigestSide.usual();
        side.body =
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<userCheck><statusValue>401</statusValue><statusString>Unauthorized</statusString><isDefaultPassword>false</isDefaultPassword><lockStatus>lock</lockStatus><unlockTime>210</unlockTime><retryLoginTime>0</retryLoginTime></userCheck>";
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            var refused = refused(connection);
            assertThat(refused.why()).isEqualTo(Why.LOCKED);
            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(210));
            assertThat(device.requests()).as("the password was not sent").hasSize(1);

            pass(Duration.ofSeconds(219));
            assertThat(refused(connection).retryAfter()).contains(Duration.ofSeconds(1));
            assertThat(device.requests()).hasSize(1);

            side.body = side.body.replace(">lock<", ">unlock<");
            pass(Duration.ofSeconds(1));
            assertThat(connection.call(ASK).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"ErrorCode\":268632081,\"Result\":false,\"RmLock\":600,\"RmLogin\":0} | 600",
                "{\"error\":{\"code\":268632081},\"remainLockSecond\": 60} | 60",
                "'Error\r\nUser Locked!\r\n' | 1800",
                "user locked | 1800"
            })
    void aLockedDahuaIsNotAWrongPassword(String body, int seconds) throws Exception {
        var side = DigestSide.usual();
        side.body = body;
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            var refused = refused(connection);
            assertThat(refused.why()).isEqualTo(Why.LOCKED);
            assertThat(refused.retryAfter()).contains(Duration.ofSeconds(seconds));
            assertThat(device.requests()).as("the password was not sent").hasSize(1);
        }
    }

    @Test
    void saysThatAUserIsMissing() throws Exception {
        try (var device = ScriptedDevice.open(DigestSide.usual());
                var connection = http.connect(with(device.target(), "", "", Map.of()))) {
            assertThat(refused(connection).why()).isEqualTo(Why.CREDENTIALS);
            assertThat(device.requests()).hasSize(1);
        }
    }

    @Test
    void neverSendsBasicUnasked() throws Exception {
        try (var device = basicDevice();
                var connection = http.connect(device.target())) {
            assertThat(refused(connection).text().en()).contains("basic.allowed");
            assertThat(device.requests()).hasSize(1);
        }
    }

    @Test
    void sendsBasicWhereTheSourceAllowsIt() throws Exception {
        try (var device = basicDevice();
                var connection = http.connect(
                        with(device.target(), "hub", ScriptedDevice.SECRET, Map.of("basic.allowed", "true")))) {
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(device.requests()).hasSize(3);
            assertThat(device.requests().get(0).header("Authorization")).isEmpty();
        }
        try (var device = basicDevice();
                var connection = http.connect(with(device.target(), "hub", "no", Map.of("basic.allowed", "true")))) {
            assertThat(refused(connection).why()).isEqualTo(Why.CREDENTIALS);
            refused(connection);
            assertThat(device.requests()).hasSize(2);
        }
    }

    @Test
    void sendsAPasswordChangedOnABasicDeviceOnce() throws Exception {
        var changed = new AtomicBoolean();
        try (var device = basicDevice(changed);
                var connection = http.connect(
                        with(device.target(), "hub", ScriptedDevice.SECRET, Map.of("basic.allowed", "true")))) {
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            int before = device.requests().size();
            changed.set(true);
            assertThat(refused(connection).why()).isEqualTo(Why.CREDENTIALS);
            refused(connection);
            assertThat(device.requests()).hasSize(before + 1);
        }
    }

    @Test
    void takesDigestFromADeviceThatWasSwitchedToIt() throws Exception {
        var side = DigestSide.usual();
        var switched = new AtomicBoolean();
        try (var device = ScriptedDevice.open((request, out) -> {
                    if (switched.get()) {
                        return side.answer(request, out);
                    }
                    if (request.header("Authorization").isPresent()) {
                        ScriptedDevice.ok(out, "<a/>");
                    } else {
                        ScriptedDevice.send(out, 401, "WWW-Authenticate: Basic realm=\"x\"", "");
                    }
                    return true;
                });
                var connection = http.connect(
                        with(device.target(), "hub", ScriptedDevice.SECRET, Map.of("basic.allowed", "true")))) {
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            switched.set(true);
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(side.right).hasValue(1);
        }
    }

    @Test
    void digestDowngrade() throws Exception {
        var side = DigestSide.usual();
        var downgraded = new AtomicBoolean();
        try (var device = ScriptedDevice.open((request, out) -> {
                    if (!downgraded.get()) {
                        return side.answer(request, out);
                    }
                    ScriptedDevice.send(out, 401, "WWW-Authenticate: Basic realm=\"x\"", "");
                    return true;
                });
                var connection = http.connect(
                        with(device.target(), "hub", ScriptedDevice.SECRET, Map.of("basic.allowed", "true")))) {
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            downgraded.set(true);
            assertThat(refused(connection).text().en()).contains("took Digest before");
            refused(connection);
            assertThat(device.requests())
                    .extracting(request -> request.header("Authorization").orElse(""))
                    .noneMatch(sent -> sent.startsWith("Basic"));
        }
    }

    private static ScriptedDevice basicDevice() {
        return basicDevice(new AtomicBoolean());
    }

    private static ScriptedDevice basicDevice(AtomicBoolean changed) {
        var plain = ("hub:" + ScriptedDevice.SECRET).getBytes(StandardCharsets.UTF_8);
        var expected = "Basic " + Base64.getEncoder().encodeToString(plain);
        return ScriptedDevice.open((request, out) -> {
            if (!changed.get()
                    && request.header("Authorization").filter(expected::equals).isPresent()) {
                ScriptedDevice.ok(out, "<a/>");
            } else {
                ScriptedDevice.send(out, 401, "WWW-Authenticate: Basic realm=\"x\"", "");
            }
            return true;
        });
    }

    @Test
    void anAnswerThatIsLostSettlesNothing() throws Exception {
        var side = DigestSide.usual();
        var lost = new AtomicInteger();
        try (var device = ScriptedDevice.open((request, out) -> {
                    if (request.header("Authorization").isPresent() && lost.getAndIncrement() < 2) {
                        return false;
                    }
                    return side.answer(request, out);
                });
                var connection = http.connect(device.target())) {
            assertThatExceptionOfType(Unreachable.class).isThrownBy(() -> connection.call(ASK));
            assertThat(connection.call(ASK).status()).isEqualTo(200);
        }
    }

    @Test
    void doesNotWaitForAProofThatNeverComes() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
                    if (request.header("Authorization").isEmpty()) {
                        ScriptedDevice.send(out, 401, "WWW-Authenticate: Digest realm=\"d\", nonce=\"n\"", "");
                    }
                    return true;
                });
                var one = http.connect(device.target(Duration.ofSeconds(1)));
                var two = http.connect(device.target(Duration.ofSeconds(1)))) {
            var first = one.send(ASK).toCompletableFuture();
            var second = two.send(ASK).toCompletableFuture();
            await().until(() -> first.isDone() && second.isDone());
            assertThat(first).isCompletedExceptionally();
            assertThat(second).isCompletedExceptionally();
        }
    }
}
