package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

class EventsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private final FakeStream told = FakeStream.silent();
    private final List<Layout.Slot> slots = new ArrayList<>();
    private final AlertStream stream = new AlertStream(
            new Isapi(told),
            new AlertSink(
                    new SourceId("r1"), DeviceTime.USUAL, () -> NOW, new EventChannels(() -> new Layout(slots)), told),
            () -> told.nanos,
            told);

    @Test
    void tellsTypePhaseChannelTimeAndTheDevicesOwnWords() {
        begin();
        var xml = alert("<channelID>1</channelID>", "VMD", "active", 3);
        stream.accept(FakeStream.part(xml));
        assertThat(told.events)
                .containsExactly(new CameraEvent(
                        new SourceId("r1"),
                        Optional.of(new ChannelId("1")),
                        Type.MOTION,
                        Phase.ACTIVE,
                        Optional.of(Instant.parse("2026-11-22T02:59:58Z")),
                        NOW,
                        "VMD",
                        xml));
        assertThat(told.lapses).containsExactly(Optional.of(Duration.ofSeconds(5)));
    }

    @Test
    void knowsTypesInAnyCaseAndKeepsTheOthers() {
        begin();
        for (var type : List.of("ShelterAlarm", "LINEDETECTION", "diskFull", "illAccess", "IO", "somethingNew")) {
            stream.accept(FakeStream.part(alert("<channelID>0</channelID>", type, "active", 1)));
        }
        assertThat(told.told())
                .containsExactly(
                        "ShelterAlarm TAMPER ACTIVE -",
                        "LINEDETECTION LINE_CROSSED ACTIVE -",
                        "diskFull DISK_FAULT ACTIVE -",
                        "illAccess LOGIN_FAILURE ACTIVE -",
                        "IO INPUT ACTIVE -",
                        "somethingNew OTHER ACTIVE -");
    }

    @Test
    void tellsPeopleFromVehicles() {
        begin();
        for (var target : List.of("human", "Vehicle", "others")) {
            stream.accept(FakeStream.part(alert(
                    "<channelID>1</channelID><DetectionRegionList><DetectionRegionEntry><targetType>" + target
                            + "</targetType></DetectionRegionEntry></DetectionRegionList>",
                    "VMD",
                    "active",
                    1)));
        }
        assertThat(told.events)
                .extracting(CameraEvent::type)
                .containsExactly(Type.PERSON_SEEN, Type.VEHICLE_SEEN, Type.MOTION);
    }

    @Test
    void platesAndFacesAreMoments() {
        begin();
        stream.accept(FakeStream.part(alert("<channelID>1</channelID>", "ANPR", "active", 1)));
        stream.accept(FakeStream.part(alert("<channelID>1</channelID>", "ANPR", "inactive", 1)));
        stream.accept(
                "--boundary\r\nContent-Type: application/json\r\n\r\n{\"eventType\":\"faceSnap\",\"channelID\":2}\r\n"
                        .getBytes(UTF_8));
        stream.accept(FakeStream.part(alert(
                "<channelID>1</channelID><Gate><licensePlate>51A12345</licensePlate></Gate>", "newGate", "active", 1)));
        assertThat(told.told())
                .containsExactly("ANPR PLATE_READ PULSE 1", "faceSnap FACE_SEEN PULSE 2", "newGate PLATE_READ PULSE 1");
        assertThat(told.lapses).containsOnly(Optional.empty());
    }

    @Test
    void facesAndPlatesOfOtherNamesAreKnownToBeThose() {
        begin();
        for (var type :
                List.of("faceCapture", "FaceTemperature", "plateRecognition", "ANPRAlarm", "vehicleDetectionEx")) {
            stream.accept(FakeStream.part(alert("<channelID>1</channelID>", type, "active", 1)));
        }
        assertThat(told.events)
                .extracting(CameraEvent::type)
                .containsExactly(Type.FACE_SEEN, Type.FACE_SEEN, Type.PLATE_READ, Type.PLATE_READ, Type.PLATE_READ);
    }

    @Test
    void mapsChannelsAsRecordersNumberThem() {
        slot("5", "5", 5, true);
        slot("6", "6", 6, true);
        slot("I-1", "I-1", 1, false);
        begin();
        for (var channel : List.of(
                "<dynChannelID>6</dynChannelID><channelID>1</channelID>",
                "<channelID>34</channelID>",
                "<channelID>I-1</channelID>",
                "<channelID>1</channelID>",
                "<channelID>0</channelID>",
                "<channelID>77</channelID>",
                "")) {
            stream.accept(FakeStream.part(alert(channel, "VMD", "active", 1)));
        }
        assertThat(told.told())
                .extracting(t -> t.substring(t.lastIndexOf(' ') + 1))
                .containsExactly("6", "6", "I-1", "I-1", "-", "77", "-");
    }

    @Test
    void readsTimesWithoutASignWithoutAnOffsetAndWithAWrongOne() {
        begin();
        for (var time :
                List.of("2024-01-22T11:47:1500:00", "2025-04-06T14:16:04", "2025-04-06T14:16:04+10:00", "soon")) {
            stream.accept(FakeStream.part("<EventNotificationAlert><channelID>1</channelID><dateTime>" + time
                    + "</dateTime><eventType>VMD</eventType><eventState>active</eventState></EventNotificationAlert>"));
        }
        assertThat(told.events)
                .extracting(CameraEvent::deviceTime)
                .containsExactly(
                        Optional.of(Instant.parse("2024-01-22T04:47:15Z")),
                        Optional.of(Instant.parse("2025-04-06T07:16:04Z")),
                        Optional.of(Instant.parse("2025-04-06T07:16:04Z")),
                        Optional.empty());
    }

    @Test
    void oneInputIsNotAnother() {
        begin();
        for (var port : List.of(
                "<inputIOPortID>1</inputIOPortID>",
                "<inputIOPortID>2</inputIOPortID>",
                "<dynInputIOPortID>301</dynInputIOPortID>",
                "<inputIOPortID>3</inputIOPortID><dynInputIOPortID>0</dynInputIOPortID>",
                "<inputIOPortID>no port</inputIOPortID>")) {
            stream.accept(FakeStream.part(alert(port, "IO", "active", 1)));
        }
        stream.accept(FakeStream.part(alert("<inputIOPortID>1</inputIOPortID>", "VMD", "active", 1)));
        assertThat(told.events)
                .extracting(CameraEvent::topic)
                .containsExactly("IO;port=1", "IO;port=2", "IO;port=301", "IO;port=3", "IO", "VMD");
    }

    @Test
    void neverInactive() {
        begin();
        for (int i = 1; i <= 30; i++) {
            stream.accept(FakeStream.part(alert("<channelID>1</channelID>", "VMD", "active", i)));
        }
        assertThat(told.lapses).hasSize(30).containsOnly(Optional.of(AlertSink.LAPSE));
    }

    @Test
    void endlessVideoLoss() {
        begin();
        for (int i = 1; i <= 50; i++) {
            stream.accept(FakeStream.part(alert("<dynChannelID>3</dynChannelID>", "videoloss", "active", i)));
            stream.accept(FakeStream.part(alert("<channelID>1</channelID>", "videoloss", "inactive", 0)));
        }
        assertThat(told.events).hasSize(50).allMatch(e -> e.type() == Type.VIDEO_LOST && e.phase() == Phase.ACTIVE);
        stream.accept(FakeStream.part(alert("<dynChannelID>3</dynChannelID>", "videoloss", "inactive", 51)));
        assertThat(told.events.get(50).phase()).isEqualTo(Phase.INACTIVE);
    }

    @Test
    void noHeartbeat() {
        begin();
        for (int i = 1; i <= 20; i++) {
            told.after(Duration.ofSeconds(80));
            stream.accept(FakeStream.part(alert("<channelID>1</channelID>", "VMD", "active", i)));
        }
        assertThat(told.ends).isEmpty();
        told.after(Duration.ofSeconds(91));
        assertThat(told.ends).singleElement().isInstanceOf(Unreachable.class);
        assertThat(told.timers).isEmpty();
    }

    @Test
    void threeMissingHeartbeatsEndIt() {
        begin();
        for (int i = 0; i < 4; i++) {
            told.after(Duration.ofSeconds(10));
            stream.accept(FakeStream.part(alert("<channelID>1</channelID>", "videoloss", "inactive", 0)));
        }
        told.after(Duration.ofSeconds(29));
        assertThat(told.ends).isEmpty();
        told.after(Duration.ofSeconds(2));
        assertThat(told.ends).singleElement().isInstanceOf(Unreachable.class);
    }

    @Test
    void isQuietOnceClosed() {
        begin();
        stream.close();
        stream.accept(FakeStream.part(alert("<channelID>1</channelID>", "VMD", "active", 1)));
        stream.ended(Words.interrupted());
        assertThat(told.events).isEmpty();
        assertThat(told.ends).isEmpty();
        assertThat(told.closed).isEqualTo(1);
        assertThat(told.timers).isEmpty();
    }

    @Test
    void endsWhenTheDeviceRefusesWithStatus200() {
        begin();
        stream.accept(
                ("<ResponseStatus><statusCode>2</statusCode><subStatusCode>deviceBusy</subStatusCode></ResponseStatus>")
                        .getBytes(UTF_8));
        assertThat(told.ends).singleElement().isInstanceOf(DeviceException.Busy.class);
    }

    @Test
    void replaysTheAlarmsOfRealCameras() throws IOException {
        var folder = CapturedDevice.folder("hikvision/CornerBit+HikSink");
        assumeTrue(folder.isPresent(), "no captures beside the project");
        begin();
        var counts = new TreeMap<String, Integer>();
        int beats = 0;
        for (var file : List.of("samples_cam_1-240.txt", "samples_ptz_1-70.txt", "samples_ptz_200-330.txt")) {
            for (var line : Files.readAllLines(folder.get().resolve(file))) {
                if (!line.isBlank()) {
                    int before = told.events.size();
                    stream.accept(FakeStream.part(content(line)));
                    beats += told.events.size() == before ? 1 : 0;
                }
            }
        }
        told.events.forEach(e -> counts.merge(e.topic() + " " + e.type() + " " + e.phase(), 1, Integer::sum));
        assertThat(counts)
                .isEqualTo(Map.of(
                        "VMD MOTION ACTIVE", 75 + 69 + 115,
                        "VMD MOTION INACTIVE", 9,
                        "fielddetection REGION_OCCUPIED ACTIVE", 16,
                        "linedetection LINE_CROSSED ACTIVE", 48,
                        "linedetection LINE_CROSSED INACTIVE", 8));
        assertThat(beats).isEqualTo(101);
        assertThat(told.events).allMatch(e -> e.channel().equals(Optional.of(new ChannelId("1"))));
        assertThat(told.events).allMatch(e -> e.deviceTime().isPresent());
    }

    @Test
    void subscribesToADeviceAndHearsItsEnd() throws Exception {
        var part = new String(FakeStream.part(alert("<channelID>33</channelID>", "VMD", "active", 1)), UTF_8);
        var recorder = IsapiRecorder.sixteen()
                .on(HikvisionEvents.PATH, Answer.of(200, "multipart/mixed; boundary=boundary", part + part));
        var heard = new Heard();
        try (var device = DeviceServer.open("hub", secret(), recorder);
                var session = new HikvisionDriver(Targets.http()).open(Targets.at(device.address(), "hub", secret()))) {
            try (var subscription = session.facet(Events.class).orElseThrow().subscribe(heard)) {
                assertThat(subscription).isNotNull();
                assertThat(heard.ended.await(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(heard.channels).containsExactly("1", "1");
    }

    @Test
    void aDeviceThatHasNoEventsOffersNoneAfterwards() throws DeviceException {
        try (var device = DeviceServer.open("hub", secret(), IsapiRecorder.sixteen());
                var session = new HikvisionDriver(Targets.http()).open(Targets.at(device.address(), "hub", secret()))) {
            var events = session.facet(Events.class).orElseThrow();
            assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> events.subscribe(new Heard()));
            assertThat(session.facet(Events.class)).isEmpty();
        }
    }

    @Test
    void saysWhyADeviceGivesNoEvents() {
        try (var device = DeviceServer.open("hub", secret(), IsapiRecorder.sixteen())) {
            assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> subscribe(device));
        }
        var noRight = IsapiRecorder.sixteen().on(HikvisionEvents.PATH, IsapiRecorder.refusal(403, 4, "lowPrivilege"));
        try (var device = DeviceServer.open("hub", secret(), noRight)) {
            assertThatExceptionOfType(Refused.class)
                    .isThrownBy(() -> subscribe(device))
                    .matches(e -> e.why() == Refused.Why.RIGHTS);
        }
    }

    private static final String SECRET = UUID.randomUUID().toString();

    private static String secret() {
        return SECRET;
    }

    private static void subscribe(DeviceServer device) throws DeviceException {
        try (var session = new HikvisionDriver(Targets.http()).open(Targets.at(device.address(), "hub", secret()))) {
            session.facet(Events.class).orElseThrow().subscribe(new Heard()).close();
        }
    }

    /** Keeps what it hears from another thread. */
    private static final class Heard implements Events.Sink {
        private final List<String> channels = new java.util.concurrent.CopyOnWriteArrayList<>();
        private final CountDownLatch ended = new CountDownLatch(1);

        @Override
        public void event(CameraEvent event, Optional<Duration> lapse) {
            channels.add(event.channel().map(ChannelId::value).orElse("-"));
        }

        @Override
        public void ended(DeviceException why) {
            ended.countDown();
        }
    }

    private void begin() {
        stream.runsOn(() -> told.closed++);
        stream.begun(200, "multipart/mixed; boundary=boundary");
    }

    private void slot(String id, String deviceId, int number, boolean proxied) {
        var kind = proxied ? Channel.Kind.IP : Channel.Kind.ANALOG;
        var channel = new Channel(
                new ChannelId(id),
                slots.size() + 1,
                "",
                kind,
                Channel.Status.ONLINE,
                Optional.empty(),
                Optional.empty());
        slots.add(new Layout.Slot(channel, deviceId, number, proxied));
    }

    private static String alert(String channel, String type, String state, int count) {
        return "<EventNotificationAlert version=\"2.0\" xmlns=\"http://www.hikvision.com/ver20/XMLSchema\">\r\n"
                + channel
                + "<dateTime>2026-11-22T09:59:58+07:00</dateTime><activePostCount>" + count
                + "</activePostCount><eventType>" + type + "</eventType><eventState>" + state
                + "</eventState></EventNotificationAlert>";
    }

    /** The text of {@code {"content":"..."}}. */
    private static String content(String line) {
        return line.substring(line.indexOf(":\"") + 2, line.lastIndexOf("\"}"))
                .replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\\"", "\"")
                .replace("\\\\", "\\");
    }
}
