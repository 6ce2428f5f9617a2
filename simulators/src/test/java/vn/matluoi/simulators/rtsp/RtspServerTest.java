package vn.matluoi.simulators.rtsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.simulators.MovableClock;
import vn.matluoi.simulators.Sink;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.fault.Fault.Kind;
import vn.matluoi.simulators.fault.Fault.Where;
import vn.matluoi.simulators.login.Digest.Algorithm;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.login.LoginGate;

class RtspServerTest {

    private static final String PASSWORD = "pass" + System.nanoTime();
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Set<Integer> offline = ConcurrentHashMap.newKeySet();
    private final LoginGate gate =
            new LoginGate("recorder", List.of(Algorithm.MD5), "admin", PASSWORD, new MovableClock());
    private volatile Fault fault = Fault.NONE;
    private RtspServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RtspServer(
                new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                Clip.builtIn(),
                n -> n < 1 || n > 16
                        ? Cameras.Availability.ABSENT
                        : offline.contains(n) ? Cameras.Availability.OFFLINE : Cameras.Availability.ONLINE,
                gate,
                () -> fault);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void playsWithoutLossAndWithSenderReports() throws Exception {
        try (RtspViewer viewer = open("admin", PASSWORD, "101")) {
            await().atMost(PATIENCE).until(() -> viewer.report().frames() >= 30);
            ViewerReport seen = viewer.report();
            assertThat(seen.lost()).isZero();
            assertThat(seen.sequenceGaps()).isZero();
            assertThat(seen.reports()).isPositive();
            assertThat(seen.maxGapMillis()).isBetween(10.0, 1000.0);
            assertThat(seen.p50Millis()).isBetween(0.0, 1000.0);
            assertThat(seen.ended()).isEmpty();
            assertThat(server.state().playing()).isEqualTo(1);
        }
        await().atMost(PATIENCE).until(() -> server.state().connections() == 0);
    }

    @Test
    void theFirstChannelHasAThirdStream() throws Exception {
        assertThat(Sink.watch(uri("admin", PASSWORD, "103"), Duration.ofMillis(600), PATIENCE)
                        .frames())
                .isPositive();
    }

    @Test
    void sinkReportsWhatItSaw() throws Exception {
        ViewerReport seen = Sink.watch(uri("admin", PASSWORD, "102"), Duration.ofMillis(600), PATIENCE);
        assertThat(seen.frames()).isGreaterThan(3);
    }

    @Test
    void aPoolCountsTheFramesOfAllItsViewers() throws Exception {
        try (ViewerPool pool = new ViewerPool()) {
            for (int channel = 1; channel <= 8; channel++) {
                pool.open(uri("admin", PASSWORD, channel + "01"), PATIENCE);
            }
            await().atMost(PATIENCE).until(() -> pool.report().fewest() >= 10);
            pool.restart();
            assertThat(pool.report().frames()).isLessThan(80);
            await().atMost(PATIENCE).until(() -> pool.report().fewest() >= 30);
            ViewerPool.Report seen = pool.report();
            assertThat(seen.viewers()).isEqualTo(8);
            assertThat(seen.lost()).isZero();
            assertThat(seen.sequenceGaps()).isZero();
            assertThat(seen.bytes()).isGreaterThan(8 * 30 * 1000);
            assertThat(seen.p95Millis()).isBetween(seen.p50Millis(), seen.maxMillis());
            assertThat(seen.ended()).isEmpty();
        }
        await().atMost(PATIENCE).until(() -> server.state().connections() == 0);
    }

    @Test
    void aPoolSeesFramesThatWereNeverSentAndViewersThatWereDropped() throws Exception {
        try (ViewerPool pool = new ViewerPool()) {
            pool.open(uri("admin", PASSWORD, "101"), PATIENCE);
            await().atMost(PATIENCE).until(() -> pool.report().frames() > 0);
            fault = new Fault(Kind.STALL, Where.RTSP, "", 0, 0);
            await().atMost(PATIENCE).until(() -> server.state().framesSkipped() > 0);
            fault = Fault.NONE;
            await().atMost(PATIENCE).until(() -> pool.report().lost() > 0);
            fault = new Fault(Kind.CUT, Where.RTSP, "", 0, 0);
            await().atMost(PATIENCE).until(() -> pool.report().ended().size() == 1);
            assertThat(pool.report().viewers()).isZero();
        }
    }

