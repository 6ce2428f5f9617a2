package vn.matluoi.simulators.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.simulators.MovableClock;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.fault.Fault.Kind;
import vn.matluoi.simulators.fault.Fault.Where;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.rtsp.Clip;

class FaultTest {

    private static final String PASSWORD = "pass-" + System.nanoTime();
    private static final String INFO = "/ISAPI/System/deviceInfo";

    private HikvisionRecorder recorder;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        recorder = new HikvisionRecorder(
                RecorderSettings.of("r1", "A", "admin"), PASSWORD, Clip.builtIn(), new MovableClock());
        client = new Client(recorder, PASSWORD);
        client.get(INFO);
    }

    @AfterEach
    void stop() throws Exception {
        recorder.close();
    }

    @Test
    void silentReadsAndNeverAnswers() {
        wrong(Kind.SILENT);
        client.patience = Duration.ofSeconds(2);
        assertThatThrownBy(() -> client.get(INFO)).isInstanceOf(HttpTimeoutException.class);
        assertThat(recorder.requests()).containsEntry("GET " + INFO, 3L);
    }

    @Test
    void slowSendsOneByteASecond() throws Exception {
        wrong(Kind.SLOW);
        try (Socket socket = new Socket("127.0.0.1", recorder.httpPort())) {
            var asked = System.nanoTime();
            socket.getOutputStream()
                    .write(("GET " + INFO + " HTTP/1.1\r\nHost: a\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(60_000);
            assertThat(socket.getInputStream().readNBytes(3)).asString().isEqualTo("HTT");
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThan(Duration.ofMillis(1900));
        }
    }

    @Test
    void cutEndsInTheMiddleOfTheBody() {
        wrong(Kind.CUT);
        assertThatThrownBy(() -> client.get(INFO))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(HttpTimeoutException.class);
    }

    @Test
    void resetBreaksTheConnection() {
        wrong(Kind.RESET);
        assertThatThrownBy(() -> client.get(INFO)).isInstanceOf(IOException.class);
    }

    @Test
    void garbageIsCalledXmlAndIsNot() throws Exception {
        wrong(Kind.GARBAGE);
        var answer = client.get(INFO);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/xml");
        assertThat(new String(answer.body(), StandardCharsets.ISO_8859_1)).doesNotContain("</DeviceInfo>");
    }

    @Test
    void clockGoesWrongByAsMuchAsWished() throws Exception {
        String time = "/ISAPI/System/time";
        assertThat(client.text(time)).contains("<localTime>2026-03-02T08:02:03+07:00</localTime>", "CST-7:00:00");

        recorder.setFault(new Fault(Kind.CLOCK, Where.BOTH, "", -90, 0));
        assertThat(client.text(time)).contains("<localTime>2026-03-02T08:00:33+07:00</localTime>");

        recorder.setFault(new Fault(Kind.CLOCK, Where.BOTH, "", 0, 1970));
        assertThat(client.text(time)).contains("<localTime>1970-03-02T08:02:03+07:00</localTime>");
    }

    @Test
    void refuseIsNotAWrongPassword() throws Exception {
        wrong(Kind.REFUSE);
        assertThat(client.get(INFO).statusCode()).isEqualTo(403);
        assertThat(client.text(INFO)).contains("<subStatusCode>lowPrivilege</subStatusCode>");
        assertThat(recorder.logins()).containsEntry("admin", new LoginCount(3, 0, 0));
    }

    @Test
    void busySaysSo() throws Exception {
        wrong(Kind.BUSY);
        assertThat(client.get(INFO).statusCode()).isEqualTo(503);
    }

    @Test
    void redirectPointsToAnotherHost() throws Exception {
        wrong(Kind.REDIRECT);
        var answer = client.get(INFO);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).doesNotContain("127.0.0.1");
    }

    @Test
    void anotherBoxAnswersWithTheSameAccount() throws Exception {
        wrong(Kind.OTHER_BOX);
        assertThat(client.text(INFO)).contains("000000042WCVU").doesNotContain(recorder.serial());
    }

    @Test
    void newFirmwareRefusesTheOldPicturePathOnly() throws Exception {
        wrong(Kind.BAD_PICTURE);
        assertThat(client.text("/ISAPI/Streaming/channels/101/picture")).contains("badXmlContent");
        assertThat(client.get("/ISAPI/ContentMgmt/StreamingProxy/channels/101/picture")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aFaultCanBeBoundToOnePathAndToOneProtocol() throws Exception {
        recorder.setFault(new Fault(Kind.GARBAGE, Where.HTTP, "/ISAPI/ContentMgmt", 0, 0));
        assertThat(client.text(INFO)).contains("</DeviceInfo>");
        assertThat(client.text("/ISAPI/ContentMgmt/Storage")).doesNotContain("</storage>");

        recorder.setFault(new Fault(Kind.GARBAGE, Where.RTSP, "", 0, 0));
        assertThat(client.text("/ISAPI/ContentMgmt/Storage")).contains("</storage>");
    }

    @Test
    void lockedCanBeOrderedAndLifted() throws Exception {
        recorder.lock(Duration.ofSeconds(210));
        assertThat(client.text(INFO)).contains("<lockStatus>lock</lockStatus>", "<unlockTime>210</unlockTime>");
        recorder.lock(Duration.ZERO);
        assertThat(client.get(INFO).statusCode()).isEqualTo(200);
    }

    @Test
    void endlessSendsMoreThanAnyoneShouldTake() throws Exception {
        recorder.setFault(new Fault(Kind.ENDLESS, Where.HTTP, "", 0, 0));
        String authorization = client.authorization(INFO, 2);
        try (Socket socket = new Socket("127.0.0.1", recorder.httpPort())) {
            socket.getOutputStream()
                    .write(("GET " + INFO + " HTTP/1.1\r\nHost: a\r\nAuthorization: " + authorization + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().skip(16L << 20)).isEqualTo(16L << 20);
        }
    }

    @Test
    void httpsShowsACertificateTheRecorderMadeItself() throws Exception {
        SeenCertificate seen = new SeenCertificate();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {seen}, null);
        try (HikvisionRecorder secure = new HikvisionRecorder(
                RecorderSettings.of("r2", "A", "admin").withTls(true), PASSWORD, Clip.builtIn())) {
            Client tls = new Client(secure, PASSWORD, HttpClient.newBuilder().sslContext(context));
            assertThat(secure.address()).startsWith("https://");
            assertThat(tls.get(INFO).statusCode()).isEqualTo(200);
        }
        assertThat(seen.certificate.getIssuerX500Principal()).isEqualTo(seen.certificate.getSubjectX500Principal());
    }

    private void wrong(Kind kind) {
        recorder.setFault(new Fault(kind, Where.BOTH, "", 0, 0));
    }

    private static final class SeenCertificate extends X509ExtendedTrustManager {
        private volatile X509Certificate certificate;

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            certificate = chain[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            certificate = chain[0];
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            certificate = chain[0];
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            throw new AssertionError("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            throw new AssertionError("this is a client");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new AssertionError("this is a client");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
