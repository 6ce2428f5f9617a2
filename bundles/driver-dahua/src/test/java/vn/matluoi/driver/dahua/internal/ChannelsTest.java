package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.Channel.Kind;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Streams.StreamInfo;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** What a device is, its channels, and their streams. */
class ChannelsTest extends Opened {

    @Test
    void tellsWhatItIs() throws DeviceException {
        var info = session(CgiRecorder.sixteen())
                .facet(Identity.class)
                .orElseThrow()
                .info();
        assertThat(info.manufacturer()).isEqualTo("Dahua");
        assertThat(info.model()).as("it calls itself 31").isEqualTo("NVR2X-4KS3");
        assertThat(info.serial()).contains(CgiRecorder.SERIAL);
        assertThat(info.mac()).contains("3c:ef:8c:01:02:03");
        assertThat(info.firmware()).isEqualTo("4.001.0000005.0,build:2020-11-17");
        assertThat(info.name()).isEqualTo("Trụ sở xã");
        assertThat(info.type()).isEqualTo("NVR");
    }

    @Test
    void tellsWhatItIsInOtherWords() throws DeviceException {
        var camera = new CgiRecorder("IPC")
                .on(Description.SYSTEM, "deviceType=IP Camera\nhardwareVersion=1.00\n")
                .on(Description.SERIAL, "sn=3K01A-PAG 0001\n")
                .on(Description.MODEL, "type=IPC-HFW1230S\n")
                .on(Description.VENDOR, "Vendor=KBVISION\n")
                .on(Description.FIRMWARE, "version=2.420.0000.0.R\nbuild=2016-01-01\n");
        var info = session(camera).facet(Identity.class).orElseThrow().info();
        assertThat(info.manufacturer()).isEqualTo("KBVISION");
        assertThat(info.model()).isEqualTo("IPC-HFW1230S");
        assertThat(info.serial()).contains("3K01APAG0001");
        assertThat(info.firmware()).isEqualTo("2.420.0000.0.R,build:2016-01-01");
    }

    @Test
    void keepsOfflineAndEmptySlots() throws DeviceException {
        var channels = session(CgiRecorder.sixteen()).channels();
        assertThat(channels)
                .hasSize(16)
                .extracting(Channel::number)
                .startsWith(1, 2, 3)
                .endsWith(16);
        assertThat(channels.get(2).status()).isEqualTo(Status.OFFLINE);
        assertThat(channels.get(2).detail()).contains("Unconnect");
        assertThat(channels.get(15).status()).isEqualTo(Status.EMPTY);
        assertThat(channels.get(15).child()).isEmpty();
        var child = channels.get(4).child().orElseThrow();
        assertThat(child.address()).contains("192.0.2.5");
        assertThat(child.protocol()).contains("Onvif");
        assertThat(child.manufacturer()).contains("General");
        assertThat(child.model()).contains("IPC-5");
        assertThat(child.serial()).isEmpty();
        assertThat(child.mac()).isEmpty();
    }

    private static CgiRecorder four(String type) {
        var recorder = new CgiRecorder(type);
        for (int i = 0; i < 4; i++) {
            recorder.title(i, "Kênh " + (i + 1));
        }
        return recorder;
    }

    /** The table counts 16 rows of cameras, the recorder has four channels. */
    @Test
    void emptyRowsBeyondTheChannelsAreNone() throws DeviceException {
        var recorder = four("NVR").camera(0, true, "Private", "192.0.2.1").camera(15, false, "Private", "192.168.0.0");
        assertThat(session(recorder.publish()).channels())
                .extracting(Channel::status)
                .containsExactly(Status.ONLINE, Status.EMPTY, Status.EMPTY, Status.EMPTY);
    }

    @Test
    void aRecorderWithInputsOfItsOwn() throws DeviceException {
        var recorder = four("HDVR").publish().on(ChannelStates.LOST, "channels[0]=1\r\nchannels[1]=3\r\n");
        assertThat(session(recorder).channels())
                .extracting(c -> c.id().value(), Channel::kind, Channel::status, c -> c.detail()
                        .orElse(""))
                .containsExactly(
                        tuple("1", Kind.ANALOG, Status.ONLINE, ""),
                        tuple("2", Kind.ANALOG, Status.OFFLINE, "VideoLoss"),
                        tuple("3", Kind.ANALOG, Status.ONLINE, ""),
                        tuple("4", Kind.ANALOG, Status.OFFLINE, "VideoLoss"));
    }

