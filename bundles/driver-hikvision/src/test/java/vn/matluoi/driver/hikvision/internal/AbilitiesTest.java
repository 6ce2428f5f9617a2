package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Downloads;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Credentials;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Request;
import vn.matluoi.driver.testkit.Targets;

/** What a device can do beyond showing pictures, as it is asked to do it over the wire. */
class AbilitiesTest {

    private static final ChannelId FIVE = new ChannelId("5");
    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z"); // ten o'clock in Tây Ninh
    private static final String OK =
            "<ResponseStatus><statusCode>1</statusCode><statusString>OK</statusString><subStatusCode>ok</subStatusCode></ResponseStatus>";
    private static final String CAN =
            """
            <PTZChanelCap><AbsolutePanTiltPositionSpace><XRange><Min>0</Min><Max>3600</Max></XRange><YRange><Min>-100</Min><Max>900</Max></YRange></AbsolutePanTiltPositionSpace>
            <AbsoluteZoomPositionSpace><ZRange><Min>10</Min><Max>250</Max></ZRange></AbsoluteZoomPositionSpace>
            <ContinuousPanTiltSpace><XRange><Min>-100</Min><Max>100</Max></XRange></ContinuousPanTiltSpace>
            <maxPresetNum>40</maxPresetNum><maxPatrolNum>8</maxPatrolNum></PTZChanelCap>
            """;

    private final String secret = UUID.randomUUID().toString();
    private final IsapiRecorder recorder = IsapiRecorder.sixteen();
    private final List<String> sent = new ArrayList<>();
    private final DeviceServer server = DeviceServer.open("hub", secret, this::answer);
    private Answer toPut = Answer.xml(OK);
    private Optional<DeviceSession> session = Optional.empty();

    private Answer answer(Request request) {
        if (!request.method().equals("GET")) {
            sent.add(request.method() + " " + request.path() + " " + new String(request.body(), UTF_8));
            if (!request.method().equals("POST")) {
                return toPut;
            }
        }
        return recorder.answer(request);
    }

    @AfterEach
    void switchOff() {
        session.ifPresent(DeviceSession::close);
        server.close();
    }

    private DeviceSession session() throws DeviceException {
        if (session.isEmpty()) {
            session = Optional.of(
                    new HikvisionDriver(Targets.http(), () -> NOW).open(Targets.at(server.address(), "hub", secret)));
            session.get().channels();
        }
        return session.get();
    }

    private <F extends ChannelFacet> F five(Class<F> facet) throws DeviceException {
        return session().facet(FIVE, facet).orElseThrow();
    }

    @Test
    void offersNothingTheDeviceDoesNotHave() throws DeviceException {
        for (var facet :
                List.of(Ptz.class, PtzPosition.class, Presets.class, Tours.class, Recordings.class, Downloads.class)) {
            assertThat(session().facet(FIVE, facet)).as(facet.getSimpleName()).isEmpty();
        }
        assertThat(session().facet(Clock.class)).isEmpty();
        assertThat(session().facet(Credentials.class)).isEmpty();
    }

