package vn.matluoi.simulators.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.simulators.MovableClock;
import vn.matluoi.simulators.rtsp.Clip;

@Timeout(60)
class AlarmsTest {

    private static final String PASSWORD = "pass-" + System.nanoTime();
    private static final String STREAM = "/ISAPI/Event/notification/alertStream";
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MovableClock clock = new MovableClock();
    private HikvisionRecorder recorder;
    private Client client;
    private InputStream stream;

    @BeforeEach
    void start() throws Exception {
        start(RecorderSettings.of("r1", "A", "admin"));
    }

    private void start(RecorderSettings settings) throws Exception {
        if (recorder != null) {
            recorder.close();
        }
        recorder = new HikvisionRecorder(settings, PASSWORD, Clip.builtIn(), clock);
        client = new Client(recorder, PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        recorder.close();
    }

    @Test
    void beatsAtOnceAndEveryTenSeconds() throws Exception {
        stream = client.stream(STREAM);
        String beat = part();
        assertThat(beat)
                .startsWith("--boundary\r\nContent-Type: application/xml; charset=\"UTF-8\"\r\nContent-Length: ")
                .contains("<eventType>videoloss</eventType>", "<eventState>inactive</eventState>")
                .contains("<activePostCount>0</activePostCount>", "<dynChannelID>1</dynChannelID>")
                .doesNotContain("<channelID>", "<?xml");
        pass(Duration.ofSeconds(10));
        assertThat(part()).contains("<eventType>videoloss</eventType>");
    }

    @Test
    void repeatsAnAlarmEachSecondAndTellsItsEnd() throws Exception {
        stream = client.stream(STREAM);
        part();
        recorder.raise(5, "VMD", "human", "", Duration.ofMillis(1500));
        assertThat(part())
                .contains("<dynChannelID>5</dynChannelID>", "<activePostCount>1</activePostCount>", ">active<")
                .contains("<targetType>human</targetType>", "<dateTime>2026-03-02T08:02:03+07:00</dateTime>");
        pass(SECOND);
        assertThat(part()).contains("<activePostCount>2</activePostCount>", ">active<");
        pass(SECOND);
        assertThat(part()).contains("<activePostCount>2</activePostCount>", ">inactive<");
    }

    @Test
    void plateIsToldOnce() throws Exception {
        stream = client.stream(STREAM);
        part();
        recorder.raise(1, "ANPR", "", "70A12345", SECOND);
        assertThat(part()).contains("<licensePlate>70A12345</licensePlate>");
        pass(Duration.ofSeconds(10));
        assertThat(part()).contains("<activePostCount>0</activePostCount>");
    }

    @Test
    void aChannelThatIsNotWiredTellsNothing() throws Exception {
        recorder.setWired(5, false);
        assertThat(client.text("/ISAPI/Event/triggers"))
                .contains("<id>VMD-5</id>", "<eventType>illaccess</eventType>")
                .contains("<notificationMethod>center</notificationMethod>");
        assertThat(client.get("/ISAPI/Event/triggers/VMD-99").statusCode()).isEqualTo(503);
        stream = client.stream(STREAM);
        part();
        recorder.raise(5, "VMD", "", "", SECOND);
        recorder.raise(6, "VMD", "", "", SECOND);
        assertThat(part()).contains("<dynChannelID>6</dynChannelID>");
    }

    @Test
    void aNewStreamEndsTheOneBefore() throws Exception {
        InputStream first = client.stream(STREAM);
        stream = client.stream(STREAM);
        part();
        first.readAllBytes();
        assertThat(recorder.alarmStreams()).isEqualTo(1);
        stream.close();
        Awaitility.await().until(() -> {
            pass(Duration.ofSeconds(10));
            return recorder.alarmStreams() == 0;
        });
    }

    @Test
    void doubledBoundary() throws Exception {
        assertThat(odd(Quirk.DOUBLED_BOUNDARY)).startsWith("--boundary\r\n--boundary\r\nContent-Type");
    }

    @Test
    void boundaryLfCrLf() throws Exception {
        assertThat(odd(Quirk.BOUNDARY_LF_CR_LF)).startsWith("--boundary\n\r\nContent-Type");
    }

    @Test
    void wrongPartLength() throws Exception {
        assertThat(odd(Quirk.WRONG_PART_LENGTH)).contains("Content-Length: 7\r\n");
    }

    @Test
    void jpegBetweenParts() throws Exception {
        odd(Quirk.JPEG_BETWEEN_PARTS);
        pass(Duration.ofSeconds(10));
        assertThat(part()).contains("Content-Type: image/jpeg\r\n");
    }

    @Test
    void noHeartbeat() throws Exception {
        recorder.setQuirk(Quirk.NO_HEARTBEAT, true);
        recorder.raise(5, "VMD", "", "", SECOND);
        stream = client.stream(STREAM);
        assertThat(part()).contains("<eventType>VMD</eventType>");
    }

    @Test
    void neverInactive() throws Exception {
        odd(Quirk.NEVER_INACTIVE);
        recorder.raise(5, "VMD", "", "", SECOND);
        assertThat(part()).contains(">active<");
        pass(Duration.ofSeconds(10));
        assertThat(part()).contains("<eventType>videoloss</eventType>");
    }

    @Test
    void endlessVideoLoss() throws Exception {
        recorder.setQuirk(Quirk.NO_HEARTBEAT, true);
        recorder.setQuirk(Quirk.ENDLESS_VIDEO_LOSS, true);
        stream = client.stream(STREAM);
        assertThat(part()).contains("<dynChannelID>5</dynChannelID>", "<activePostCount>1</activePostCount>");
        assertThat(part()).contains("<dynChannelID>10</dynChannelID>", ">active<");
        pass(SECOND);
        assertThat(part()).contains("<dynChannelID>5</dynChannelID>", "<activePostCount>2</activePostCount>");
    }

    @Test
    void stringChannelId() throws Exception {
        start(RecorderSettings.of("r2", "A", "admin").withChannels(8, 1, 0, 4));
        recorder.setQuirk(Quirk.STRING_CHANNEL_ID, true);
        assertThat(client.text("/ISAPI/System/Video/inputs/channels")).contains("<id>I-1</id>");
        stream = client.stream(STREAM);
        part();
        recorder.raise(2, "VMD", "", "", SECOND);
        assertThat(part()).contains("<channelID>I-2</channelID>");
    }

    @Test
    void lockedUserCheck() throws Exception {
        recorder.setQuirk(Quirk.LOCKED_USER_CHECK, true);
        assertThat(new String(client.bare(STREAM).body(), StandardCharsets.UTF_8))
                .contains("<lockStatus>lock</lockStatus>", "<unlockTime>1800</unlockTime>");
        recorder.setQuirk(Quirk.LOCKED_USER_CHECK, false);
        assertThat(client.get("/ISAPI/System/time").statusCode()).isEqualTo(200);
    }

    @Test
    void pictureBadXmlContent() throws Exception {
        recorder.setQuirk(Quirk.PICTURE_BAD_XML_CONTENT, true);
        assertThat(client.text("/ISAPI/Streaming/channels/101/picture")).contains("badXmlContent");
        assertThat(client.get("/ISAPI/ContentMgmt/StreamingProxy/channels/101/picture")
                        .statusCode())
                .isEqualTo(200);
    }

    private void pass(Duration time) {
        clock.pass(time);
        recorder.clockMoved();
    }

    /** The heartbeat of a recorder that is odd in this way. */
    private String odd(Quirk quirk) throws Exception {
        recorder.setQuirk(quirk, true);
        stream = client.stream(STREAM);
        return part();
    }

    /** All up to the end of the next alarm. */
    private String part() throws IOException {
        StringBuilder read = new StringBuilder();
        while (read.indexOf("</EventNotificationAlert>") < 0) {
            int next = stream.read();
            assertThat(next).as("the stream ended after %s", read).isNotNegative();
            read.append((char) next);
        }
        return read.toString().stripLeading();
    }
}
