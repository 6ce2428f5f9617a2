package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Streams.StreamInfo;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Health.Disk;
import vn.matluoi.api.driver.DeviceFacet.Health.HealthReport;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Devices that are odd, ill, busy, or not what one thinks. */
class BrokenDevicesTest {

    private static final ChannelId FIVE = new ChannelId("5");
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z"); // ten o'clock in Tây Ninh

    private final String secret = UUID.randomUUID().toString();
    private final List<AutoCloseable> open = new ArrayList<>();
    private DeviceServer server;

    @AfterEach
    void switchOff() throws Exception {
        for (var one : open) {
            one.close();
        }
    }

    private Target target(IsapiRecorder recorder) {
        server = DeviceServer.open("hub", secret, recorder);
        open.add(server);
        return Targets.at(server.address(), "hub", secret);
    }

    private DeviceSession session(Target target) throws DeviceException {
        var session = new HikvisionDriver(Targets.http(), () -> NOW).open(target);
        open.add(session);
        return session;
    }

    private DeviceSession session(IsapiRecorder recorder) throws DeviceException {
        return session(target(recorder));
    }

    private Refused refused(Target target) {
        return catchThrowableOfType(Refused.class, () -> session(target));
    }

    private static String deviceInfo(String serial, String mac) {
        return "<DeviceInfo><deviceName>\u202ea\u0007b</deviceName><model>M</model><serialNumber>%s</serialNumber><macAddress>%s</macAddress><deviceType>NVR</deviceType></DeviceInfo>"
                .formatted(serial, mac);
    }

    @Test
    void tellsWhatItIs() throws DeviceException {
        var info = session(IsapiRecorder.sixteen())
                .facet(Identity.class)
                .orElseThrow()
                .info();
        assertThat(info.serial()).contains("DS7616NIK21620260101CCRR123456789WCVU");
        assertThat(info.mac()).contains("44:19:b6:01:02:03");
        assertThat(info.firmware()).isEqualTo("V4.30.097 build 240401");
        assertThat(info.name()).isEqualTo("Trụ sở xã");
        assertThat(info.type()).isEqualTo("NVR");
    }

    @ParameterizedTest
    @CsvSource({"0000000, 00:00:00:00:00:00", "'', ff", "00-00 00, 00-00-00-00-00-00"})
    void wrongMacAndZeroSerial(String serial, String mac) throws DeviceException {
        var recorder = IsapiRecorder.sixteen()
                .on(Description.PATH, deviceInfo(serial, mac).replace("\u0007", " "));
        var target = target(recorder);
        var info = session(target).facet(Identity.class).orElseThrow().info();
        assertThat(info.serial()).isEmpty();
        assertThat(info.mac()).isEmpty();
        assertThat(info.name()).isEqualTo("a b");
        assertThat(refused(Targets.pinned(target, "DS123")).why()).isEqualTo(Why.WRONG_DEVICE);
    }

    @Test
    void wrongBoxBehindNat() throws DeviceException {
        var target = target(IsapiRecorder.sixteen());
        session(Targets.pinned(target, "ds-7616ni-k2 1620260101ccrr123456789wcvu"))
                .channels();
        var refused = refused(Targets.pinned(target, "DS-7616NI-K21620260101CCRR999999999WCVU"));
        assertThat(refused.why()).isEqualTo(Why.WRONG_DEVICE);
        assertThat(refused.evidence()).contains("DS7616NIK21620260101CCRR123456789WCVU");
        assertThat(refused.text().vi()).contains("cổng chuyển tiếp");
    }

    @Test
    void lockedUserCheck() {
        var target = target(IsapiRecorder.sixteen());
        server.refuseWith(
                Answer.of(
                        401,
                        "application/xml",
                        "<userCheck version=\"2.0\"><statusValue>401</statusValue><lockStatus>lock</lockStatus><unlockTime>600</unlockTime></userCheck>"));
        var refused = refused(target);
        assertThat(refused.why()).isEqualTo(Why.LOCKED);
        assertThat(refused.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(600), Duration.ofSeconds(610));
        assertThat(server.wrongLogins() + server.goodLogins()).isZero();
    }

    @Test
    void notActivated() {
        var recorder = IsapiRecorder.sixteen().on(Description.PATH, IsapiRecorder.refusal(403, 4, "notActivated"));
        var refused = refused(target(recorder));
        assertThat(refused.why()).isEqualTo(Why.RIGHTS);
        assertThat(refused.text().vi()).contains("kích hoạt");
    }

    @Test
    void lowPrivilege() {
        var recorder = IsapiRecorder.sixteen().on(Description.PATH, IsapiRecorder.refusal(403, 4, "lowPrivilege"));
        assertThat(refused(target(recorder)).text().en()).contains("User Management");
    }

