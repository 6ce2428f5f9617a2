package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.testkit.CapturedDevice;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Handler;
import vn.matluoi.driver.testkit.Targets;

/** What real devices answered, replayed by the name of the operation. Facts were read from the files by eye. */
@Timeout(120)
class CapturedDevicesTest extends Opened {

    private static final Pattern OPERATION = Pattern.compile("<s:Body><(\\w+):(\\w+)");

    private static Path folder(String of) {
        var folder = CapturedDevice.folder("onvif");
        assumeTrue(folder.isPresent(), "skipped: there is no folder shared/captures/onvif beside the project");
        return folder.get().resolve(of);
    }

    /** Asks the folders in turn for an answer to the operation; the two repositories name their files otherwise. */
    private static Handler replay(Path device) {
        return request -> {
            var text = new String(request.body(), UTF_8);
            var operation = OPERATION.matcher(text);
            if (!operation.find()) {
                return Answer.of(404, "text/html", "");
            }
            var folder =
                    switch (operation.group(1)) {
                        case "tds" -> Stream.of("core", "device_management");
                        case "trt" -> Stream.of("media", "media1");
                        case "tr2" -> Stream.of("media2");
                        case "tptz" -> Stream.of("ptz");
                        case "tev", "wsnt" -> Stream.of("events");
                        default -> Stream.<String>empty();
                    };
            return folder.flatMap(f -> Stream.of(".Response.xml", "Response.xml", ".xml")
                            .map(end -> device.resolve(f).resolve(operation.group(2) + end)))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .map(CapturedDevicesTest::answer)
                    .orElseGet(() -> SoapDevice.fault(400, "ter:ActionNotSupported", "not recorded"));
        };
    }

    /** Where a real device tells its time both ways, its zone is the difference. */
    @ParameterizedTest
    @CsvSource({
        "faithoflifedev+easy_onvif/SUNBA/device_management/GetSystemDateAndTimeResponse.xml, 2024-04-05T17:16:00Z",
        "faithoflifedev+easy_onvif/IPD-H4K8M05-BS/device_management/GetSystemDateAndTimeResponse.xml, 2025-04-06T17:38:00Z",
        "faithoflifedev+easy_onvif/SUNBA.405/device_management/GetSystemDateAndTimeResponse.xml, 2025-04-27T01:27:00Z",
        "gBillal+ex_onvif/get_system_date_and_time.xml, 2024-07-09T19:49:00Z",
        "hawkeye64+onvif-nvt/trendnet/core/GetSystemDateAndTime.Response.xml, 2018-02-27T18:36:00Z",
        "hawkeye64+onvif-nvt/hikvision/core/GetSystemDateAndTime.Response.xml, 2018-02-27T18:28:00Z"
    })
    void zonesOfRealDevicesAreWhatTheirTwoTimesSay(String file, Instant minute) throws Exception {
        var session = session(SoapDevice.camera().on("GetSystemDateAndTime", answer(folder(file))));
        var clock = ((OnvifSession) session).onvif().measure();
        assertThat(clock.utc().orElseThrow().truncatedTo(ChronoUnit.MINUTES)).isEqualTo(minute);
        assertThat(clock.local()).isEqualTo(clock.utc());
    }

