package vn.matluoi.soap.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.namespace.QName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.api.intake.Intake;

class AgencyTest {

    static final String CAMERAS =
            """
            <SubmitCameras xmlns="urn:matluoi:agency:v1">
              <Source>bv-tay-ninh</Source><Profile>hospital</Profile><Delivery>2026-11-29/1</Delivery>
              <Complete>true</Complete><DryRun>%s</DryRun><Area>25459</Area><Sector>health</Sector>
              <Camera><Value name="Mã camera">BV-1</Value><Value name="Tên camera">Cổng chính &amp; bãi xe</Value></Camera>
              <Camera><Value name="Mã camera">BV-2</Value><Value name="Tên camera"/></Camera>
            </SubmitCameras>""";
    static final String EVENTS =
            """
            <ReportEvents xmlns="urn:matluoi:agency:v1">
              <Source>bv-tay-ninh</Source>
              <Event><Camera>BV-1</Camera><Type>motion</Type><Phase>active</Phase>
                <At>2026-11-22T11:59:00+07:00</At><Topic>CĐ-01</Topic><Payload>{"vung": 3}</Payload></Event>
              <Event><Type>other</Type></Event>
            </ReportEvents>""";
    private static final String STATUS =
            """
            <ReportStatus xmlns="urn:matluoi:agency:v1">
              <Source>bv-tay-ninh</Source>
              <Status><Camera>BV-1</Camera><Working>false</Working><Reason>mất điện</Reason></Status>
              <Status><Camera>BV-2</Camera><Working>1</Working></Status>
            </ReportStatus>""";
    private static final String PING = "<Ping xmlns=\"urn:matluoi:agency:v1\"/>";

    private RunningSoap soap;
    private Contract contract;

    @BeforeEach
    void start() throws Exception {
        soap = new RunningSoap();
        contract = new Contract();
    }

    @AfterEach
    void stop() {
        soap.close();
    }

    @Test
    void bothFormsOfSoapAreAnsweredInTheirOwn() throws Exception {
        var old = soap.oneOne(PING);
        assertThat(old.status()).isEqualTo(200);
        assertThat(old.type()).startsWith("text/xml");
        assertThat(old.text()).contains("http://schemas.xmlsoap.org/soap/envelope/", "PingResponse", ">admin<");
        contract.checkAnswer(old.text());

        var recent = soap.oneTwo(PING);
        assertThat(recent.status()).isEqualTo(200);
        assertThat(recent.type()).startsWith("application/soap+xml");
        assertThat(recent.text()).contains("http://www.w3.org/2003/05/soap-envelope", "PingResponse");
    }

