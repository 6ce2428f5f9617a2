package vn.matluoi.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.http.DeviceRequest;

/** A nonce is used for as long as the device takes it, and that it is old says nothing of the password. */
class NonceTest {

    private static final DeviceRequest ASK = DeviceRequest.get("/ISAPI/x?a=%5B1%5D");

    private final NettyDeviceHttp http = new NettyDeviceHttp(
            (host, port) -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port), System::nanoTime);

    @AfterEach
    void stop() {
        http.stop();
    }

    @Test
    void keepsTheNonceForTheNextConnection() throws Exception {
        var side = DigestSide.usual();
        try (var device = ScriptedDevice.open(side)) {
            for (int i = 0; i < 3; i++) {
                try (var connection = http.connect(device.target())) {
                    connection.call(ASK);
                }
            }
            assertThat(device.requests()).hasSize(4);
            assertThat(device.requests().get(3).header("Authorization").orElseThrow())
                    .contains("nc=00000003");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksForANewNonceWhenTheOldOneIsSpent(boolean saysStale) throws Exception {
        var side = new DigestSide("MD5", "auth", 2, (request, out) -> {
            ScriptedDevice.ok(out, "<a/>");
            return true;
        });
        side.saysStale = saysStale;
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            for (int i = 0; i < 7; i++) {
                assertThat(connection.call(ASK).status()).isEqualTo(200);
            }
            assertThat(side.wrong).hasValue(0);
            assertThat(side.right).hasValue(7);
        }
    }

    /** A device that was restarted between the two, or whose nonces last for a blink. */
    @Test
    void twoOldNoncesInOneCallAreNoWrongPassword() throws Exception {
        var side = DigestSide.usual();
        side.stale.set(2);
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            assertThat(connection.call(ASK).status()).isEqualTo(200);
            assertThat(device.requests()).hasSize(4);
            assertThat(connection.call(ASK).status()).isEqualTo(200);
        }
    }

    /** It says so of a wrong password, too: it is not asked until it locks. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aNonceThatIsAlwaysOldEndsTheMatterAfterThreeTries(int goodBefore) throws Exception {
        var side = DigestSide.usual();
        try (var device = ScriptedDevice.open(side);
                var connection = http.connect(device.target())) {
            for (int i = 0; i < goodBefore; i++) {
                connection.call(ASK);
            }
            int before = device.requests().size();
            side.stale.set(100);
            for (int i = 0; i < 3; i++) {
                assertThat(catchThrowableOfType(Refused.class, () -> connection.call(ASK))
                                .why())
                        .isEqualTo(Why.CREDENTIALS);
            }
            assertThat(device.requests().stream().skip(before).filter(r -> r.header("Authorization")
                            .isPresent()))
                    .hasSize(3);
        }
    }
}