    /** Its table counts IP cameras from 0, and another call tells where they are. */
    @Test
    void hybridListsBothKinds() throws DeviceException {
        var recorder = four("XVR")
                .camera(0, true, "Private", "192.0.2.4")
                .publish()
                .on(
                        Layout.BOUND,
                        "camera[0].Type=Local\r\ncamera[0].UniqueChannel=0\r\ncamera[3].UniqueChannel=3\r\n"
                                + "camera[3].Channel=0\r\ncamera[3].DeviceID=uuid:System_CONFIG_NETCAMERA_INFO_0\r\n");
        var channels = session(recorder).channels();
        assertThat(channels).extracting(Channel::kind).containsExactly(Kind.ANALOG, Kind.ANALOG, Kind.ANALOG, Kind.IP);
        assertThat(channels.get(3).child().orElseThrow().address()).contains("192.0.2.4");
    }

    @Test
    void tablesInBracketsAreRead() throws DeviceException {
        var recorder = four("NVR")
                .publish()
                .on(
                        Layout.REMOTE,
                        "table.RemoteDevice[2].Address=192.0.2.3\ntable.RemoteDevice[2].DeviceType=IP Camera\n");
        var channels = session(recorder).channels();
        assertThat(channels)
                .extracting(Channel::status)
                .containsExactly(Status.EMPTY, Status.EMPTY, Status.ONLINE, Status.EMPTY);
        assertThat(channels.get(2).child().orElseThrow().model())
                .as("a class of devices is no model")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"4, true", "1, false"})
    void firmwareThatDoesNotSayWhatItIs(int titles, boolean remote) throws DeviceException {
        var recorder = new CgiRecorder("x").on(Description.TYPE, CgiRecorder.error(501));
        for (int i = 0; i < titles; i++) {
            recorder.title(i, "Kênh");
        }
        recorder.camera(0, true, "Private", "192.0.2.1").publish();
        var channels = session(recorder).channels();
        assertThat(channels).hasSize(titles);
        assertThat(channels.get(0).kind()).isEqualTo(remote ? Kind.IP : Kind.SELF);
        assertThat(server.asked().contains("GET " + Layout.REMOTE))
                .as("a camera refuses a name it does not know, so it is not asked")
                .isEqualTo(remote);
    }

    @Test
    void aCameraIsItsOwnChannel() throws DeviceException {
        var camera = new CgiRecorder("IPC").title(0, "Ngã tư").publish();
        assertThat(session(camera).channels())
                .extracting(c -> c.id().value(), Channel::name, Channel::kind, Channel::status)
                .containsExactly(tuple("1", "Ngã tư", Kind.SELF, Status.ONLINE));
        assertThat(session(new CgiRecorder("VTO").on(Layout.TITLES, CgiRecorder.error(400)))
                        .channels())
                .as("a door station without titles")
                .hasSize(1);
        assertThat(session(new CgiRecorder("TPC")
                                .title(0, "a")
                                .title(1, "nhiệt")
                                .publish())
                        .channels())
                .extracting(Channel::kind)
                .containsExactly(Kind.SELF, Kind.SELF);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Error", "Error\r\nBad Request!", "<html>", "{\"error\":{\"code\":1}}", ""})
    void aStateNotToldIsUnknown(String lost) throws DeviceException {
        var recorder = CgiRecorder.sixteen()
                .on(ChannelStates.STATES, CgiRecorder.error(501))
                .on(ChannelStates.LOST, Answer.of(400, "text/plain", lost));
        var channels = session(recorder).channels();
        assertThat(channels.subList(0, 15)).extracting(Channel::status).containsOnly(Status.UNKNOWN);
        assertThat(channels.get(15).status()).isEqualTo(Status.EMPTY);
    }

    /** A row's place is not its channel, and a word nobody knows says nothing. */
    @Test
    void statesGoByTheirChannel() throws DeviceException {
        var recorder = four("NVR")
                .camera(0, true, "Private", "192.0.2.1")
                .camera(1, true, "Private", "192.0.2.2")
                .camera(2, true, "Private", "192.0.2.3")
                .camera(3, true, "Private", "192.0.2.4")
                .state(0, 3, "Connected")
                .state(1, 0, "Disconnect")
                .state(2, 1, "Sleeping")
                .publish()
                .on(ChannelStates.LOST, CgiRecorder.error(400));
        var session = session(recorder);
        assertThat(session.channels())
                .extracting(Channel::status)
                .containsExactly(Status.OFFLINE, Status.UNKNOWN, Status.UNKNOWN, Status.ONLINE);
        assertThat(session.channels().get(1).detail()).contains("Sleeping");
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
        var session = session(CgiRecorder.sixteen());
        var streams = session.facet(new ChannelId("5"), Streams.class).orElseThrow();
        assertThat(streams.streams())
                .as("of the main stream's formats the one it may fall to on motion")
                .containsExactly(
                        new StreamInfo(StreamKind.MAIN, "H265", 2560, 1440, 12.5, 4096, true),
                        new StreamInfo(StreamKind.SUB, "H264", 640, 360, 12.5, 512, true));
        assertThat(address(session, "5", StreamKind.MAIN))
                .isEqualTo("rtsp://127.0.0.1:10554/cam/realmonitor?channel=5&subtype=0");
        assertThat(address(session, "5", StreamKind.SUB)).endsWith("/cam/realmonitor?channel=5&subtype=1");
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> streams.address(StreamKind.THIRD));
    }

    @Test
    void readsSizesInBothFormsAndLeavesOutWhatIsOff() throws DeviceException {
        var camera = new CgiRecorder("IPC")
                .title(0, "x")
                .publish()
                .on(
                        StreamTable.PATH,
                        """
                        table.Encode[0].MainFormat[0].Video.Width=1920
                        table.Encode[0].MainFormat[0].Video.Height=1080
                        table.Encode[0].MainFormat[0].Video.Compression=MJPG
                        table.Encode[0].MainFormat[0].Video.resolution=1080P
                        table.Encode[0].MainFormat[2].Video.Compression=H.264
                        table.Encode[0].MainFormat[1].VideoEnable=false
                        table.Encode[0].MainFormat[1].Video.Width=352
                        table.Encode[0].ExtraFormat[0].VideoEnable=false
                        table.Encode[0].ExtraFormat[0].Video.Width=352
                        table.Encode[0].ExtraFormat[1].Video.resolution=D1
                        table.Encode[0].ExtraFormat[1].Video.Compression=SVAC\u0007
                        table.Encode[0].ExtraFormat[1].Video.FPS=fast
                        """);
        var session = session(camera);
        var streams = session.facet(new ChannelId("1"), Streams.class).orElseThrow();
        assertThat(streams.streams())
                .containsExactly(
                        new StreamInfo(StreamKind.MAIN, "MJPEG", 1920, 1080, 0, 0, false),
                        new StreamInfo(StreamKind.THIRD, "SVAC", 0, 0, 0, 0, false));
        assertThat(address(session, "1", StreamKind.THIRD)).endsWith("channel=1&subtype=2");
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> streams.address(StreamKind.SUB));
    }

    @Test
    void rtspPortComesFromTheSourceThenTheDeviceThen554() throws DeviceException {
        var target = target(CgiRecorder.sixteen());
        assertThat(address(session(target), "5", StreamKind.MAIN)).contains(":10554/");
        assertThat(address(session(Targets.with(target, "rtsp.port", "20554")), "5", StreamKind.MAIN))
                .contains(":20554/");
        var silent = CgiRecorder.sixteen().on(RtspPort.PATH, CgiRecorder.forbidden());
        assertThat(address(session(silent), "5", StreamKind.MAIN)).contains(":554/");
        var bad = session(Targets.with(target, "rtsp.port", "99999"));
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> address(bad, "5", StreamKind.MAIN))
                .withMessageContaining("rtsp.port");
        var off = session(CgiRecorder.sixteen().on(RtspPort.PATH, "table.RTSP.Enable=false\r\n"));
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> address(off, "5", StreamKind.MAIN))
                .satisfies(e -> assertThat(e.text().vi()).contains("RTSP đang tắt"));
    }

    @Test
    void offersNothingOnAnEmptySlot() throws DeviceException {
        var session = session(CgiRecorder.sixteen());
        var unread = session.facet(new ChannelId("99"), Streams.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(unread::streams);
        session.channels();
        assertThat(session.facet(new ChannelId("16"), Streams.class)).isEmpty();
        assertThat(session.facet(new ChannelId("16"), Snapshots.class)).isEmpty();
        assertThat(session.facet(new ChannelId("99"), Streams.class)).isEmpty();
        assertThat(session.facet(new ChannelId("3"), Streams.class))
                .as("offline")
                .isPresent();
        assertThat(session.facet(new ChannelId("5"), Ptz.class)).isEmpty();
    }
}
