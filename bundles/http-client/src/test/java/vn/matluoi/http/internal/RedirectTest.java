package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.http.DeviceReply;
import vn.matluoi.api.http.DeviceRequest;

/** Redirects stay on the device; the way to its https side is walked in {@link TlsTest}. */
class RedirectTest {

    private final NettyDeviceHttp http = new NettyDeviceHttp(
            (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port), System::nanoTime);

    @AfterEach
    void stop() {
        http.stop();
    }

    private DeviceReply call(ScriptedDevice device) throws DeviceException {
        try (var connection = http.connect(device.target())) {
            return connection.call(DeviceRequest.get("/a"));
        }
    }

    @Test
    void followsARedirectToAnotherPathOnce() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
            if (request.path().equals("/moved")) {
                ScriptedDevice.ok(out, "<a/>");
            } else {
                ScriptedDevice.send(out, 302, "Location: /moved", "");
            }
            return true;
        })) {
            assertThat(call(device).status()).isEqualTo(200);
            assertThat(device.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/x",
                "http://localhost:8181/x",
                "http://127.0.0.1:1/x",
                "https://192.0.2.1/x",
                "//192.0.2.1/x",
                "file:///etc/passwd",
                "ftp://127.0.0.1/",
                "http://user:x@127.0.0.1:%d/x",
                "http://169.254.169.254/latest",
                "http:\\\\192.0.2.1",
                ""
            })
    void doesNotFollowARedirectOffTheDevice(String to) throws Exception {
        var location = new String[1];
        try (var device = ScriptedDevice.open((request, out) -> {
            ScriptedDevice.send(out, 302, "Location: " + location[0], "");
            return true;
        })) {
            location[0] = to.contains("%d") ? to.formatted(device.port()) : to;
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> call(device))
                    .satisfies(e -> assertThat(e.why()).isEqualTo(Refused.Why.NETWORK));
            assertThat(device.requests()).hasSize(1);
        }
    }

    @Test
    void endsARedirectLoop() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
            ScriptedDevice.send(out, 301, "Location: /again", "");
            return true;
        })) {
            assertThatExceptionOfType(Refused.class).isThrownBy(() -> call(device));
            assertThat(device.requests()).hasSize(2);
        }
    }

    /** What was asked for may stand in it, and a password in that. */
    @Test
    void tellsNothingOfAQuery() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
            ScriptedDevice.send(out, 302, "Location: http://192.0.2.1/cgi?action=x&pwd=new-one&pwdOld=old-one", "");
            return true;
        })) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> call(device))
                    .withMessageContaining("http://192.0.2.1/cgi")
                    .withMessageNotContaining("pwd")
                    .satisfies(e -> assertThat(e.text().vi()).doesNotContain("pwd"));
        }
    }

    @Test
    void tellsWhereItLeadsInFewWords() throws Exception {
        try (var device = ScriptedDevice.open((request, out) -> {
            ScriptedDevice.send(out, 302, "Location: http://192.0.2.1/" + "x".repeat(3000), "");
            return true;
        })) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> call(device))
                    .satisfies(
                            e -> assertThat(e.text().vi()).contains("192.0.2.1").hasSizeLessThan(300));
        }
    }
}
