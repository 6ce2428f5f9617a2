package vn.matluoi.simulators.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.MovableClock;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.rtsp.Clip;
import vn.matluoi.simulators.rtsp.RtspViewer;

class DeedsTest {

    private static final String PASSWORD = "pass-" + System.nanoTime();
    private static final String PTZ = "/ISAPI/PTZCtrl/channels/1/";
    private static final String SEARCH = "/ISAPI/ContentMgmt/search";

    private final MovableClock clock = new MovableClock(); // 08:02:03 in Tây Ninh
    private HikvisionRecorder recorder;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        recorder = new HikvisionRecorder(RecorderSettings.of("r1", "A", "admin"), PASSWORD, Clip.builtIn(), clock);
        client = new Client(recorder, PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        recorder.close();
    }

    @Test
    void turnsUntilItIsStopped() throws Exception {
        put(PTZ + "continuous", "<PTZData><pan>50</pan><tilt>-20</tilt><zoom>10</zoom></PTZData>");
        assertThat(recorder.look(1).orElseThrow().moving()).isTrue();
        clock.pass(Duration.ofSeconds(2));
        put(PTZ + "continuous", "<PTZData><pan>0</pan><tilt>0</tilt><zoom>0</zoom></PTZData>");
        clock.pass(Duration.ofSeconds(2));
        assertThat(client.text(PTZ + "status"))
                .contains("<azimuth>600</azimuth>", "<elevation>340</elevation>", "<absoluteZoom>30</absoluteZoom>");
        assertThat(recorder.look(1).orElseThrow().moving()).isFalse();
    }

    @Test
    void keepsPlacesAndWalksItsPatrol() throws Exception {
        put(
                PTZ + "absolute",
                "<PTZData><AbsoluteHigh><elevation>300</elevation><azimuth>1234</azimuth><absoluteZoom>99</absoluteZoom></AbsoluteHigh></PTZData>");
        put(PTZ + "presets/7", "<PTZPreset><id>7</id><presetName>Chợ &amp; bến</presetName></PTZPreset>");
        put(PTZ + "presets/1/goto", "");
        assertThat(client.text(PTZ + "status")).contains("<azimuth>900</azimuth>");
        put(PTZ + "presets/7/goto", "");
        assertThat(client.text(PTZ + "status")).contains("<azimuth>1234</azimuth>", "<elevation>300</elevation>");
        assertThat(client.text(PTZ + "presets")).contains("Chợ &amp; bến", "Remote reboot");
        assertThat(client.send("DELETE", PTZ + "presets/7", "").statusCode()).isEqualTo(200);
        assertThat(client.text(PTZ + "presets")).doesNotContain("Chợ");
        put(PTZ + "patrols/1/start", "");
        assertThat(recorder.look(1).orElseThrow().patrol()).isEqualTo(1);
        put(PTZ + "patrols/1/stop", "");
        assertThat(recorder.look(1).orElseThrow().patrol()).isZero();
    }

