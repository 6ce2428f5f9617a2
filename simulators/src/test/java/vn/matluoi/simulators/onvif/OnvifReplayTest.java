package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.MovableClock;
import vn.matluoi.simulators.login.Digest;
import vn.matluoi.simulators.rtsp.Clip;

/** Replay by RTSP as the standard has it: {@code Require: onvif-replay}, a range of the clock, times in the packets. */
class OnvifReplayTest {

    private static final String PASSWORD = "right-" + System.nanoTime();
    private static final long NTP_EPOCH = 2_208_988_800L;

    private final MovableClock clock = new MovableClock();
    private OnvifSite site;
    private String address;
    private Socket socket;
    private DataInputStream in;
    private String challenge;
    private int sequence;

    @BeforeEach
    void start() throws Exception {
        site = new OnvifSite(0, Clip.builtIn(), clock);
        OnvifDevice device = site.add(
                OnvifSettings.recorder("o1", "Đầu ghi", "viewer", 2).withWindow(Duration.ofDays(10_000)), PASSWORD);
        address = new SoapClient(device, PASSWORD)
                .call(
                        "replay_service",
                        SoapClient.TRP,
                        "GetReplayUri",
                        "<StreamSetup/><RecordingToken>Recording_2</RecordingToken>")
                .first("Uri");
        socket = new Socket("127.0.0.1", URI.create(address).getPort());
        socket.setSoTimeout(60_000);
        in = new DataInputStream(socket.getInputStream());
        String unanswered = ask("DESCRIBE", address, "");
        challenge = header(unanswered, "WWW-Authenticate");
        assertThat(ask("DESCRIBE", address, "")).startsWith("RTSP/1.0 200");
        String set =
                ask("SETUP", address, "Require: onvif-replay\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
        session = header(set, "Session").split(";")[0];
    }

    private String session;

    @AfterEach
    void stop() throws Exception {
        socket.close();
        site.close();
    }

    private String ask(String method, String uri, String headers) throws IOException {
        String login = challenge == null
                ? ""
                : "Authorization: " + Digest.authorization(challenge, "viewer", PASSWORD, method, uri, 1, "c") + "\r\n";
        socket.getOutputStream()
                .write((method + ' ' + uri + " RTSP/1.0\r\nCSeq: " + ++sequence + "\r\n" + login + headers + "\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
            head.write(in.readByte());
        }
        String answer = head.toString(StandardCharsets.UTF_8);
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(answer);
        if (length.find()) {
            in.readNBytes(Integer.parseInt(length.group(1)));
        }
        return answer;
    }

    private String play(String range) throws IOException {
        return ask(
                "PLAY",
                address,
                "Require: onvif-replay\r\nRate-Control: no\r\nSession: " + session + "\r\nRange: " + range + "\r\n");
    }

    private static String header(String answer, String name) {
        Matcher matcher = Pattern.compile("(?m)^" + name + ":\\s*(.*?)\\r?$").matcher(answer);
        assertThat(matcher.find()).as(answer).isTrue();
        return matcher.group(1);
    }

    /** The next RTP packet; sender reports are left out. */
    private ByteBuffer packet() throws IOException {
        while (true) {
            assertThat(in.readByte()).isEqualTo((byte) '$');
            int channel = in.readUnsignedByte();
            byte[] bytes = in.readNBytes(in.readUnsignedShort());
            if (channel == 0) {
                return ByteBuffer.wrap(bytes);
            }
        }
    }

    @Test
    void eachPacketSaysWhenItWasRecordedAndTheLastThatNothingFollows() throws Exception {
        Instant from = clock.instant().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.HOURS);
        String time = from.toString().replaceAll("[-:]", "");
        String end = from.plusSeconds(1).toString().replaceAll("[-:]", "");

        String answer = play("clock=" + time + "-" + end);

        assertThat(answer).startsWith("RTSP/1.0 200");
        assertThat(header(answer, "Range")).isEqualTo("clock=" + time + "-" + end);
        List<Long> millis = new ArrayList<>();
        int flags = 0;
        while ((flags & 0x40) == 0) {
            ByteBuffer packet = packet();
            assertThat(packet.get(0) & 0x10).as("has an extension").isNotZero();
            assertThat(packet.getShort(12)).isEqualTo((short) 0xabac);
            assertThat(packet.getShort(14)).isEqualTo((short) 3);
            flags = packet.get(24);
            if (millis.isEmpty()) {
                assertThat(flags & 0x80).as("begins where decoding can").isNotZero();
            }
            long seconds = Integer.toUnsignedLong(packet.getInt(16)) - NTP_EPOCH;
            long part = Math.round(Integer.toUnsignedLong(packet.getInt(20)) / 4_294_967.296);
            millis.add(seconds * 1000 + part - from.toEpochMilli());
        }
        assertThat(millis).startsWith(0L).isSorted().endsWith(960L);
        assertThat(millis.stream().distinct()).as("a second of frames").hasSize(Clip.FRAME_RATE);
    }

    @Test
    void aTimeInAGapBeginsWhereTheFootageGoesOn() throws Exception {
        Instant gap = clock.instant().truncatedTo(ChronoUnit.DAYS).minus(6, ChronoUnit.HOURS);
        String day = gap.toString().substring(0, 10).replace("-", "");

        assertThat(header(play("clock=" + day + "T180500Z-"), "Range")).startsWith("clock=" + day + "T181000Z-");
    }

    @Test
    void refusesATimeOfWhichThereIsNoFootage() throws Exception {
        assertThat(play("clock=20990101T000000Z-")).startsWith("RTSP/1.0 457");
        assertThat(play("clock=20990230T000000Z-")).startsWith("RTSP/1.0 457");
        assertThat(play("npt=0-")).startsWith("RTSP/1.0 457");
    }
}