    @Test
    void isapiSwitchedOff() {
        var recorder = IsapiRecorder.sixteen().on(Description.PATH, Answer.of(404, "text/html", "<html>"));
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> session(recorder))
                .withMessageContaining("Integration Protocol");
    }

    @Test
    void everyCall400() {
        var recorder = IsapiRecorder.sixteen().on(Description.PATH, Answer.of(400, "", ""));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> session(recorder));
    }

    @Test
    void errorWith200() {
        var recorder = IsapiRecorder.sixteen().on(Description.PATH, IsapiRecorder.refusal(200, 2, "deviceBusy"));
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> session(recorder));
    }

    @Test
    void aListIsWholeOrNotAtAll() throws DeviceException {
        var busy = IsapiRecorder.sixteen().on(Layout.PROXY_STATUS, IsapiRecorder.refusal(500, 2, "deviceBusy"));
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> session(busy).channels());
        var cut = IsapiRecorder.sixteen()
                .on(Layout.PROXIES, Answer.xml("<InputProxyChannelList><InputProxyChannel><id>1</id>"));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> session(cut).channels());
        var hangsUp = IsapiRecorder.sixteen().on(Layout.PROXIES, Answer.hangUp());
        assertThatExceptionOfType(DeviceException.Unreachable.class)
                .isThrownBy(() -> session(hangsUp).channels());
        var shut = new IsapiRecorder("NVR");
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> session(shut).channels())
                .satisfies(e -> assertThat(e.why()).isEqualTo(Why.RIGHTS));
    }

    @Test
    void keepsOfflineAndEmptySlots() throws DeviceException {
        var channels = session(IsapiRecorder.sixteen()).channels();
        assertThat(channels)
                .hasSize(16)
                .extracting(Channel::number)
                .startsWith(1, 2, 3)
                .endsWith(16);
        assertThat(channels.get(2).status()).isEqualTo(Status.OFFLINE);
        assertThat(channels.get(2).detail()).contains("netUnreachable");
        assertThat(channels.get(15).status()).isEqualTo(Status.EMPTY);
        assertThat(channels.get(15).child()).isEmpty();
        var child = channels.get(0).child().orElseThrow();
        assertThat(child.address()).contains("192.0.2.1");
        assertThat(child.protocol()).contains("ONVIF");
        assertThat(child.model()).contains("IPC-1");
        assertThat(child.serial()).isEmpty();
    }

    @Test
    void statusNotToldIsUnknown() throws DeviceException {
        var recorder = IsapiRecorder.sixteen().on(Layout.PROXY_STATUS, Answer.of(404, "", ""));
        var channels = session(recorder).channels();
        assertThat(channels.subList(0, 15)).extracting(Channel::status).containsOnly(Status.UNKNOWN);
        assertThat(channels.get(15).status()).isEqualTo(Status.EMPTY);
    }

    @Test
    void hybridListsBothKinds() throws DeviceException {
        var recorder = new IsapiRecorder("DVR")
                .analog("1", "2560*1440(4MP)P25")
                .analog("2", "NO VIDEO")
                .ip(5, "connect", "192.0.2.5")
                .publish();
        var session = session(recorder);
        assertThat(session.channels())
                .extracting(c -> c.id().value(), Channel::kind, Channel::status, Channel::number)
                .containsExactly(
                        tuple("1", Channel.Kind.ANALOG, Status.ONLINE, 1),
                        tuple("2", Channel.Kind.ANALOG, Status.OFFLINE, 2),
                        tuple("5", Channel.Kind.IP, Status.ONLINE, 3));
        assertThat(address(session, "5", StreamKind.SUB)).endsWith(":10554/Streaming/Channels/502");
    }

    @Test
    void hybridThatCountsIpChannelsFromOneAgain() throws DeviceException {
        var recorder = new IsapiRecorder("DVR")
                .analog("1", "x").analog("2", "x").ip(1, "connect", "192.0.2.5").stream(
                                301, 3, "H.265", 1920, 1080, 2500)
                        .publish();
        var session = session(recorder);
        assertThat(session.channels()).extracting(c -> c.id().value()).containsExactly("1", "2", "IP-1");
        assertThat(address(session, "IP-1", StreamKind.MAIN)).endsWith("/Streaming/Channels/301");
    }

    @Test
    void stringChannelId() throws DeviceException {
        var recorder = new IsapiRecorder("DVR")
                .analog("I-1", "x").analog("I-2", "x").stream(101, "I-1", "H.264", 1280, 720, 2500).stream(
                                201, "I-2", "MJPEG", 640, 480, 600)
                        .publish();
        var session = session(recorder);
        assertThat(session.channels()).extracting(c -> c.id().value()).containsExactly("I-1", "I-2");
        var streams = session.facet(new ChannelId("I-2"), Streams.class).orElseThrow();
        assertThat(streams.streams())
                .containsExactly(new StreamInfo(StreamKind.MAIN, "MJPEG", 640, 480, 6.0, 4096, true));
        assertThat(address(session, "I-2", StreamKind.MAIN)).endsWith("/Streaming/Channels/201");
    }

    private String address(DeviceSession session, String channel, StreamKind kind) throws DeviceException {
        var address = session.facet(new ChannelId(channel), Streams.class)
                .orElseThrow()
                .address(kind);
        assertThat(address.secret()).isEqualTo(secret);
        assertThat(address.toString()).doesNotContain(secret).doesNotContain("127.0.0.1");
        return address.uri().toString();
    }

    @Test
    void readsStreams() throws DeviceException {
        var streams =
                session(IsapiRecorder.sixteen()).facet(FIVE, Streams.class).orElseThrow();
        assertThat(streams.streams())
                .containsExactly(
                        new StreamInfo(StreamKind.MAIN, "H265", 2560, 1440, 0, 4096, true),
                        new StreamInfo(StreamKind.SUB, "H264", 640, 360, 12.5, 4096, true));
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> streams.address(StreamKind.THIRD));
    }

    @Test
    void rtspPortComesFromTheSourceThenTheDeviceThen554() throws DeviceException {
        var target = target(IsapiRecorder.sixteen());
        assertThat(address(session(target), "5", StreamKind.MAIN))
                .isEqualTo("rtsp://127.0.0.1:10554/Streaming/Channels/501");
        assertThat(address(session(Targets.with(target, "rtsp.port", "20554")), "5", StreamKind.MAIN))
                .contains(":20554/");
        var silent = IsapiRecorder.sixteen().on(RtspPort.PATH, IsapiRecorder.refusal(403, 4, "notSupport"));
        assertThat(address(session(silent), "5", StreamKind.MAIN)).contains(":554/");
        var bad = session(Targets.with(target, "rtsp.port", "99999"));
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> address(bad, "5", StreamKind.MAIN))
                .withMessageContaining("rtsp.port");
        var off = session(
                IsapiRecorder.sixteen()
                        .on(
                                RtspPort.PATH,
                                "<AdminAccessProtocolList><AdminAccessProtocol><enabled>false</enabled><protocol>RTSP</protocol><portNo>554</portNo></AdminAccessProtocol></AdminAccessProtocolList>"));
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> address(off, "5", StreamKind.MAIN))
                .satisfies(e -> assertThat(e.text().vi()).contains("RTSP đang tắt"));
    }

    private static Answer jpeg() {
        return new Answer(200, "image/jpeg", IsapiRecorder.JPEG);
    }

    @Test
    void pictureBadXmlContent() throws DeviceException {
        var direct = "/ISAPI/Streaming/channels/501/picture";
        var proxied = "/ISAPI/ContentMgmt/StreamingProxy/channels/501/picture";
        var fresh = session(IsapiRecorder.sixteen()
                .on(direct, IsapiRecorder.refusal(400, 6, "badXmlContent"))
                .on(proxied, jpeg()));
        assertThat(fresh.facet(FIVE, Snapshots.class).orElseThrow().take()).isEqualTo(IsapiRecorder.JPEG);

        var old = session(IsapiRecorder.sixteen()
                .on(proxied, IsapiRecorder.refusal(400, 6, "badXmlContent"))
                .on(direct, jpeg()));
        assertThat(old.facet(FIVE, Snapshots.class).orElseThrow().take()).isEqualTo(IsapiRecorder.JPEG);
        int asked = server.asked().size();
        assertThat(old.facet(FIVE, Snapshots.class).orElseThrow().take()).isEqualTo(IsapiRecorder.JPEG);
        assertThat(server.asked()).as("the path that worked is kept").hasSize(asked + 1);
    }

    @Test
    void pictureThatIsNone() throws DeviceException {
        var path = "/ISAPI/ContentMgmt/StreamingProxy/channels/501/picture";
        var page = session(IsapiRecorder.sixteen().on(path, Answer.of(200, "image/jpeg", "<html>no</html>")));
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(
                        () -> page.facet(FIVE, Snapshots.class).orElseThrow().take());
        var busy = session(IsapiRecorder.sixteen().on(path, IsapiRecorder.refusal(500, 3, "deviceError")));
        assertThatExceptionOfType(Busy.class)
                .isThrownBy(
                        () -> busy.facet(FIVE, Snapshots.class).orElseThrow().take());
        var gone = session(
                IsapiRecorder.sixteen().on(path.replace("501", "301"), IsapiRecorder.refusal(500, 3, "deviceError")));
        assertThatExceptionOfType(Unsupported.class)
                .as("the camera of channel 3 is offline")
                .isThrownBy(() -> gone.facet(new ChannelId("3"), Snapshots.class)
                        .orElseThrow()
                        .take());
        var barred = session(IsapiRecorder.sixteen().on(path, IsapiRecorder.refusal(403, 4, "lowPrivilege")));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () -> barred.facet(FIVE, Snapshots.class).orElseThrow().take());
    }

    @Test
    void offersNothingOnAnEmptySlot() throws DeviceException {
        var session = session(IsapiRecorder.sixteen());
        var unread = session.facet(new ChannelId("99"), Streams.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(unread::streams);
        session.channels();
        assertThat(session.facet(new ChannelId("16"), Streams.class)).isEmpty();
        assertThat(session.facet(new ChannelId("16"), Snapshots.class)).isEmpty();
        assertThat(session.facet(new ChannelId("99"), Streams.class)).isEmpty();
        assertThat(session.facet(new ChannelId("3"), Streams.class))
                .as("offline")
                .isPresent();
        assertThat(session.facet(FIVE, Ptz.class)).isEmpty();
    }

    private HealthReport health(IsapiRecorder recorder) throws DeviceException {
        return session(recorder).facet(Health.class).orElseThrow().health();
    }

    private static String time(String local) {
        return "<Time><timeMode>NTP</timeMode><localTime>%s</localTime><timeZone>CST-7:00:00</timeZone></Time>"
                .formatted(local);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:00:00+07:00, 0",
        "2026-11-22T10:00:00+08:00, 0",
        "2026-11-22T10:00:07Z, 7",
        "2026-11-22T10:00:00, 0",
        "2026-11-22T10:00:3000:00, 30",
        "2026-11-22T09:58:00+07:00, -120",
        "2026-11-22T11:00:00+08:00, 3600",
        "2038-01-19T03:14:07+07:00, 352142047"
    })
    void readsTheWallClockWhateverStandsBehindIt(String local, long seconds) throws DeviceException {
        var report = health(IsapiRecorder.sixteen().on(HikvisionClock.PATH, time(local)));
        assertThat(report.clockOffset()).contains(Duration.ofSeconds(seconds));
        assertThat(report.faults()).isEmpty();
    }

    @Test
    void clockIn1970() throws DeviceException {
        var report = health(IsapiRecorder.sixteen().on(HikvisionClock.PATH, time("1970-02-22T08:21:26+08:00")));
        assertThat(report.clockOffset().orElseThrow()).isLessThan(Duration.ofDays(-20_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "2026-13-41T10:00:00", "2026-11-22"})
    void saysWhenAClockCannotBeRead(String local) throws DeviceException {
        var report = health(IsapiRecorder.sixteen().on(HikvisionClock.PATH, time(local)));
        assertThat(report.clockOffset()).isEmpty();
        assertThat(report.faults()).hasSize(local.isEmpty() ? 0 : 1);
    }

    @Test
    void takesTheZoneOfTheSite() throws DeviceException {
        var target = target(IsapiRecorder.sixteen().on(HikvisionClock.PATH, time("2026-11-22T11:00:00")));
        var there = session(Targets.with(target, "time.zone", "Asia/Shanghai"));
        assertThat(there.facet(Health.class).orElseThrow().health().clockOffset())
                .contains(Duration.ZERO);
        var nowhere = session(Targets.with(target, "time.zone", "Sao/Hoa"));
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> nowhere.facet(Health.class).orElseThrow().health());
    }

    @Test
    void tellsDisksAndLeavesGhostsOut() throws DeviceException {
        var report = health(
                IsapiRecorder.sixteen()
                        .on(
                                HikvisionHealth.STORAGE,
                                """
                <storage xmlns="http://www.hikvision.com/ver20/XMLSchema"><hddList xmlns="http://www.hikvision.com/ver10/XMLSchema" size="16">
                <hdd><id>1</id><status>ok</status><capacity>3815447</capacity><freeSpace>0</freeSpace></hdd>
                <hdd><id>2</id><status>error</status><capacity>3815447</capacity><freeSpace>12</freeSpace></hdd>
                <hdd><id>3</id><status>notexist</status><capacity>0</capacity><freeSpace>0</freeSpace></hdd>
                </hddList><nasList><nas><id>9</id><status>idle</status><capacity>100</capacity><freeSpace>50</freeSpace></nas></nasList></storage>
                """));
        assertThat(report.disks())
                .containsExactly(
                        new Disk("1", true, "ok", 3_815_447, 0),
                        new Disk("2", false, "error", 3_815_447, 12),
                        new Disk("nas-9", true, "idle", 100, 50));
        assertThat(report.faults()).containsExactly("disk 2: error");
    }

    @Test
    void aDeviceWithoutDisksAndClockIsNotIll() throws DeviceException {
        var report = health(IsapiRecorder.sixteen());
        assertThat(report.disks()).isEmpty();
        assertThat(report.clockOffset()).isEmpty();
        assertThat(report.faults()).isEmpty();
    }
}