    @Test
    void onlySomeCamerasTurn() throws Exception {
        assertThat(client.text(PTZ + "capabilities")).contains("<ContinuousPanTiltSpace>");
        assertThat(client.get("/ISAPI/PTZCtrl/channels/2/capabilities").statusCode())
                .isEqualTo(403);
        assertThat(client.get("/ISAPI/ContentMgmt/PTZCtrlProxy/channels/1/capabilities")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void findsRecordingsPageByPage() throws Exception {
        String first = search(UUID.randomUUID().toString(), "2026-03-02T00:00:00Z", "2026-03-02T04:00:00Z", 0);
        assertThat(first)
                .contains("<responseStatusStrg>MORE</responseStatusStrg>", "<numOfMatches>40</numOfMatches>")
                .contains("<startTime>2026-03-02T00:00:00Z</startTime>");
        String second = search(UUID.randomUUID().toString(), "2026-03-02T00:00:00Z", "2026-03-02T04:00:00Z", 40);
        assertThat(second)
                .contains("<responseStatusStrg>OK</responseStatusStrg>", "<numOfMatches>8</numOfMatches>")
                .contains("<endTime>2026-03-02T04:00:00Z</endTime>");
        assertThat(search(UUID.randomUUID().toString(), "2026-03-03T00:00:00Z", "2026-03-03T04:00:00Z", 0))
                .contains("NO MATCHES");
        assertThat(search("12", "2026-03-02T00:00:00Z", "2026-03-02T04:00:00Z", 0))
                .contains("badXmlContent");
    }

    @Test
    void handsRecordingsOutAsAProgramStreamOfTheStatedSize() throws Exception {
        String found = search(UUID.randomUUID().toString(), "2026-03-02T00:00:00Z", "2026-03-02T00:05:00Z", 0);
        Matcher address =
                Pattern.compile("<playbackURI>(.*size=(\\d+))</playbackURI>").matcher(found);
        assertThat(address.find()).isTrue();
        HttpResponse<byte[]> file = client.send(
                "POST",
                "/ISAPI/ContentMgmt/download",
                "<downloadRequest><playbackURI>" + address.group(1) + "</playbackURI></downloadRequest>");
        assertThat(file.body()).hasSize(Integer.parseInt(address.group(2)));
        assertThat(new String(file.body(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("IMKH");
        assertThat(file.body()).containsSequence(0, 0, 1, 0xba, 0x44);
    }

    @Test
    void playsRecordingsAndStopsAtTheirEnd() throws Exception {
        URI footage = URI.create("rtsp://admin:" + PASSWORD + "@127.0.0.1:" + recorder.rtspPort()
                + "/Streaming/tracks/101?starttime=20260302T000000Z&endtime=20260302T000001Z");
        try (RtspViewer viewer = RtspViewer.open(footage, Duration.ofSeconds(10))) {
            Awaitility.await().until(() -> recorder.rtsp().framesSent() >= 25);
            Awaitility.await().until(() -> recorder.rtsp().playing() == 0);
            assertThat(recorder.rtsp().framesSent()).isEqualTo(25);
            Awaitility.await().until(() -> viewer.report().frames() == 25);
        }
    }

    @Test
    void itsClockIsSetAndItsTimeServerLeft() throws Exception {
        recorder.setFault(new Fault(Fault.Kind.CLOCK, Fault.Where.BOTH, "", -3600, 0));
        String time = client.text("/ISAPI/System/time");
        assertThat(time).contains("<timeMode>NTP</timeMode>", "2026-03-02T07:02:03+07:00");
        assertThat(client.text("/ISAPI/System/time/ntpServers")).contains("<hostName>time.windows.com</hostName>");
        put("/ISAPI/System/time", time.replace("NTP", "manual").replace("T07:02:03", "T08:02:10"));
        clock.pass(Duration.ofSeconds(3));
        assertThat(client.text("/ISAPI/System/time"))
                .contains("<timeMode>manual</timeMode>", "2026-03-02T08:02:13+07:00");
        assertThat(client.send("PUT", "/ISAPI/System/time", "<Time/>").statusCode())
                .isEqualTo(400);
    }

    @Test
    void itsPasswordIsChangedByTheAccountItself() throws Exception {
        String user = client.text("/ISAPI/Security/users/1");
        String fresh = "mới-" + System.nanoTime();
        put("/ISAPI/Security/users/1", user.replace("</userName>", "</userName><password>" + fresh + "</password>"));
        client.forgetChallenge();
        assertThat(client.get("/ISAPI/System/time").statusCode()).isEqualTo(401);
        assertThat(new Client(recorder, fresh).get("/ISAPI/System/time").statusCode())
                .isEqualTo(200);
    }

    @Test
    void saysWhatItRecords() throws Exception {
        assertThat(client.text("/ISAPI/ContentMgmt/record/tracks"))
                .contains("<id>1601</id>", "<Enable>false</Enable>", "<enableSchedule>true</enableSchedule>");
    }

    private String search(String id, String from, String to, int position) throws Exception {
        return new String(
                client.send(
                                "POST",
                                SEARCH,
                                "<CMSearchDescription><searchID>" + id
                                        + "</searchID><trackIDList><trackID>101</trackID></trackIDList><timeSpanList><timeSpan><startTime>"
                                        + from + "</startTime><endTime>" + to
                                        + "</endTime></timeSpan></timeSpanList><maxResults>40</maxResults><searchResultPostion>"
                                        + position + "</searchResultPostion></CMSearchDescription>")
                        .body(),
                StandardCharsets.UTF_8);
    }

    private void put(String path, String body) throws Exception {
        assertThat(client.send("PUT", path, body).statusCode()).as(path).isEqualTo(200);
    }
}