    @Test
    void askedOnceForAWrongPasswordItCountsOnce() {
        assertThatThrownBy(() -> open("admin", "wrong", "101"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("401")
                .hasMessageNotContaining("wrong");
        assertThat(gate.counts()).containsEntry("admin", new LoginCount(0, 1, 0));
        assertThat(server.state().requests()).containsEntry("DESCRIBE", 2L);
    }

    @Test
    void sharesTheLockOutWithHttp() {
        gate.lock(Duration.ofMinutes(30));
        assertThatThrownBy(() -> open("admin", PASSWORD, "101")).hasMessageContaining("401");
        assertThat(gate.counts()).containsEntry("admin", new LoginCount(0, 0, 1));
    }

    @Test
    void saysWhichChannelsItCannotShow() {
        offline.add(5);
        assertThatThrownBy(() -> open("admin", PASSWORD, "501")).hasMessageContaining("503");
        assertThatThrownBy(() -> open("admin", PASSWORD, "1701")).hasMessageContaining("404");
        assertThatThrownBy(() -> open("admin", PASSWORD, "203")).hasMessageContaining("404");
    }

    @Test
    void refusesUdp() throws Exception {
        LoginGate open = gate;
        String[] lines = exchange(
                "SETUP rtsp://a/Streaming/Channels/101/trackID=1 RTSP/1.0\r\nCSeq: 7\r\n%s"
                        + "Transport: RTP/AVP;unicast;client_port=5000-5001\r\n\r\n",
                open);
        assertThat(lines[0]).isEqualTo("RTSP/1.0 461 Unsupported Transport");
        assertThat(lines[1]).isEqualTo("CSeq: 7");
    }

    @Test
    void describesThePictureTheWayTheFamilyDoes() throws Exception {
        String[] lines = exchange(
                "DESCRIBE rtsp://a/Streaming/Channels/101?transportmode=unicast RTSP/1.0\r\nCSeq: 1\r\n%s\r\n", gate);
        assertThat(lines)
                .contains(
                        "RTSP/1.0 200 OK",
                        "Content-Type: application/sdp",
                        "m=video 0 RTP/AVP 96",
                        "a=rtpmap:96 H264/90000",
                        "a=x-dimensions:640,360",
                        "a=control:rtsp://a/Streaming/Channels/101/trackID=1");
        assertThat(String.join("\n", lines)).contains("sprop-parameter-sets=");
    }

    @Test
    void theTimeSinceTheLastFrameIsAGap() throws Exception {
        try (RtspViewer viewer = open("admin", PASSWORD, "101")) {
            await().atMost(PATIENCE).until(() -> viewer.report().frames() >= 5);
            fault = new Fault(Kind.STALL, Where.RTSP, "", 0, 0);
            long skipped = server.state().framesSkipped();
            await().atMost(PATIENCE).until(() -> server.state().framesSkipped() >= skipped + 10);
            long frames = viewer.report().frames();
            await().atMost(PATIENCE).until(() -> viewer.report().maxGapMillis() > 1500);
            assertThat(viewer.report().frames()).isEqualTo(frames);
        }
    }

    @Test
    void withoutAnyFrameTheGapBeginsAtTheOpening() throws Exception {
        fault = new Fault(Kind.STALL, Where.RTSP, "", 0, 0);
        try (RtspViewer viewer = open("admin", PASSWORD, "101")) {
            await().atMost(PATIENCE).until(() -> viewer.report().maxGapMillis() > 300);
            assertThat(viewer.report().frames()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n\r\n", "no request at all\r\n\r\n", "$"})
    void whatOneViewerSendsTroublesNoOther(String text) throws Exception {
        try (RtspViewer viewer = open("admin", PASSWORD, "101");
                Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            await().atMost(PATIENCE).until(() -> server.state().connections() >= 1);
            long frames = viewer.report().frames();
            await().atMost(PATIENCE).until(() -> viewer.report().frames() >= frames + 10);
        }
    }

    @Test
    void blankLinesBeforeARequestAreSkipped() throws Exception {
        String[] lines = exchange("OPTIONS rtsp://a/ RTSP/1.0\r\nCSeq: 3\r\n%s\r\n", "\r\n\r\n", gate);
        assertThat(lines).contains("RTSP/1.0 200 OK", "CSeq: 3");
    }

    @Test
    void stallLosesFramesAndKeepsTheConnection() throws Exception {
        try (RtspViewer viewer = open("admin", PASSWORD, "101")) {
            await().atMost(PATIENCE).until(() -> viewer.report().frames() >= 5);
            fault = new Fault(Kind.STALL, Where.RTSP, "", 0, 0);
            long skipped = server.state().framesSkipped();
            await().atMost(PATIENCE).until(() -> server.state().framesSkipped() >= skipped + 10);
            fault = Fault.NONE;
            await().atMost(PATIENCE).until(() -> viewer.report().lost() >= 10);
            assertThat(viewer.report().maxGapMillis()).isGreaterThan(300);
            assertThat(viewer.report().ended()).isEmpty();
        }
    }

    @Test
    void cutEndsInTheMiddleOfAFrame() throws Exception {
        try (RtspViewer viewer = open("admin", PASSWORD, "101")) {
            await().atMost(PATIENCE).until(() -> viewer.report().frames() >= 2);
            fault = new Fault(Kind.CUT, Where.BOTH, "", 0, 0);
            await().atMost(PATIENCE).until(() -> !viewer.report().ended().isEmpty());
        }
    }

    @Test
    void silentNeverAnswers() {
        fault = new Fault(Kind.SILENT, Where.BOTH, "", 0, 0);
        assertThatThrownBy(() -> RtspViewer.open(uri("admin", PASSWORD, "101"), Duration.ofMillis(300)))
                .isInstanceOf(java.net.SocketTimeoutException.class);
    }

    @Test
    void garbageIsNoAnswer() {
        fault = new Fault(Kind.GARBAGE, Where.BOTH, "", 0, 0);
        assertThatThrownBy(() -> RtspViewer.open(uri("admin", PASSWORD, "101"), Duration.ofMillis(500)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void needsNoThreadPerViewer() throws Exception {
        List<RtspViewer> viewers = new ArrayList<>();
        try {
            for (int i = 1; i <= 16; i++) {
                viewers.add(open("admin", PASSWORD, i + "01"));
            }
            await().atMost(PATIENCE).until(() -> server.state().playing() == 16);
            long servers = Thread.getAllStackTraces().keySet().stream()
                    .filter(t -> t.getName().startsWith("rtsp-" + server.port()))
                    .count();
            assertThat(servers).isEqualTo(1);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(viewers)
                    .allSatisfy(v -> assertThat(v.report().frames()).isGreaterThan(10)));
            assertThat(viewers).allSatisfy(v -> assertThat(v.report().lost()).isZero());
        } finally {
            for (RtspViewer viewer : viewers) {
                viewer.close();
            }
        }
    }

    private RtspViewer open(String user, String password, String stream) throws IOException {
        return RtspViewer.open(uri(user, password, stream), PATIENCE);
    }

    private URI uri(String user, String password, String stream) {
        return URI.create(
                "rtsp://" + user + ':' + password + "@127.0.0.1:" + server.port() + "/Streaming/Channels/" + stream);
    }

    /** Sends one request with good credentials and gives the answer's lines. */
    private String[] exchange(String request, LoginGate known) throws IOException {
        return exchange(request, "", known);
    }

    private String[] exchange(String request, String before, LoginGate known) throws IOException {
        String challenge = known.challenges(false, false).get(0);
        String[] first = request.split(" ");
        String authorization = "Authorization: "
                + vn.matluoi.simulators.login.Digest.authorization(
                        challenge, "admin", PASSWORD, first[0], first[1], 1, "c")
                + "\r\n";
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write((before + request.formatted(authorization)).getBytes(StandardCharsets.UTF_8));
            StringBuilder answer = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (answer.indexOf("\r\n\r\n") < 0) {
                answer.append((char) in.read());
            }
            String length = answer.toString().replaceAll("(?s).*Content-Length: (\\d+).*", "$1");
            if (length.matches("\\d+")) {
                answer.append(new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8));
            }
            return answer.toString().split("\r\n");
        }
    }
}
