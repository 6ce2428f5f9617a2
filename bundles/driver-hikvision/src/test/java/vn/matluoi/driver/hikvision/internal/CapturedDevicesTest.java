package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.Channel.Kind;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Streams.StreamInfo;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Health.Disk;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/**
 * Real recorders and cameras, replayed from what they answered, their refusals included. The facts below were read from
 * the answers by eye; a device without facts here is a failure, so that no new capture goes unlooked at.
 */
class CapturedDevicesTest {

    private static final int PORT_OF_CAPTURE = 10554;

    /**
     * What must be read of a device.
     *
     * @param channels id, name, kind, status
     * @param streams by channel
     */
    private record Facts(
            String model,
            String serial,
            String mac,
            String firmware,
            String type,
            String name,
            int rtspPort,
            List<List<Object>> channels,
            Map<String, List<StreamInfo>> streams,
            List<Disk> disks) {}

    private static final Map<String, Facts> FACTS = Map.of(
            "DS-2CD2386G2-IU",
            new Facts(
                    "DS-2CD2386G2-IU",
                    "DS2CD2386G2IU00000000AAWRJ00000000",
                    "a6:63:9e:f8:01:09",
                    "V5.7.15 build 240201",
                    "IPCamera",
                    "yard",
                    PORT_OF_CAPTURE,
                    List.of(List.of("1", "yard", Kind.SELF, Status.ONLINE)),
                    Map.of(
                            "1",
                            List.of(
                                    new StreamInfo(StreamKind.MAIN, "H264", 3840, 2160, 25, 12288, false),
                                    new StreamInfo(StreamKind.SUB, "H264", 640, 360, 10, 256, false))),
                    List.of(new Disk("1", true, "ok", 30436, 27392), new Disk("nas-9", true, "ok", 122346, 119296))),
            // the list of streams in this capture is the other camera's (channel name "yard"): it is read as it stands
            "DS-2CD2443G0-IW",
            new Facts(
                    "DS-2CD2443G0-IW",
                    "DS2CD2443G0IW00000000AAWRE00000000",
                    "c6:e6:61:0a:46:37",
                    "V5.6.5 build 200316",
                    "IPCamera",
                    "Pietro",
                    554,
                    List.of(List.of("1", "Camera 01", Kind.SELF, Status.ONLINE)),
                    Map.of(
                            "1",
                            List.of(
                                    new StreamInfo(StreamKind.MAIN, "H264", 3840, 2160, 25, 12288, false),
                                    new StreamInfo(StreamKind.SUB, "H264", 640, 360, 10, 256, false))),
                    List.of(new Disk("nas-9", true, "ok", 15359, 512))),
            // tells no list of streams and no states; its fourth camera is not there, and refuses every stream
            "DS-7608NXI-I2",
            new Facts(
                    "DS-7608NXI-I2/8P/S",
                    "DS7608NXII0/0P/S0000000000CCRRJ00000000WCVU",
                    "e0:44:cf:0b:a7:98",
                    "V4.62.210 build 230619",
                    "NVR",
                    "nvr",
                    PORT_OF_CAPTURE,
                    List.of(
                            List.of("1", "garden", Kind.IP, Status.UNKNOWN),
                            List.of("2", "home", Kind.IP, Status.UNKNOWN),
                            List.of("3", "road", Kind.IP, Status.UNKNOWN),
                            List.of("4", "gate", Kind.IP, Status.UNKNOWN)),
                    Map.of(
                            "1",
                            List.of(
                                    new StreamInfo(StreamKind.MAIN, "H264", 3840, 2160, 0, 12288, false),
                                    new StreamInfo(StreamKind.SUB, "H264", 640, 360, 10, 256, false)),
                            "2",
                            List.of(
                                    new StreamInfo(StreamKind.MAIN, "H264", 3840, 2160, 0, 12288, false),
                                    new StreamInfo(StreamKind.SUB, "H264", 640, 480, 10, 256, false)),
                            "3",
                            List.of(
                                    new StreamInfo(StreamKind.MAIN, "H264", 1920, 1080, 15, 3072, true),
                                    new StreamInfo(StreamKind.SUB, "H265", 704, 576, 15, 1024, true)),
                            "4",
                            List.of()),
                    List.of(new Disk("1", true, "ok", 1_907_729, 0))),
            // a hybrid with two of four inputs dark and no IP channel added
            "iDS-7204HUHI-M1",
            new Facts(
                    "iDS-7204HUHI-M1/E",
                    "iDS7204HUHIM0/E0000000000CCWRAH0000000WCVU",
                    "8b:92:35:5f:d5:fa",
                    "V4.75.011 build 240625",
                    "DVR",
                    "Embedded Net DVR",
                    554,
                    List.of(
                            List.of("1", "Entrada", Kind.ANALOG, Status.ONLINE),
                            List.of("2", "Camera 02", Kind.ANALOG, Status.OFFLINE),
                            List.of("3", "Terraza - Taller", Kind.ANALOG, Status.ONLINE),
                            List.of("4", "Camera 04", Kind.ANALOG, Status.OFFLINE)),
                    Map.of(
                            "1", analog("H264", false),
                            "2", analog("H265", false),
                            "3", analog("H264", false),
                            "4", analog("H265", false)),
                    List.of(new Disk("1", true, "ok", 953_869, 814_080))));