    @Test
    void asksOncePerSessionWhatACameraCanDo() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN);
        five(Ptz.class);
        int asked = server.requests();
        five(Ptz.class);
        five(Presets.class);
        assertThat(server.requests()).isEqualTo(asked);
    }

    @Test
    void movesAndStopsWithThreeZeros() throws DeviceException {
        recorder.on("/ISAPI/ContentMgmt/PTZCtrlProxy/channels/5/capabilities", CAN);
        five(Ptz.class).move(-1, 0.25, 0.004);
        five(Ptz.class).stop();
        assertThat(sent)
                .containsExactly(
                        "PUT /ISAPI/ContentMgmt/PTZCtrlProxy/channels/5/continuous <PTZData><pan>-100</pan><tilt>25</tilt><zoom>0</zoom></PTZData>",
                        "PUT /ISAPI/ContentMgmt/PTZCtrlProxy/channels/5/continuous <PTZData><pan>0</pan><tilt>0</tilt><zoom>0</zoom></PTZData>");
        assertThatIllegalArgumentException().isThrownBy(() -> five(Ptz.class).move(2, 0, 0));
    }

    @Test
    void goesToAPlaceWithinTheDevicesRanges() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN)
                .on(
                        "/ISAPI/PTZCtrl/channels/5/status",
                        "<PTZStatus><AbsoluteHigh><elevation>400</elevation><azimuth>900</azimuth><absoluteZoom>250</absoluteZoom></AbsoluteHigh></PTZStatus>");
        var place = five(PtzPosition.class);
        place.go(new Position(0, 1, 0));
        assertThat(sent.get(0))
                .endsWith(
                        "<elevation>-100</elevation><azimuth>1800</azimuth><absoluteZoom>10</absoluteZoom></AbsoluteHigh></PTZData>");
        var here = place.position().orElseThrow();
        assertThat(here.pan()).isEqualTo(-0.5, within(1e-9));
        assertThat(here.tilt()).isEqualTo(0, within(1e-9));
        assertThat(here.zoom()).isEqualTo(1, within(1e-9));
    }

    @Test
    void keepsPlacesAndLeavesCommandsAlone() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN)
                .on(
                        "/ISAPI/PTZCtrl/channels/5/presets",
                        """
                        <PTZPresetList><PTZPreset><enabled>true</enabled><id>1</id><presetName>Cổng</presetName></PTZPreset>
                        <PTZPreset><enabled>false</enabled><id>2</id><presetName>Preset 2</presetName></PTZPreset>
                        <PTZPreset><enabled>true</enabled><id>94</id><presetName>Remote reboot</presetName></PTZPreset></PTZPresetList>
                        """);
        var presets = five(Presets.class);
        assertThat(presets.presets()).containsExactly(new Preset("1", "Cổng"));
        assertThat(presets.save(Optional.empty(), "Chợ & sân")).isEqualTo(new Preset("2", "Chợ & sân"));
        presets.recall("1");
        presets.remove("2");
        assertThat(sent)
                .containsExactly(
                        "PUT /ISAPI/PTZCtrl/channels/5/presets/2 <PTZPreset><enabled>true</enabled><id>2</id><presetName>Chợ &amp; sân</presetName></PTZPreset>",
                        "PUT /ISAPI/PTZCtrl/channels/5/presets/1/goto ",
                        "DELETE /ISAPI/PTZCtrl/channels/5/presets/2 ");
        for (var token : List.of("94", "../../System/reboot", "0", "")) {
            assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> presets.recall(token));
        }
    }

    @Test
    void saysWhenThereIsNoRoomForAnotherPlace() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN.replace(">40<", ">1<"))
                .on(
                        "/ISAPI/PTZCtrl/channels/5/presets",
                        "<PTZPresetList><PTZPreset><enabled>true</enabled><id>1</id></PTZPreset></PTZPresetList>");
        assertThatExceptionOfType(Busy.class)
                .isThrownBy(() -> five(Presets.class).save(Optional.empty(), "x"));
    }

    @Test
    void walksToursThatLeadSomewhere() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN)
                .on(
                        "/ISAPI/PTZCtrl/channels/5/patrols",
                        """
                        <PTZPatrolList><PTZPatrol><enabled>true</enabled><id>1</id><patrolName>Đêm</patrolName><PatrolSequenceList><PatrolSequence><presetID>1</presetID></PatrolSequence></PatrolSequenceList></PTZPatrol>
                        <PTZPatrol><enabled>true</enabled><id>2</id><PatrolSequenceList><PatrolSequence><presetID>0</presetID></PatrolSequence></PatrolSequenceList></PTZPatrol></PTZPatrolList>
                        """);
        var tours = five(Tours.class);
        assertThat(tours.tours()).containsExactly(new Preset("1", "Đêm"));
        tours.start("1");
        tours.stop("1");
        assertThat(sent)
                .containsExactly(
                        "PUT /ISAPI/PTZCtrl/channels/5/patrols/1/start ",
                        "PUT /ISAPI/PTZCtrl/channels/5/patrols/1/stop ");
    }

    @Test
    void saysWhyACommandWasNotObeyed() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN);
        toPut = IsapiRecorder.refusal(200, 2, "deviceBusy");
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> five(Ptz.class).stop());
        toPut = IsapiRecorder.refusal(403, 4, "notSupport");
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> five(Ptz.class).stop());
        toPut = Answer.of(500, "text/html", "<html>");
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> five(Ptz.class).stop());
    }

    private IsapiRecorder recording() {
        return recorder.on(
                        Tracks.PATH,
                        """
                <TrackList><Track><id>501</id><Enable>false</Enable><CustomExtensionList><CustomExtension><enableSchedule>true</enableSchedule></CustomExtension></CustomExtensionList></Track>
                <Track><id>503</id></Track><Track><id>601</id><CustomExtensionList><CustomExtension><enableSchedule>false</enableSchedule></CustomExtension></CustomExtensionList></Track></TrackList>
                """)
                .on(
                        HikvisionClock.PATH,
                        "<Time><timeMode>NTP</timeMode><localTime>2026-11-22T10:05:00+08:00</localTime></Time>");
    }

    private static String item(String from, String to, String name) {
        return """
                <searchMatchItem><trackID>501</trackID><timeSpan><startTime>%s</startTime><endTime>%s</endTime></timeSpan>
                <mediaSegmentDescriptor><contentType>video</contentType><playbackURI>rtsp://203.0.113.9:9554/Streaming/tracks/501/?starttime=x&amp;endtime=y&amp;name=%s&amp;size=12</playbackURI></mediaSegmentDescriptor>
                <metadataMatches><metadataDescriptor>recordType.meta.hikvision.com/motion</metadataDescriptor></metadataMatches></searchMatchItem>
                """
                .formatted(from, to, name);
    }

    private static String result(String status, String items) {
        return "<CMSearchResult><responseStatusStrg>%s</responseStatusStrg><matchList>%s</matchList></CMSearchResult>"
                .formatted(status, items);
    }

    @Test
    void findsFootageInTrueTimeAndPlaysItByTheDevicesClock() throws DeviceException {
        // the device is five minutes ahead: what it calls 09:05 was nine o'clock
        recording()
                .on(
                        Footage.PATH,
                        result(
                                "OK",
                                item("2026-11-22T09:05:00Z", "2026-11-22T09:35:00Z", "b")
                                        + item("2026-11-22T08:35:00Z", "2026-11-22T09:05:00Z", "a")
                                        + item("2026-11-22T08:40:00Z", "2026-11-22T08:40:00Z", "picture")));
        var recordings = five(Recordings.class);
        var found = recordings.search(Instant.parse("2026-11-22T01:45:00Z"), Instant.parse("2026-11-22T02:15:00Z"));
        assertThat(found)
                .extracting(Recording::from)
                .containsExactly(Instant.parse("2026-11-22T01:30:00Z"), Instant.parse("2026-11-22T02:00:00Z"));
        assertThat(found.get(0).trigger()).contains("motion");
        assertThat(sent.get(0))
                .contains("<trackID>501</trackID>", "<startTime>2026-11-22T08:50:00Z</startTime>")
                .contains("<searchResultPostion>0</searchResultPostion>")
                .containsPattern("<searchID>[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}</searchID>");
        assertThat(recordings.playback(found.get(1)).uri().toString())
                .isEqualTo(
                        "rtsp://127.0.0.1:10554/Streaming/tracks/501?starttime=20261122T090500Z&endtime=20261122T093500Z&name=b&size=12");
    }

    @Test
    void moreWithoutItemsEndsTheSearchAndLongWindowsAreAskedByTheDay() throws DeviceException {
        recording().on(Footage.PATH, result("MORE", ""));
        var recordings = five(Recordings.class);
        assertThat(recordings.search(NOW.minus(Duration.ofHours(60)), NOW)).isEmpty();
        assertThat(sent).hasSize(3);
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> recordings.search(NOW.minus(Duration.ofDays(63)), NOW));
    }

    @Test
    void moreForEverEndsTheSearch() throws DeviceException {
        recording().on(Footage.PATH, result("MORE", item("2026-11-22T09:05:00Z", "2026-11-22T09:35:00Z", "b")));
        var recordings = five(Recordings.class);
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> recordings.search(NOW.minus(Duration.ofHours(2)), NOW));
        assertThat(sent).hasSize(1000);
        assertThat(sent.get(1)).contains("<searchResultPostion>1</searchResultPostion>");
    }

    @Test
    void saysWhichChannelsRecordAndOffersFootageOfThem() throws DeviceException {
        recording();
        assertThat(session().facet(Health.class).orElseThrow().health().recording())
                .isEqualTo(Map.of(FIVE, true, new ChannelId("6"), false));
        assertThat(session().facet(new ChannelId("4"), Recordings.class)).isEmpty();
    }

    /** Keeps a download. */
    private static final class Kept implements Downloads.DownloadSink {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<Optional<DeviceException>> end = new CompletableFuture<>();

        @Override
        public void piece(byte[] piece) {
            bytes.writeBytes(piece);
        }

        @Override
        public void ended(Optional<DeviceException> why) {
            end.complete(why);
        }
    }

    private Kept download(String reference) throws Exception {
        var kept = new Kept();
        five(Downloads.class)
                .download(new Recording(NOW, NOW.plusSeconds(1), reference, Optional.empty()), kept)
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        return kept;
    }

    @Test
    void downloadsAreWholeWhenAllBytesThatWereStatedCame() throws Exception {
        recording().on(HikvisionDownloads.PATH, Answer.of(200, "application/octet-stream", "IMKH12345678"));
        var reference = "rtsp://203.0.113.9/Streaming/tracks/501/?starttime=x&name=b&size=";
        var whole = download(reference + 12);
        assertThat(whole.end.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(whole.bytes.toString(UTF_8)).isEqualTo("IMKH12345678");
        assertThat(sent.get(0)).contains("<playbackURI>" + reference.replace("&", "&amp;") + "12</playbackURI>");
        assertThat(download(reference + 13).end.get(10, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void saysWhyADownloadIsRefused() throws Exception {
        recording().on(HikvisionDownloads.PATH, IsapiRecorder.refusal(403, 4, "lowPrivilege"));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> download("rtsp://203.0.113.9/x"))
                .withCauseInstanceOf(DeviceException.Refused.class);
    }

    @Test
    void setsTheClockInTheDevicesOwnDocument() throws DeviceException {
        recording();
        var clock = session().facet(Clock.class).orElseThrow();
        assertThat(clock.offset()).isEqualTo(Duration.ofMinutes(5));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> clock.set(NOW)); // it says OK and does nothing
        assertThat(sent)
                .singleElement()
                .asString()
                .endsWith("<Time><timeMode>manual</timeMode><localTime>2026-11-22T10:00:00+08:00</localTime></Time>");
        recorder.on(HikvisionClock.PATH, "<Time><localTime>2026-11-22T10:00:00</localTime></Time>");
        clock.set(NOW);
    }

    private static String trigger(String channel, String method) {
        return "<EventTrigger><id>VMD-%s</id><eventType>VMD</eventType><dynVideoInputChannelID>%s</dynVideoInputChannelID><EventTriggerNotificationList><EventTriggerNotification><notificationMethod>%s</notificationMethod></EventTriggerNotification></EventTriggerNotificationList></EventTrigger>"
                .formatted(channel, channel, method);
    }

    @Test
    void saysWhichChannelsDoNotNotifyTheCenter() throws DeviceException {
        recorder.on(
                Wiring.PATH,
                "<EventNotification><EventTriggerList>" + trigger("3", "record") + trigger("5", "email")
                        + trigger("5", "center") + trigger("34", "record") + trigger("16", "record")
                        + trigger("99", "record") + "</EventTriggerList></EventNotification>");
        var health = session().facet(Health.class).orElseThrow();
        assertThat(health.health().faults())
                .containsExactly(
                        "kênh 2, 3: chưa bật 'Thông báo cho trung tâm giám sát', sẽ không báo sự kiện / channel 2, 3: 'Notify Surveillance Center' is off, no event is reported");
        int asked = (int)
                server.asked().stream().filter(a -> a.endsWith(Wiring.PATH)).count();
        health.health();
        assertThat(server.asked().stream().filter(a -> a.endsWith(Wiring.PATH))).hasSize(asked);
        assertThat(health.health().firmware()).contains("V4.30.097 build 240401");
        assertThat(health.health().roundTrip()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"triggers_cam.xml", "triggers_ptz.xml"})
    void readsTheTriggersOfRealCameras(String file) throws Exception {
        var folder = CapturedDevice.folder("hikvision/CornerBit+HikSink");
        assumeTrue(folder.isPresent(), "no captures beside the project");
        var triggers = Files.readString(folder.get().resolve(file)).strip();
        recorder.on(Wiring.PATH, Answer.xml(triggers));
        assertThat(session().facet(Health.class).orElseThrow().health().faults())
                .isEmpty();
        recorder.on(Wiring.PATH, Answer.xml(triggers.replace(">center<", ">email<")));
        try (var fresh = new HikvisionDriver(Targets.http()).open(Targets.at(server.address(), "hub", secret))) {
            fresh.channels();
            assertThat(fresh.facet(Health.class).orElseThrow().health().faults())
                    .singleElement()
                    .asString()
                    .startsWith("kênh 1: ");
        }
    }

    @Test
    void aClockThatMakesNoSenseIsNoClock() throws DeviceException {
        recorder.on(HikvisionClock.PATH, "<Time><localTime>soon</localTime></Time>");
        var clock = session().facet(Clock.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(clock::offset);
    }

    @Test
    void a503OrRubbishForTriggersMeansNotThere() throws DeviceException {
        recorder.on(Wiring.PATH, Answer.of(200, "text/html", "<html><body>"));
        assertThat(session().facet(Health.class).orElseThrow().health().faults())
                .isEmpty();
        session.get().close();
        session = Optional.empty();
        recorder.on(Wiring.PATH, IsapiRecorder.refusal(503, 2, "deviceBusy"));
        assertThat(session().facet(Health.class).orElseThrow().health().faults())
                .isEmpty();
    }
}