    private static Answer answer(Path file) {
        try {
            return new Answer(200, "application/soap+xml", Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "hawkeye64+onvif-nvt/hikvision, DS-2DF7276-AEL, DS2DF7276AEL20140613CCWR468714298B, VideoSource_1, H264 1280x720, 3",
        "hawkeye64+onvif-nvt/trendnet, TV-IP320PI, TVIP320PI20161206AAWR863642784, VideoSource_1, H264 1280x720, 2",
        "faithoflifedev+easy_onvif/IPD-H4K8M05-BS, IPD-H4K8M05-BS, 071D3E36963F, VI_CH0, H264 2592x1944, 2",
        "faithoflifedev+easy_onvif/SUNBA, Performance-Series, 210231T2H63235000045, video_source, H264 2592x1944, 3",
        "faithoflifedev+easy_onvif/happytimesoft, IPCamera, 123456, VideoSourceToken_1, H264 1280x720, 2"
    })
    void saysWhatTheRealDeviceIs(String device, String model, String serial, String channel, String main, int streams)
            throws Exception {
        var session = session(replay(folder(device)));
        var info = session.facet(Identity.class).orElseThrow().info();
        assertThat(info.model()).isEqualTo(model);
        assertThat(info.serial()).contains(serial);
        assertThat(session.channels()).extracting(c -> c.id().value()).containsExactly(channel);
        var id = session.channels().get(0).id();
        var offered = session.facet(id, Streams.class).orElseThrow().streams();
        assertThat(offered).hasSize(streams);
        var first = offered.get(0);
        assertThat("%s %dx%d".formatted(first.codec(), first.width(), first.height()))
                .isEqualTo(main);
    }

    @ParameterizedTest
    @CsvSource({
        "hawkeye64+onvif-nvt/hikvision, /Streaming/Channels/3?transportmode=unicast&profile=Profile_3",
        "hawkeye64+onvif-nvt/trendnet, /Streaming/Channels/102?transportmode=unicast&profile=Profile_2",
        "faithoflifedev+easy_onvif/IPD-H4K8M05-BS, /1/h264major"
    })
    void itsStreamIsOnTheSourcesHost(String device, String path) throws Exception {
        var session = session(replay(folder(device)));
        var id = session.channels().get(0).id();
        assertThat(session.facet(id, Streams.class)
                        .orElseThrow()
                        .address(StreamKind.MAIN)
                        .uri())
                .hasToString("rtsp://127.0.0.1:554" + path);
    }

    /** Of 300 presets a person set five. */
    @Test
    void aRealDomeHasFewPresets() throws Exception {
        var session = session(replay(folder("hawkeye64+onvif-nvt/hikvision")));
        var id = session.channels().get(0).id();
        assertThat(session.facet(id, Presets.class).orElseThrow().presets())
                .extracting(Presets.Preset::name)
                .containsExactly("preset 1", "preset 1", "preset 2", "Parking", "West");
        assertThat(session.facet(id, Ptz.class)).isPresent();
        assertThat(session.facet(id, PtzPosition.class).orElseThrow().position())
                .isPresent();
    }

    static Stream<Path> answers() throws IOException {
        var folder = CapturedDevice.folder("onvif");
        if (folder.isEmpty()) {
            return Stream.empty();
        }
        try (var files = Files.walk(folder.get())) {
            return files.filter(f -> f.toString().endsWith(".xml")).sorted().toList().stream();
        }
    }

    /** Whatever a device answers to everything, there is a value or a reason. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("answers")
    void anyAnswerToAnythingGivesAReason(Path file) throws IOException {
        Asked.everything(new FakeHttp(request -> answer(file)));
    }

    /** No independent schema judges search and replay: these three answers of real devices do. */
    @Test
    void realFootageIsFoundAndPlays() throws Exception {
        var real = folder("gBillal+ex_onvif");
        var session = session(SoapDevice.camera()
                .on("FindRecordings", answer(real.resolve("find_recordings.xml")))
                .on("GetRecordingSearchResults", answer(real.resolve("get_recording_search_results.xml")))
                .on("FindEvents", answer(real.resolve("find_events.xml")))
                .on("GetReplayUri", answer(real.resolve("get_replay_uri.xml"))));
        session.channels();
        var recordings = session.facet(ONE, Recordings.class).orElseThrow();
        var to = Instant.parse("2025-03-15T18:00:00Z");
        var found = recordings.search(to.minus(Duration.ofDays(1)), to);
        assertThat(found)
                .containsExactly(new Recordings.Recording(
                        to.minus(Duration.ofDays(1)),
                        Instant.parse("2025-03-15T16:28:00Z"),
                        "OnvifRecordingToken_1",
                        Optional.empty()));
        assertThat(recordings.playback(found.get(0)).uri())
                .hasToString(
                        "rtsp://127.0.0.1:554/onvif-media/record/play.amp?onvifreplayid=SD_DISK_20200422_132655_67086B52"
                                + "&onvifreplayext=1&streamtype=unicast&session_timeout=30");
    }

    /** A Hikvision camera that tells its state first: motion is not going on. */
    @Test
    void realPulledStateIsTold() throws Exception {
        var events = pulled(Files.readString(folder("gBillal+ex_onvif").resolve("pull_messages.xml")));
        assertThat(events.get(0).topic()).isEqualTo("tns1:VideoSource/MotionAlarm");
        assertThat(events).allSatisfy(event -> assertThat(event.deviceTime()).isPresent());
        assertThat(events.get(0).phase()).isEqualTo(Phase.INACTIVE);
        assertThat(events.get(1).type()).isEqualTo(Type.MOTION);
    }

    /** A camera that gives one subscription and is pulled at another, and names no end of it. */
    @Test
    void realPulledMotionIsTold() throws Exception {
        var file = folder("wjbeckett+ubiquiti-protect-onvif-event-listener").resolve("bench_onvif.jsonl");
        var response = Pattern.compile("\"response\":\"((?:[^\"\\\\]++|\\\\.)*+)\"")
                .matcher(Files.readAllLines(file).get(1));
        assertThat(response.find()).isTrue();
        var events = pulled(response.group(1).replace("\\\"", "\"").replace("\\n", " "));
        assertThat(events).isNotEmpty().allSatisfy(event -> {
            assertThat(event.type()).isEqualTo(Type.MOTION);
            assertThat(event.channel()).contains(ONE);
            assertThat(event.phase()).isNotEqualTo(Phase.PULSE);
        });
    }

    private static List<CameraEvent> pulled(String answer) throws Exception {
        var device = SoapDevice.camera()
                .on("CreatePullPointSubscription", "<tds:SubscriptionReference/>")
                .on("PullMessages", Answer.of(200, "application/soap+xml", answer));
        var http = new FakeHttp(device);
        var taken = new Taken();
        var target = Targets.at(URI.create("http://192.0.2.1"), "", "");
        try (var session = new OnvifDriver(http, () -> Instant.EPOCH).open(target)) {
            session.facet(Events.class).orElseThrow().subscribe(taken);
            http.answer(2);
        }
        return taken.events;
    }
}