    private static List<StreamInfo> analog(String main, boolean audio) {
        return List.of(
                new StreamInfo(StreamKind.MAIN, main, 2560, 1440, 15, 2048, audio),
                new StreamInfo(StreamKind.SUB, "H265", 960, 576, 12, 512, true));
    }

    private static Optional<Path> captures() {
        return CapturedDevice.folder("hikvision");
    }

    static Stream<Path> devices() {
        return captures().map(CapturedDevice::devices).orElse(List.of()).stream();
    }

    @Test
    void everyDeviceWithFactsIsThere() {
        assumeTrue(captures().isPresent(), "skipped: there is no folder shared/captures/hikvision beside the project");
        assertThat(devices().map(p -> p.getFileName().toString())).containsExactlyInAnyOrderElementsOf(FACTS.keySet());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("devices")
    void readsADeviceAsItIs(Path folder) throws DeviceException {
        var facts = FACTS.get(folder.getFileName().toString());
        assertThat(facts).as("facts for %s", folder.getFileName()).isNotNull();
        var secret = UUID.randomUUID().toString();
        var replay = CapturedDevice.read(folder, CapturedDevicesTest::refusal);
        try (var device = DeviceServer.open("hub", secret, replay);
                var session = new HikvisionDriver(Targets.http()).open(Targets.at(device.address(), "hub", secret))) {
            var info = session.facet(Identity.class).orElseThrow().info();
            assertThat(tuple(info.model(), info.serial().orElse(""), info.mac().orElse(""), info.firmware()))
                    .isEqualTo(tuple(facts.model, facts.serial, facts.mac, facts.firmware));
            assertThat(tuple(info.type(), info.name())).isEqualTo(tuple(facts.type, facts.name));

            var channels = session.channels();
            assertThat(channels)
                    .extracting(c -> List.<Object>of(c.id().value(), c.name(), c.kind(), c.status()))
                    .isEqualTo(facts.channels);

            var read = new TreeMap<String, List<StreamInfo>>();
            for (var channel : channels) {
                var streams = session.facet(channel.id(), Streams.class).orElseThrow();
                read.put(channel.id().value(), streams.streams());
                var main = streams.address(StreamKind.MAIN).uri();
                assertThat(main.toString())
                        .isEqualTo("rtsp://127.0.0.1:%d/Streaming/Channels/%s01"
                                .formatted(facts.rtspPort, channel.id().value()));
            }
            assertThat(read).isEqualTo(new TreeMap<>(facts.streams));

            var health = session.facet(Health.class).orElseThrow().health();
            assertThat(health.disks()).isEqualTo(facts.disks);
            assertThat(health.faults()).isEmpty();
            assertThat(health.clockOffset()).as("no capture has a clock").isEmpty();
            assertThat(device.wrongLogins()).isZero();
        }
    }

    @Test
    void readsTheCamerasBehindARecorder() throws DeviceException {
        var folder = devices().filter(p -> p.endsWith("DS-7608NXI-I2")).findFirst();
        assumeTrue(folder.isPresent(), "skipped: there is no folder shared/captures/hikvision beside the project");
        var secret = UUID.randomUUID().toString();
        var replay = CapturedDevice.read(folder.orElseThrow(), CapturedDevicesTest::refusal);
        try (var device = DeviceServer.open("hub", secret, replay);
                var session = new HikvisionDriver(Targets.http()).open(Targets.at(device.address(), "hub", secret))) {
            var children = session.channels().stream()
                    .map(Channel::child)
                    .map(Optional::orElseThrow)
                    .toList();
            assertThat(children)
                    .extracting(c -> c.address().orElse(""))
                    .containsExactly("1.0.0.236", "1.0.0.50", "1.0.0.80", "1.0.0.238");
            assertThat(children).extracting(c -> c.protocol().orElse("")).containsOnly("HIKVISION");
            assertThat(children.get(0).model()).contains("DS-2CD2386G2-IU");
            assertThat(children.get(1).serial()).contains("DS2CD2386G2IU00000000AAWRK00000002");
            assertThat(children.get(2).firmware()).contains("V6.26 build 150513");
            assertThat(children.get(3).model()).isEmpty();
            assertThat(children.get(3).serial()).isEmpty();
        }
    }

    /** As Hikvision words it: 403 is "not on this device", 400 "not on this channel". */
    private static DeviceServer.Answer refusal(int status, String path) {
        return switch (status) {
            case 403 -> IsapiRecorder.refusal(403, 4, "notSupport");
            case 400 -> IsapiRecorder.refusal(400, 6, "badParameters");
            default -> DeviceServer.Answer.of(status, "text/html", "<html><body>Document Error</body></html>");
        };
    }
}
