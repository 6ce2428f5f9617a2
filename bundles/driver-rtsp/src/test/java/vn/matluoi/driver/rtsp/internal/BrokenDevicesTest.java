package vn.matluoi.driver.rtsp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.StreamKind;

/** Devices that fail, and devices that mean harm. */
class BrokenDevicesTest {

    @ParameterizedTest
    @ValueSource(strings = {"453 Not Enough Bandwidth", "503 Service Unavailable"})
    void aFullDeviceIsBusyAndNotDown(String status) throws DeviceException {
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> ScriptedDevice.saying("RTSP/1.0 " + status + "\n\n")
                .open());
    }

    @ParameterizedTest
    @ValueSource(strings = {"301 Moved", "302 Found", "305 Use Proxy"})
    void aRedirectIsRefusedAndItsPlaceNotNamed(String status) {
        var device = ScriptedDevice.saying("RTSP/1.0 " + status + "\nLocation: rtsp://admin:12345@192.0.2.66/live\n\n");
        var refused = catchThrowableOfType(Refused.class, device::open);
        assertThat(refused.why()).isEqualTo(Why.NETWORK);
        assertThat(refused.text().toString()).doesNotContain("12345", "192.0.2.66");
        assertThat(device.connections()).isEqualTo(1);
    }

    @Test
    void aForbiddenStreamIsAMatterOfRights() {
        var refused = catchThrowableOfType(Refused.class, ScriptedDevice.saying("RTSP/1.0 403 Forbidden\n\n")::open);
        assertThat(refused.why()).isEqualTo(Why.RIGHTS);
    }

    @Test
    void aStreamThatIsNotThereLeavesItsChannelOffline() throws DeviceException {
        var session = ScriptedDevice.saying("RTSP/1.0 404 Stream Not Found\n\n").open();
        assertThat(session.channels()).singleElement().satisfies(channel -> {
            assertThat(channel.status()).isEqualTo(Channel.Status.OFFLINE);
            assertThat(channel.detail()).contains("404 Stream Not Found");
        });
        var streams = session.facet(RtspSession.CHANNEL, Streams.class).orElseThrow();
        assertThat(streams.streams()).isEmpty();
        assertThat(session.facet(Health.class).orElseThrow().health().faults())
                .containsExactly("main: 404 Stream Not Found");
    }

    @Test
    void soundAloneIsNoPicture() throws DeviceException {
        var session = ScriptedDevice.saying(ScriptedDevice.described("v=0\nm=audio 0 RTP/AVP 8\n"))
                .open();
        assertThat(session.channels().get(0).status()).isEqualTo(Channel.Status.OFFLINE);
    }

    @Test
    void whatRtspDoesNotHaveIsNotOffered() throws DeviceException {
        var session = ScriptedDevice.saying(ScriptedDevice.DESCRIBED).open();
        assertThat(session.facet(RtspSession.CHANNEL, Snapshots.class)).isEmpty();
        assertThat(session.facet(Clock.class)).isEmpty();
        var info = session.facet(Identity.class).orElseThrow().info();
        assertThat(info.serial()).isEmpty();
        assertThat(info.model()).isEmpty();
        assertThat(info.name()).isEqualTo("Cổng chợ");
    }

    @Test
    void theSubStreamIsThereIfTheSourceNamesIt() throws DeviceException {
        var device = new ScriptedDevice(
                request -> request.contains("/sub ") ? "RTSP/1.0 404 Not Found\n\n" : ScriptedDevice.DESCRIBED);
        var session = device.open(ScriptedDevice.target(Map.of(Place.PATH, "/main", Place.PATH_SUB, "/sub")));
        var streams = session.facet(RtspSession.CHANNEL, Streams.class).orElseThrow();
        assertThat(streams.address(StreamKind.MAIN).uri()).hasToString("rtsp://192.0.2.1:554/main");
        assertThat(streams.address(StreamKind.SUB).uri()).hasToString("rtsp://192.0.2.1:554/sub");
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> streams.address(StreamKind.THIRD));
        assertThat(streams.streams()).singleElement().satisfies(s -> assertThat(s.kind())
                .isEqualTo(StreamKind.MAIN));
        assertThat(session.facet(Health.class).orElseThrow().health().roundTrip())
                .isPresent();
        assertThat(session.facet(Health.class).orElseThrow().health().faults()).containsExactly("sub: 404 Not Found");
    }

    @Test
    void aByteASecondIsGivenUpInTime() {
        var device = ScriptedDevice.saying(ScriptedDevice.DESCRIBED).slow(Duration.ofSeconds(1));
        assertThatExceptionOfType(Unreachable.class).isThrownBy(device::open);
        assertThat(device.requests()).hasSize(1);
    }

    @Test
    void twoStreamsThatAreSlowAreBothWaitedFor() throws DeviceException {
        var device = ScriptedDevice.saying(ScriptedDevice.DESCRIBED);
        var session = device.open(ScriptedDevice.target(Map.of(Place.PATH_SUB, "/sub")));
        device.slow(Duration.ofMillis(60)); // seven seconds an answer, of ten
        assertThat(session.facet(RtspSession.CHANNEL, Streams.class)
                        .orElseThrow()
                        .streams())
                .hasSize(2);
    }

    @Test
    void whoClosesWithoutAnAnswerIsNotReached() {
        assertThatExceptionOfType(Unreachable.class)
                .isThrownBy(() -> new ScriptedDevice(request -> "").open())
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void whoClosesAfterEachAnswerIsConnectedAnew() throws DeviceException {
        var device = new ScriptedDevice(request -> ScriptedDevice.DESCRIBED.replace("OK\n", "OK\nConnection: close\n"));
        assertThat(device.open().channels().get(0).status()).isEqualTo(Channel.Status.ONLINE);
        assertThat(device.connections()).isEqualTo(3);
    }

    @Test
    void answersToSomethingElseArePassedOver() throws DeviceException {
        var device = ScriptedDevice.saying(
                "RTSP/1.0 100 Continue\n\nRTSP/1.0 404 Not Found\nCSeq: 7777\n\n" + ScriptedDevice.DESCRIBED);
        assertThat(device.open().channels().get(0).status()).isEqualTo(Channel.Status.ONLINE);
    }

    @Test
    void answersToSomethingElseWithoutEndAreNot() {
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(ScriptedDevice.saying("RTSP/1.0 100 Continue\n\n".repeat(1_000))::open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\n\n",
                "SSH-2.0-OpenSSH_9.2\n",
                "$\u0000\u0000\u0004abcd\n",
                "RTSP/1.0 999 Odd\n\n",
                "RTSP/1.0 OK\n\n",
                "RTSP/1.0 500 Internal Server Error\n\n",
                "RTSP/1.0 200 OK\n\n",
                "RTSP/1.0 200 OK\nServer: a\u0007b\n\n",
                "RTSP/1.0 200 OK\nContent-Length: -1\n\n",
                "RTSP/1.0 200 OK\nContent-Length: 1\nContent-Length: 2\n\n",
                "RTSP/1.0 200 OK\nContent-Length: 3\n\n<p>"
            })
    void whatCannotBeReadIsSaidToBe(String answer) {
        assertThatExceptionOfType(Garbled.class).isThrownBy(ScriptedDevice.saying(answer)::open);
    }

    @ParameterizedTest
    @ValueSource(strings = {"line", "headers", "body", "blanks"})
    void whatIsTooLargeIsRefusedBeforeItIsRead(String what) {
        var answer =
                switch (what) {
                    case "line" -> "RTSP/1.0 200 OK\nServer: " + "a".repeat(5_000);
                    case "headers" -> "RTSP/1.0 200 OK\n" + "A: b\n".repeat(1_000);
                    case "body" -> "RTSP/1.0 200 OK\nContent-Length: 65537\n\n";
                    default -> "\n".repeat(1_000);
                };
        assertThatExceptionOfType(Garbled.class).isThrownBy(ScriptedDevice.saying(answer)::open);
    }

    @Test
    void itsWordsReachPeopleCleanAndShort() throws DeviceException {
        var words = "\u202e" + "b".repeat(3_000);
        var session = ScriptedDevice.saying("RTSP/1.0 404 " + words + "\nServer: " + words + "\n\n")
                .open();
        assertThat(session.channels().get(0).detail().orElseThrow())
                .contains("bbb")
                .doesNotContain("\u202e")
                .hasSizeLessThan(100);
        assertThat(session.facet(Identity.class).orElseThrow().info().firmware())
                .contains("bbb")
                .doesNotContain("\u202e")
                .hasSizeLessThan(100);
    }

    @Test
    void aClosedSessionAsksNothing() throws DeviceException {
        var device = ScriptedDevice.saying(ScriptedDevice.DESCRIBED);
        var session = device.open();
        session.close();
        int asked = device.requests().size();
        assertThatExceptionOfType(Unreachable.class).isThrownBy(session::channels);
        assertThat(device.requests()).hasSize(asked);
    }
}
