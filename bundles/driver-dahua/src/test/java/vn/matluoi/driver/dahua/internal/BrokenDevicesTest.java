package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Devices that are odd, ill, busy, or not what one thinks. */
@Timeout(60)
class BrokenDevicesTest extends Opened {

    private static final ChannelId ONE = new ChannelId("1");
    private static final ChannelId FIVE = new ChannelId("5"); // speaks ONVIF to the recorder

    private Refused refused(Target target) {
        return catchThrowableOfType(Refused.class, () -> session(target));
    }

    private static Answer text(int status, String body) {
        return Answer.of(status, "text/plain", body);
    }

    @ParameterizedTest
    @CsvSource({"0000000, 00:00:00:00:00:00", "'', ff", "00-00 00, ff:ff:ff:ff:ff:ff"})
    void wrongMacAndZeroSerial(String serial, String mac) throws DeviceException {
        var recorder = CgiRecorder.sixteen()
                .on(Description.SYSTEM, "deviceType=31\r\nserialNumber=" + serial + "\r\n")
                .on(Description.NETWORK, "table.Network.eth0.PhysicalAddress=" + mac)
                .on(Description.NAME, "name=\u202ea\u0007b\r\n");
        var target = target(recorder);
        var info = session(target).facet(Identity.class).orElseThrow().info();
        assertThat(info.serial()).isEmpty();
        assertThat(info.mac()).isEmpty();
        assertThat(info.name()).isEqualTo("a b");
        assertThat(refused(Targets.pinned(target, "4F07")).why()).isEqualTo(Why.WRONG_DEVICE);
    }

    @Test
    void wrongBoxBehindNat() throws DeviceException {
        var target = target(CgiRecorder.sixteen());
        session(Targets.pinned(target, "4f07335-paz 00001")).channels();
        var refused = refused(Targets.pinned(target, "4F07335PAZ99999"));
        assertThat(refused.why()).isEqualTo(Why.WRONG_DEVICE);
        assertThat(refused.evidence()).contains(CgiRecorder.SERIAL);
        assertThat(refused.text().vi()).contains("cổng chuyển tiếp");
    }

    private void isLocked(int status, String body, Duration opens) {
        var refused = refused(target(CgiRecorder.sixteen().on(Description.SYSTEM, text(status, body))));
        assertThat(refused.why()).isEqualTo(Why.LOCKED);
        assertThat(refused.retryAfter()).contains(opens);
        assertThat(refused.text().vi()).contains("khóa");
    }

