package vn.matluoi.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileMessageTest {

    private static final String PING = "<Ping xmlns=\"urn:matluoi:agency:v1\"/>";
    private static final String ENVELOPE =
            "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>%s</s:Body></s:Envelope>";

    private RunningSoap soap;

    @BeforeEach
    void start() {
        soap = new RunningSoap();
    }

    @AfterEach
    void stop() {
        assertThat(soap.hub.cameras).isEmpty();
        assertThat(soap.hub.events).isEmpty();
        soap.close();
    }

    private RunningSoap.Answer post(String envelope) {
        return soap.post(envelope, RunningSoap.TEXT_XML);
    }

    @Test
    void nobodyIsAnsweredWithoutLogIn() {
        for (var request : new HttpRequest.Builder[] {
            soap.request("/soap/agency?wsdl"),
            soap.request("/soap/agency").POST(BodyPublishers.ofString(ENVELOPE.formatted(PING))),
            soap.request("/soap/agency")
                    .header("Authorization", "Digest x")
                    .POST(BodyPublishers.ofString(ENVELOPE.formatted(PING)))
        }) {
            var answer = soap.send(request);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.response()
                            .headers()
                            .firstValue("WWW-Authenticate")
                            .orElseThrow())
                    .startsWith("Basic");
            assertThat(answer.text()).contains("session.", "Fault");
        }
    }

    @Test
    void aWrongPasswordIsCheckedOnceAndTheMessageNotRead() throws Exception {
        var answer = soap.send(soap.request("/soap/agency")
                .header("Content-Type", RunningSoap.TEXT_XML)
                .header("Authorization", RunningSoap.authorization("admin", "wrong"))
                .POST(BodyPublishers.ofString("<not even XML")));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text()).contains("session.credentials");
        assertThat(soap.hub.passwordChecks).isEqualTo(1);
    }

    @Test
    void anApiKeyIsTaken() {
        assertThat(soap.send(soap.request("/soap/agency")
                                .header("Content-Type", RunningSoap.TEXT_XML)
                                .header("Authorization", "Bearer mlk_good")
                                .POST(BodyPublishers.ofString(ENVELOPE.formatted(PING))))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoMayNotHandInIsRefusedByTheDecisionPoint() {
        var answer = soap.send(soap.request("/soap/agency")
                .header("Content-Type", RunningSoap.TEXT_XML)
                .header("Authorization", RunningSoap.authorization("lan", FakeHub.PASSWORD))
                .POST(BodyPublishers.ofString(ENVELOPE.formatted(
                        "<SubmitCameras xmlns=\"urn:matluoi:agency:v1\"><Source>bv</Source></SubmitCameras>"))));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("access.role", "Client");
    }

    @Test
    void entitiesAreNotExpanded() {
        var bomb = new StringBuilder("<!DOCTYPE s:Envelope [<!ENTITY a0 \"ha\">");
        for (var n = 1; n < 30; n++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">".formatted(n, n - 1, n - 1));
        }
        bomb.append("]>").append(ENVELOPE.formatted("<Ping xmlns=\"urn:matluoi:agency:v1\">&a29;</Ping>"));
        refused(post(bomb.toString()), "soap.envelope");
    }

    @Test
    void nothingIsFetchedForAnEntity() throws IOException {
        try (var canary = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            canary.setSoTimeout(200);
            var place = "http://127.0.0.1:" + canary.getLocalPort() + "/x";
            refused(post("<!DOCTYPE s:Envelope SYSTEM \"" + place + "\">" + ENVELOPE.formatted(PING)), "soap.envelope");
            refused(
                    post("<!DOCTYPE s:Envelope [<!ENTITY x SYSTEM \"" + place + "\"><!ENTITY % p SYSTEM \"" + place
                            + "\"> %p;]>" + ENVELOPE.formatted("<Ping xmlns=\"urn:matluoi:agency:v1\">&x;</Ping>")),
                    "soap.envelope");
            refused(
                    post(ENVELOPE.formatted("<Ping xmlns=\"urn:matluoi:agency:v1\">"
                            + "<xop:Include xmlns:xop=\"http://www.w3.org/2004/08/xop/include\" href=\"" + place
                            + "\"/></Ping>")),
                    "soap.namespace");
            refused(
                    post("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\""
                            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x "
                            + place + "\"><s:Body><Ping xmlns=\"urn:x\"/></s:Body></s:Envelope>"),
                    "soap.namespace");
            assertThat(canary).satisfies(HostileMessageTest::isQuiet);
        }
    }

    private static void isQuiet(ServerSocket canary) throws IOException {
        try (var caller = canary.accept()) {
            throw new AssertionError("somebody called: " + caller);
        } catch (SocketTimeoutException quiet) {
            // as it must be
        }
    }

    @Test
    void attachmentsAreNotTaken() {
        var answer = soap.post(
                "--x\r\nContent-Type: application/xop+xml\r\n\r\n" + ENVELOPE.formatted(PING) + "\r\n--x--",
                "multipart/related; boundary=x; type=\"application/xop+xml\"");
        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.text()).contains("http.content-type", "MTOM");
    }

    @Test
    void compressedMessagesAreNotTaken() {
        assertThat(soap.post("x", RunningSoap.TEXT_XML, "Content-Encoding", "gzip")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void aDeepMessageIsRefused() {
        refused(
                post(ENVELOPE.formatted("<Ping xmlns=\"urn:matluoi:agency:v1\">" + "<a>".repeat(20_000)
                        + "</a>".repeat(20_000) + "</Ping>")),
                "soap.envelope");
        refused(
                post("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
                        + "<a>".repeat(20_000) + "</a>".repeat(20_000) + "</s:Header><s:Body>" + PING
                        + "</s:Body></s:Envelope>"),
                "soap.envelope");
    }

    @Test
    void aMessageOfCountlessElementsIsRefused() {
        refused(
                post(ENVELOPE.formatted("<Ping xmlns=\"urn:matluoi:agency:v1\">" + "<a/>".repeat(200_000) + "</Ping>")),
                "soap.envelope");
    }

    @Test
    void anElementOfCountlessAttributesIsRefused() {
        var attributes = new StringBuilder();
        for (var n = 0; n < 5_000; n++) {
            attributes.append(" a").append(n).append("=\"\"");
        }
        refused(post(ENVELOPE.formatted("<Ping xmlns=\"urn:matluoi:agency:v1\"" + attributes + "/>")), "soap.envelope");
    }

    @Test
    void aBodyThatIsAnnouncedTooLargeIsNotWaitedFor() throws IOException {
        try (var socket = soap.begun("Content-Length: 1073741824")) {
            socket.getOutputStream().write('<'); // Jetty asks nobody before the first byte
            assertThat(firstLine(socket)).contains(" 413 ");
        }
    }

    @Test
    void aBodyThatGrowsWithoutAnEndIsRefusedWhereItExceedsItsLimit() throws IOException {
        try (var socket = soap.begun("Transfer-Encoding: chunked")) {
            var chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            for (var n = 0; n < 32; n++) { // twice what a message may have
                socket.getOutputStream().write(chunk);
            }
            assertThat(firstLine(socket)).as("answered before it ends").contains(" 413 ");
        }
    }

    @Test
    void aBodyThatTricklesInIsGivenUp() throws IOException {
        try (var socket = soap.begun("Content-Length: 1000000")) {
            while (socket.getInputStream().available() == 0) {
                soap.nanos.addAndGet(AgencyServlet.LONGEST.toNanos());
                socket.getOutputStream().write(' ');
            }
            assertThat(firstLine(socket)).contains(" 400 ");
        }
    }

    @Test
    void aBodyThatBreaksOffIsRefused() throws IOException {
        try (var socket = soap.begun("Content-Length: 1000")) {
            socket.getOutputStream().write(ENVELOPE.substring(0, 50).getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            assertThat(firstLine(socket)).contains(" 400 ");
        }
    }

    private static String firstLine(Socket socket) throws IOException {
        var line = new StringBuilder();
        for (var c = socket.getInputStream().read();
                c > 0 && c != '\r';
                c = socket.getInputStream().read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?_wadl",
                "?_wadl&_type=xml",
                "?wsdl&x=1",
                "?xsd=../../etc/passwd",
                "?wsdl=http://127.0.0.1/x",
                "?singleWsdl",
                "?js",
                "",
                "/",
                "/services",
                "?stylesheet=1"
            })
    void nothingButTheContractIsServed(String more) {
        var answer = soap.send(soap.request("/soap/agency" + more)
                .header("Authorization", RunningSoap.authorization("admin", FakeHub.PASSWORD)));
        assertThat(answer.status()).isIn(404, 405);
        assertThat(answer.text()).doesNotContain("definitions", "application xmlns", "CXF");
    }

    @Test
    void aServiceListIsNotServed() {
        for (var place : new String[] {"/soap", "/soap/", "/soap/services", "/soap/agency/.."}) {
            assertThat(soap.send(soap.request(place)
                                    .header("Authorization", RunningSoap.authorization("admin", FakeHub.PASSWORD)))
                            .status())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>bảo trì</body></html>",
                "{\"json\": true}",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\">",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>",
                "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>",
                "<s:Envelope xmlns:s=\"urn:other\"><s:Body><Ping xmlns=\"urn:matluoi:agency:v1\"/></s:Body></s:Envelope>",
                "<?x y?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><?x y?><Ping xmlns=\"urn:matluoi:agency:v1\"/></s:Body></s:Envelope>"
            })
    void whatIsNoMessageIsRefusedInBothLanguages(String body) {
        var answer = post(body);
        assertThat(answer.status()).isIn(400, 500);
        assertThat(answer.text())
                .contains("Fault", "Refusal", "soap.")
                .doesNotContain("Exception", "org.apache", "com.ctc");
    }

    @Test
    void twoMessagesInOneBodyAreRefused() {
        refused(post(ENVELOPE.formatted(PING + PING)), "soap.body");
    }

    @Test
    void aMessageTheContractDoesNotHaveIsRefused() {
        refused(post(ENVELOPE.formatted("<Pong xmlns=\"urn:matluoi:agency:v1\"/>")), "soap.operation");
        refused(post(ENVELOPE.formatted("<Ping xmlns=\"urn:other\"/>")), "soap.namespace");
        refused(post(ENVELOPE.formatted("<Ping xmlns=\"urn:matluoi:agency:v1\">hello</Ping>")), "soap.text");
        refused(post(ENVELOPE.formatted("<Ping xmlns=\"urn:matluoi:agency:v1\"><X/></Ping>")), "soap.element");
    }

    @Test
    void anActionThatSaysSomethingElseIsRefused() {
        refused(
                soap.post(
                        ENVELOPE.formatted(PING),
                        RunningSoap.TEXT_XML,
                        "SOAPAction",
                        "\"urn:matluoi:agency:v1:SubmitCameras\""),
                "soap.action");
        assertThat(soap.post(
                                ENVELOPE.formatted(PING),
                                RunningSoap.TEXT_XML,
                                "SOAPAction",
                                "\"urn:matluoi:agency:v1:Ping\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aHeaderThatMustBeUnderstoodAndIsNotEndsIt() {
        var answer = post("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
                + "<w:Security xmlns:w=\"urn:wsse\" s:mustUnderstand=\"1\"/></s:Header><s:Body>" + PING
                + "</s:Body></s:Envelope>");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("MustUnderstand");
    }

    private static void refused(RunningSoap.Answer answer, String rule) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(500);
        assertThat(answer.text()).contains("Fault", "Refusal", ">" + rule + "<");
    }
}