    @Test
    void camerasAreHandedInAsNamedValues() throws Exception {
        contract.check(CAMERAS.formatted("false"));
        var answer = soap.oneOne(CAMERAS.formatted("false"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        contract.checkAnswer(answer.text());
        assertThat(answer.text()).contains("created=\"1\"", "rejected=\"1\"", "thiếu tên \uFFFD&lt;&amp;");
        assertThat(soap.hub.asked).containsExactly(Action.IMPORT_SUBMIT);
        assertThat(soap.hub.cameras)
                .containsExactly(
                        Map.of("Mã camera", "BV-1", "Tên camera", "Cổng chính & bãi xe"),
                        Map.of("Mã camera", "BV-2", "Tên camera", ""));
        assertThat(soap.hub.orders).singleElement().satisfies(order -> {
            assertThat(order.source().value()).isEqualTo("bv-tay-ninh");
            assertThat(order.profile()).isEqualTo("hospital");
            assertThat(order.mode()).isEqualTo(Intake.Mode.COMMIT);
            assertThat(order.complete()).isTrue();
            assertThat(order.delivery()).contains("soap:admin:2026-11-29/1");
            assertThat(order.defaultArea().orElseThrow().value()).isEqualTo("25459");
            assertThat(order.defaultSector()).contains("health");
            assertThat(order.by()).isEqualTo("admin");
        });
    }

    @Test
    void aDryRunIsOne() throws Exception {
        var answer = soap.oneTwo(CAMERAS.formatted("true"));
        contract.checkAnswer(answer.text());
        assertThat(soap.hub.orders).singleElement().satisfies(order -> assertThat(order.mode())
                .isEqualTo(Intake.Mode.DRY_RUN));
    }

    @Test
    void aReportIsThereToBeReadAgain() throws Exception {
        var answer = soap.oneOne("<GetReport xmlns=\"urn:matluoi:agency:v1\"><Import>7</Import></GetReport>");
        assertThat(answer.status()).isEqualTo(200);
        contract.checkAnswer(answer.text());
        assertThat(soap.hub.asked).containsExactly(Action.IMPORT_READ);

        var none = soap.oneOne("<GetReport xmlns=\"urn:matluoi:agency:v1\"><Import>8</Import></GetReport>");
        assertThat(none.status()).isEqualTo(500);
        assertThat(none.text()).contains("import.unknown");
    }

    @Test
    void eventsAreAnsweredOnceTheyAreKept() throws Exception {
        contract.check(EVENTS);
        var answer = soap.oneOne(EVENTS);

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        contract.checkAnswer(answer.text());
        assertThat(answer.text()).contains(">2<", ">0<");
        assertThat(soap.hub.events).hasSize(2).first().satisfies(event -> {
            assertThat(event.channel()).contains(new ChannelId("BV-1"));
            assertThat(event.type()).isEqualTo(Type.MOTION);
            assertThat(event.phase()).isEqualTo(Phase.ACTIVE);
            assertThat(event.deviceTime()).contains(Instant.parse("2026-11-22T04:59:00Z"));
            assertThat(event.hubTime()).isEqualTo(FakeHub.NOON);
            assertThat(event.topic()).isEqualTo("CĐ-01");
            assertThat(event.payload()).isEqualTo("{\"vung\": 3}");
        });
        assertThat(soap.hub.events.get(1).channel()).isEqualTo(Optional.empty());
    }

    @Test
    void aMessageThatComesAgainIsKeptOnce() throws Exception {
        var named = EVENTS.replace("</Source>", "</Source><Delivery>lan 1</Delivery>");
        contract.check(named);
        var first = soap.oneOne(named);
        contract.checkAnswer(first.text());
        assertThat(first.text()).contains("Kept>2<", "Repeated>false<");
        var again = soap.oneOne(named);
        contract.checkAnswer(again.text());
        assertThat(again.text()).contains("Kept>0<", "Repeated>true<");
        assertThat(soap.hub.events).hasSize(2);
        assertThat(soap.hub.deliveries).containsExactly("soap:admin:lan 1");
        assertThat(soap.oneOne(EVENTS).text()).doesNotContain("Repeated");
    }

    @Test
    void whatTheJournalDoesNotTakeIsNotSaidToBeKept() {
        soap.hub.full = FakeHub.refusal(HubException.Reason.UNAVAILABLE, "events.full");
        var answer = soap.oneOne(EVENTS);
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("Server", "events.full");
    }

    @Test
    void whatThePersonalDataRuleKeepsOutIsCounted() throws Exception {
        soap.hub.personal = true;
        var answer = soap.oneOne(EVENTS);
        contract.checkAnswer(answer.text());
        assertThat(answer.text()).contains("NotKept>2<");
    }

    @Test
    void oneWrongEventKeepsAllOut() {
        var answer = soap.oneOne(EVENTS.replace("<Type>other</Type>", "<Type>other</Type><Phase>half</Phase>"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("event.phase", "ReportEvents/Event[2]/Phase", "inactive");
        assertThat(soap.hub.events).isEmpty();
    }

    @Test
    void anAgencysOwnWordIsKeptAsTheTopicOfAnotherEvent() {
        soap.oneOne(EVENTS.replace("<Type>other</Type>", "<Type>báo cháy</Type>"));
        assertThat(soap.hub.events.get(1).type()).isEqualTo(Type.OTHER);
        assertThat(soap.hub.events.get(1).topic()).isEqualTo("báo cháy");
    }

    @Test
    void eventsOfASourceThatIsNotThereAreRefused() {
        var answer = soap.oneOne(EVENTS.replace("bv-tay-ninh", "bv-khac"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("source.unknown", "ReportEvents/Source", "bv-khac");
        assertThat(soap.hub.events).isEmpty();
    }

    @Test
    void statusIsToldAsTheLossOfThePicture() throws Exception {
        contract.check(STATUS);
        var answer = soap.oneTwo(STATUS);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        contract.checkAnswer(answer.text());
        assertThat(soap.hub.events).extracting(event -> event.phase()).containsExactly(Phase.ACTIVE, Phase.INACTIVE);
        assertThat(soap.hub.events).extracting(event -> event.type()).containsOnly(Type.VIDEO_LOST);
    }

    private static String reported(String operation, String time) {
        return (operation.equals("ReportEvents") ? EVENTS : STATUS)
                .replaceAll("\\s*<At>[^<]*</At>", "")
                .replaceFirst("</Type>|</Working>", "$0<At>" + time + "</At>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReportEvents", "ReportStatus"})
    void aClockIn1970OrIn2100IsTheAgencysOwnAndTheHubsStandsBesideIt(String operation) {
        for (var time : List.of("1970-01-01T00:00:07Z", "1970-01-01T00:00:07+07:00", "2100-12-31T23:59:59+07:00")) {
            soap.hub.events.clear();
            var answer = soap.oneOne(reported(operation, time));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(soap.hub.events).hasSize(2).first().satisfies(event -> {
                assertThat(event.deviceTime())
                        .contains(OffsetDateTime.parse(time).toInstant());
                assertThat(event.hubTime()).isEqualTo(FakeHub.NOON);
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"ReportEvents, ReportEvents/Event[1]/At", "ReportStatus, ReportStatus/Status[1]/At"})
    void aTimeThatNoClockSaysIsRefusedAndNothingOfItsMessageKept(String operation, String place) {
        for (var time : List.of(
                "0001-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "9999-12-31T23:59:59.9999999+07:00",
                "+999999999-01-01T00:00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-11-29T07:00:00",
                "1795910400")) {
            var answer = soap.oneOne(reported(operation, time));
            assertThat(answer.status()).as(time).isEqualTo(500);
            assertThat(answer.text())
                    .contains("Client", "soap.time", place, "Phải là thời điểm có múi giờ", "must be a moment");
        }
        assertThat(soap.hub.events).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ReportEvents", "ReportStatus"})
    void aCodeWhoseLettersCameInPartsIsTheCatalogues(String operation) {
        var message = operation.equals("ReportEvents") ? EVENTS : STATUS;
        var code = "Cổng-1";
        var answer = soap.oneOne(message.replace("BV-1", Normalizer.normalize(code, Normalizer.Form.NFD)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(soap.hub.events.get(0).channel()).contains(new ChannelId(code));
    }

    @ParameterizedTest
    @CsvSource({"ReportEvents, ReportEvents/Event[1]/Camera", "ReportStatus, ReportStatus/Status[1]/Camera"})
    void aCodeThatIsTooLongAsTheCatalogueHasItIsRefused(String operation, String place) {
        var message = operation.equals("ReportEvents") ? EVENTS : STATUS;
        var grows = "C".repeat(63) + "\u0958"; // one letter, which NFC writes as two
        var answer = soap.oneOne(message.replace("BV-1", grows));
        assertThat(answer.status()).as(answer.text()).isEqualTo(500);
        assertThat(answer.text()).contains("Client", "soap.length", place, "It is longer than 64 characters");
        assertThat(soap.hub.events).isEmpty();
    }

    @Test
    void aRouteThatDemandsSignaturesTakesSignedMessagesAlone() throws Exception {
        soap.hub.demandsSignature = true;
        for (var message : List.of(CAMERAS.formatted("false"), EVENTS, STATUS)) {
            var unsigned = soap.withKey(message);
            assertThat(unsigned.text()).contains("webhook.unsigned", "Client");
            contract.checkAnswer(unsigned.text());
        }
        assertThat(soap.withKey("<Nonsense xmlns=\"urn:matluoi:agency:v1\"/>").status())
                .isEqualTo(500);
        assertThat(soap.hub.letters).as("what is not signed is not kept").isEmpty();
        assertThat(soap.hub.orders).isEmpty();
        assertThat(soap.hub.events).isEmpty();
        var signed = soap.signed(CAMERAS.formatted("false"), "msg_1", FakeHub.NOON, RunningSoap.KEY);
        assertThat(signed.status()).as(signed.text()).isEqualTo(200);
        assertThat(soap.hub.orders).hasSize(1);
        assertThat(soap.signed(EVENTS, "msg_2", FakeHub.NOON, RunningSoap.KEY).status())
                .isEqualTo(200);
        assertThat(soap.hub.deliveries)
                .as("a signed message that comes again is known by its id")
                .containsExactly("soap:key:1:webhook:msg_2");
    }

    @Test
    void aMessageThatIsSignedWronglyOrLongAgoIsRefusedBeforeAnybodyLooksIntoIt() throws Exception {
        for (var answer : List.of(
                soap.signed(EVENTS, "msg_3", FakeHub.NOON, "mlk_other"),
                soap.signed(EVENTS, "msg_3", FakeHub.NOON.minusSeconds(301), RunningSoap.KEY),
                soap.signed(EVENTS, "msg_3", FakeHub.NOON.plusSeconds(301), RunningSoap.KEY),
                soap.signed("<Nonsense/>", " ", FakeHub.NOON, RunningSoap.KEY),
                soap.oneOneSignedByAPassword(EVENTS))) {
            assertThat(answer.status()).as(answer.text()).isEqualTo(401);
            assertThat(answer.text()).contains("webhook.");
            contract.checkAnswer(answer.text());
        }
        assertThat(soap.hub.passed).isEmpty();
        assertThat(soap.hub.letters).isEmpty();
        assertThat(soap.hub.events).isEmpty();
    }

    @Test
    void aRefusalSaysItsRuleInBothLanguagesAndValidates() throws Exception {
        for (var answer : new RunningSoap.Answer[] {
            soap.oneOne(CAMERAS.formatted("perhaps")), soap.oneTwo(CAMERAS.formatted("perhaps"))
        }) {
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).contains("soap.boolean", "Phải là true hoặc false.", "It must be true or false.");
            contract.checkAnswer(answer.text());
        }
        assertThat(soap.hub.cameras).isEmpty();
    }

    @Test
    void aFaultHasTheFormOfItsVersion() throws Exception {
        var old = Contract.parse(soap.oneOne(CAMERAS.formatted("x")).text().getBytes("UTF-8"));
        assertThat(old.getElementsByTagName("faultcode").item(0).getTextContent())
                .endsWith(":Client");
        assertThat(old.getElementsByTagName("detail").item(0).getFirstChild().getLocalName())
                .isEqualTo("Refusal");

        var recent = Contract.parse(soap.oneTwo(CAMERAS.formatted("x")).text().getBytes("UTF-8"));
        var space = Version.ONE_TWO.namespace();
        assertThat(recent.getElementsByTagNameNS(space, "Value").item(0).getTextContent())
                .endsWith(":Sender");
        assertThat(recent.getElementsByTagNameNS(space, "Detail")
                        .item(0)
                        .getFirstChild()
                        .getLocalName())
                .isEqualTo("Refusal");
    }

    @Test
    void whatTheHubRefusesIsToldAsItIs() {
        soap.hub.away = FakeHub.refusal(HubException.Reason.NOT_FOUND, "source.unknown");
        assertThat(soap.oneOne(CAMERAS.formatted("false")).text()).contains("Client", "source.unknown", "từ chối");

        soap.hub.away = FakeHub.refusal(HubException.Reason.UNAVAILABLE, "database.unavailable");
        assertThat(soap.oneOne(CAMERAS.formatted("false")).text()).contains("Server", "database.unavailable");
    }

    @Test
    void whatNobodyForesawIsNotTold() {
        soap.hub.away = new IllegalStateException("password=hunter2");
        var answer = soap.oneOne(CAMERAS.formatted("false"));
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.text()).contains("internal").doesNotContain("hunter2", "IllegalState");
    }

    @Test
    void whoHasAKeyOfASourcePassesItsRouteAndSpeaksForNoOther() {
        assertThat(soap.withKey(CAMERAS.formatted("false")).status()).isEqualTo(200);
        assertThat(soap.withKey(EVENTS).status()).isEqualTo(200);
        assertThat(soap.withKey(STATUS).status()).isEqualTo(200);
        assertThat(soap.hub.passed).containsExactly("bv-tay-ninh", "bv-tay-ninh", "bv-tay-ninh");
        assertThat(soap.hub.asked).containsExactly(Action.IMPORT_SUBMIT, Action.EVENTS_SUBMIT, Action.EVENTS_SUBMIT);
        soap.hub.events.clear();
        soap.hub.cameras.clear();

        for (var message : List.of(CAMERAS.formatted("false"), EVENTS, STATUS)) {
            assertThat(soap.withKey(message.replace("bv-tay-ninh", "bv")).text())
                    .contains("access.role");
        }
        assertThat(soap.withKey("<GetReport xmlns=\"urn:matluoi:agency:v1\"><Import>7</Import></GetReport>")
                        .text())
                .contains("access.role");
        soap.hub.closed = true;
        assertThat(soap.withKey(EVENTS).text()).contains("route.stopped", "Server");
        assertThat(soap.hub.events).isEmpty();
        assertThat(soap.hub.cameras).isEmpty();
    }

    @Test
    void withAKeyOfASourceCamerasAreReadAsItsRouteSays() throws Exception {
        var bare = CAMERAS.formatted("false")
                .replace("<Profile>hospital</Profile>", "")
                .replaceAll("<(Complete|Area|Sector)>[^<]*</(Complete|Area|Sector)>", "");
        contract.check(bare);
        var answer = soap.withKey(bare);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text()).contains("for an agency");
        assertThat(soap.hub.orders).singleElement().satisfies(order -> {
            assertThat(order.profile()).isEqualTo("hospital");
            assertThat(order.complete()).isTrue();
            assertThat(order.defaultArea().orElseThrow().value()).isEqualTo("25459");
            assertThat(order.defaultUnit()).isEmpty();
            assertThat(order.defaultSector()).contains("health");
        });
        assertThat(soap.oneOne(bare).text()).contains("soap.missing", "SubmitCameras/Profile");
    }

    @Test
    void withAKeyOfASourceNothingElseThanItsRouteSaysIsTaken() {
        var message = CAMERAS.formatted("false");
        assertThat(soap.withKey(message.replace(">hospital<", ">generic<")).text())
                .contains("route.says-otherwise", "SubmitCameras/Profile");
        assertThat(soap.withKey(message.replace(">25459<", ">25460<")).text())
                .contains("route.says-otherwise", "SubmitCameras/Area");
        assertThat(soap.withKey(message.replace(">health<", ">security<")).text())
                .contains("route.says-otherwise", "SubmitCameras/Sector");
        soap.hub.complete = false;
        assertThat(soap.withKey(message).text()).contains("route.says-otherwise", "SubmitCameras/Complete");
        assertThat(soap.hub.orders).isEmpty();
    }

    @Test
    void theContractAndTheOperationsAreTheSame() {
        var operations = contract.wsdl().getElementsByTagNameNS("http://schemas.xmlsoap.org/wsdl/", "portType");
        var names =
                ((Element) operations.item(0)).getElementsByTagNameNS("http://schemas.xmlsoap.org/wsdl/", "operation");
        assertThat(IntStream.range(0, names.getLength()).mapToObj(n -> ((Element) names.item(n)).getAttribute("name")))
                .containsExactlyInAnyOrderElementsOf(soap.operations.names());
        assertThat(new QName(contract.wsdl().getDocumentElement().getAttribute("targetNamespace"), "x"))
                .isEqualTo(new QName(Xml.NAMESPACE, "x"));
    }

    @Test
    void theContractIsServedWithTheAddressItWasAskedAt() {
        var answer = soap.send(soap.request("/soap/agency?wsdl")
                .header("Authorization", RunningSoap.authorization("lan", FakeHub.PASSWORD)));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.type()).startsWith("text/xml");
        assertThat(answer.text())
                .contains("location=\"https://127.0.0.1:" + soap.port() + "/soap/agency\"")
                .doesNotContain("hub.example.vn");
    }
}