    @Test
    void aBusyBoxIsNotTakenForAnother() throws DeviceException {
        var recorder = CgiRecorder.sixteen()
                .on(Description.SYSTEM, "deviceType=31\r\nprocessor=ST7108\r\n")
                .on(Description.SERIAL, CgiRecorder.error(500));
        var target = Targets.pinned(target(recorder), CgiRecorder.SERIAL);
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> session(target));
        recorder.on(Description.SERIAL, "sn=" + CgiRecorder.SERIAL).on(Description.TYPE, CgiRecorder.error(500));
        var session = session(target);
        assertThatExceptionOfType(Busy.class).as("nor for a camera").isThrownBy(session::channels);
        recorder.on(Description.TYPE, "class=NVR");
        assertThat(session.channels()).hasSize(16);
    }

    @Test
    void lockedAccount() {
        isLocked(
                403,
                "{\"ErrorCode\":268632081,\"Result\":false,\"RmLock\":600,\"RmLogin\":0}",
                Duration.ofSeconds(610));
        isLocked(403, "Error\r\nUser Locked!", Duration.ofSeconds(1810));
        isLocked(200, "{\"error\":{\"code\":268632081},\"remainLockSecond\": 60}", Duration.ofSeconds(70));
    }

    @Test
    void locksItselfWhileItIsWatched() throws DeviceException {
        var session = session(CgiRecorder.sixteen().on(Layout.REMOTE, text(403, "Error\r\nUser Locked!")));
        assertThat(catchThrowableOfType(Refused.class, session::channels).why()).isEqualTo(Why.LOCKED);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 501, 400})
    void cgiSwitchedOff(int status) {
        var recorder = CgiRecorder.sixteen().on(Description.SYSTEM, CgiRecorder.error(status));
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> session(recorder))
                .withMessageContaining("CGI Service")
                .withMessageContaining(String.valueOf(status));
    }

    @Test
    void everyCall400() {
        var target = target(request -> CgiRecorder.error(400));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> session(target));
    }

    /** A missing right and an unknown name are worded alike. */
    @Test
    void authorityCheckFailure() throws DeviceException {
        var barred = target(CgiRecorder.sixteen().on(Description.SYSTEM, CgiRecorder.forbidden()));
        assertThat(refused(barred).why()).isEqualTo(Why.RIGHTS);
        var half = session(CgiRecorder.sixteen().on(Layout.REMOTE, CgiRecorder.forbidden()));
        var refused = catchThrowableOfType(Refused.class, half::channels);
        assertThat(refused.why()).isEqualTo(Why.RIGHTS);
        assertThat(refused.text().vi()).contains("quyền");
    }

    @Test
    void whatIsForbiddenIsNotAskedForAtEveryLook() throws DeviceException {
        var session = session(CgiRecorder.sixteen());
        var health = session.facet(Health.class).orElseThrow();
        health.health();
        health.health();
        assertThat(server.asked()).filteredOn(a -> a.endsWith("RecordMode")).hasSize(1);
        now = now.plus(Duration.ofHours(2));
        health.health();
        assertThat(server.asked())
                .as("somebody may have mended the account's rights")
                .filteredOn(a -> a.endsWith("RecordMode"))
                .hasSize(2);
    }

    @Test
    void listsOfAForbiddenEventAreNotAskedForEither() throws DeviceException {
        var session = session(CgiRecorder.sixteen().on(ChannelStates.LOST, CgiRecorder.forbidden()));
        session.channels();
        session.channels();
        assertThat(server.asked())
                .filteredOn(a -> a.endsWith(ChannelStates.LOST))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Error", "Error\r\nBad Request!\r\n", "Error: Error -1 getting param in name=RemoteDevice"})
    void dahuaErrorWith200(String body) throws DeviceException {
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> session(CgiRecorder.sixteen().on(Description.SYSTEM, body)));
        var session = session(CgiRecorder.sixteen().on(Layout.REMOTE, body));
        assertThatExceptionOfType(Garbled.class).isThrownBy(session::channels);
        var silent = session(CgiRecorder.sixteen().on(StreamTable.PATH, body).on(RtspPort.PATH, body));
        var streams = silent.facet(ONE, Streams.class).orElseThrow();
        assertThat(streams.streams()).isEmpty();
        assertThat(streams.address(StreamKind.SUB).uri()).hasPort(554);
    }

    @Test
    void htmlInsteadOfText() throws DeviceException {
        var page = Answer.of(200, "text/html", "<html><body class=\"x\">Document Error</body></html>");
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> session(CgiRecorder.sixteen().on(Description.SYSTEM, page)))
                .withMessageContaining("<html>");
        var session = session(CgiRecorder.sixteen().on(Layout.TITLES, page).on(Description.VENDOR, page));
        assertThat(session.facet(Identity.class).orElseThrow().info().manufacturer())
                .as("a fact that cannot be read is not told")
                .isEqualTo("Dahua");
        assertThatExceptionOfType(Garbled.class).isThrownBy(session::channels);
    }

    @Test
    void aListIsWholeOrNotAtAll() throws DeviceException {
        var busy = session(CgiRecorder.sixteen().on(Layout.TITLES, CgiRecorder.error(500)));
        assertThatExceptionOfType(Busy.class).isThrownBy(busy::channels);
        var full = session(CgiRecorder.sixteen().on(Layout.REMOTE, text(503, "")));
        assertThatExceptionOfType(Busy.class).isThrownBy(full::channels);
        for (var table : new String[] {Layout.REMOTE, Layout.BOUND}) {
            var hybrid = new CgiRecorder("XVR")
                    .title(0, "x")
                    .camera(0, true, "Private", "192.0.2.1")
                    .publish();
            var session = session(hybrid.on(table, CgiRecorder.error(500)));
            assertThatExceptionOfType(Busy.class).as(table).isThrownBy(session::channels);
        }
        var hangsUp = session(CgiRecorder.sixteen().on(ChannelStates.LOST, Answer.hangUp()));
        assertThatExceptionOfType(Unreachable.class).isThrownBy(hangsUp::channels);
    }

    /** Recorders of Dahua, Lorex and Trendnet announce more than they send. */
    @Test
    void contentLengthLongerThanBody() throws Exception {
        var body = "deviceType=IPC-HFW1230S\r\nserialNumber=4F07335PAZ00001\r\n";
        var answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                .formatted(body.length() + 40, body);
        try (var door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var served = CompletableFuture.runAsync(() -> answerOnce(door, answer));
            var address = URI.create("http://127.0.0.1:" + door.getLocalPort());
            session(Targets.at(address, "hub", secret));
            served.join();
        }
    }

    private static void answerOnce(ServerSocket door, String answer) {
        try (var caller = door.accept()) {
            assertThat(caller.getInputStream().read(new byte[4096])).isPositive();
            caller.getOutputStream().write(answer.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void namesInGbkAndTablesWithGaps() throws DeviceException {
        var titles = "table.ChannelTitle[0].Name=大门\ntable.ChannelTitle[3].Name=后门\n";
        var recorder = CgiRecorder.sixteen()
                .on(Layout.TITLES, new Answer(200, "text/plain", titles.getBytes(Charset.forName("GB18030"))));
        var channels = session(recorder).channels();
        assertThat(channels).hasSize(15).extracting(Channel::name).startsWith("大门", "", "", "后门", "");
    }

    @Test
    void moreChannelsThanAnyRecorderHas() throws DeviceException {
        var recorder = CgiRecorder.sixteen().on(Layout.TITLES, "table.ChannelTitle[9989].Name=x\r\n");
        var session = session(recorder);
        assertThatExceptionOfType(Garbled.class).isThrownBy(session::channels).withMessageContaining("9990");
    }

    @Test
    void endlessAnswer() throws DeviceException {
        var recorder = CgiRecorder.sixteen().on(Layout.TITLES, "a=1\n".repeat(KeyValues.MOST_LINES + 1));
        var session = session(recorder);
        assertThatExceptionOfType(Garbled.class).isThrownBy(session::channels);
        var larger = session(CgiRecorder.sixteen().on(Layout.TITLES, "x".repeat(5 * 1024 * 1024)));
        assertThatExceptionOfType(Garbled.class).isThrownBy(larger::channels);
    }

    @Test
    void itsWordsReachPeopleCleanAndShort() throws DeviceException {
        var words = "Error\r\n\u0085\u202e" + "b".repeat(100_000);
        var session = session(CgiRecorder.sixteen().on(Layout.TITLES, words));
        var failure = catchThrowableOfType(DeviceException.class, session::channels);
        for (var said : new String[] {failure.text().vi(), failure.text().en(), failure.getMessage()}) {
            assertThat(said).contains("bbb").doesNotContain("\u0085", "\u202e").hasSizeLessThan(300);
        }
    }

    @Test
    void childPasswordsAreLeftOut() throws DeviceException {
        var session = session(CgiRecorder.sixteen());
        assertThat(session.channels().toString()).doesNotContain("child-password");
    }

    private static String picture(int channel) {
        return "/cgi-bin/snapshot.cgi?channel=" + channel;
    }

    private static Answer jpeg() {
        return new Answer(200, "image/jpeg", CgiRecorder.JPEG);
    }

    private Throwable noPicture(CgiRecorder recorder, ChannelId channel) throws DeviceException {
        var session = session(recorder);
        session.channels();
        var pictures = session.facet(channel, Snapshots.class).orElseThrow();
        return catchThrowableOfType(DeviceException.class, pictures::take);
    }

    /** DHI-NVR5464: 400 for the picture of the one child that speaks ONVIF, pictures of the fourteen others. */
    @Test
    void dahuaOnvifChild() throws DeviceException {
        var recorder = CgiRecorder.sixteen().on(picture(1), jpeg()).on(picture(5), CgiRecorder.error(400));
        var session = session(recorder);
        session.channels();
        assertThat(session.facet(ONE, Snapshots.class).orElseThrow().take()).isEqualTo(CgiRecorder.JPEG);
        var child = session.facet(FIVE, Snapshots.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(child::take).withMessageContaining("ONVIF");
        assertThat(session.facet(FIVE, Streams.class))
                .as("some recorders do give its stream")
                .isPresent();
    }

    @Test
    void pictureThatIsNone() throws DeviceException {
        var page = Answer.of(200, "image/jpeg", "<html>no</html>");
        assertThat(noPicture(CgiRecorder.sixteen().on(picture(1), page), ONE)).isInstanceOf(Unsupported.class);
        for (var answer : new Answer[] {CgiRecorder.error(200), CgiRecorder.error(400), CgiRecorder.error(500)}) {
            assertThat(noPicture(CgiRecorder.sixteen().on(picture(1), answer), ONE))
                    .as("its camera is there: HTTP %d", answer.status())
                    .isInstanceOf(Busy.class);
            assertThat(noPicture(CgiRecorder.sixteen().on(picture(3), answer), new ChannelId("3")))
                    .as("its camera is offline: HTTP %d", answer.status())
                    .isInstanceOf(Unsupported.class);
        }
        assertThat(noPicture(CgiRecorder.sixteen().on(picture(1), CgiRecorder.forbidden()), ONE))
                .isInstanceOf(Refused.class);
    }

    @Test
    void pictureOfChannelZero() throws DeviceException {
        var camera = new CgiRecorder("IPC").title(0, "Cổng").publish().on(picture(0), jpeg());
        var pictures = session(camera).facet(ONE, Snapshots.class).orElseThrow();
        assertThat(pictures.take()).isEqualTo(CgiRecorder.JPEG);
        int asked = server.asked().size();
        assertThat(pictures.take()).isEqualTo(CgiRecorder.JPEG);
        assertThat(server.asked()).as("the path that worked is kept").hasSize(asked + 1);
    }
}
