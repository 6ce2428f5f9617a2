package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceFacet.Events.Subscription;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** What happens on a device, pulled; time is the test's. */
class PullPointTest {

    private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");

    private final SoapDevice device = SoapDevice.camera();
    private FakeHttp http = new FakeHttp(device);
    private final Taken taken = new Taken();
    private final List<Answer> pulls = new ArrayList<>();
    private DeviceSession session;

    private Subscription subscribe(String created) throws DeviceException {
        device.on("CreatePullPointSubscription", created);
        device.on("SetSynchronizationPoint", "");
        device.on("Unsubscribe", "");
        device.on("PullMessages", request -> pulls.isEmpty() ? pulled("") : pulls.remove(0));
        var target = Targets.at(URI.create("http://192.0.2.1"), "", "");
        session = new OnvifDriver(http, () -> NOW).open(target);
        return session.facet(Events.class).orElseThrow().subscribe(taken);
    }

    private Subscription subscribe() throws DeviceException {
        return subscribe(created("http://198.51.100.9/onvif/Events/PullSubManager_5", 60));
    }

    /** Its clock is in 1970. */
    private static String created(String address, int seconds) {
        return """
                <tev:SubscriptionReference xmlns:tev="x"><wsa:Address>%s</wsa:Address></tev:SubscriptionReference>
                <wsnt:CurrentTime>1970-01-01T00:00:00Z</wsnt:CurrentTime>
                <wsnt:TerminationTime>%s</wsnt:TerminationTime>"""
                .formatted(address, Instant.ofEpochSecond(seconds));
    }

    private static Answer pulled(String notices) {
        return SoapDevice.found("PullMessages", notices);
    }

    static String notice(String topic, String operation, String source, String data) {
        return """
                <wsnt:NotificationMessage><wsnt:Topic Dialect="x">%s</wsnt:Topic><wsnt:Message>
                <tt:Message UtcTime="2026-11-22T10:00:00+07:00"%s><tt:Source>%s</tt:Source><tt:Data>%s</tt:Data></tt:Message>
                </wsnt:Message></wsnt:NotificationMessage>"""
                .formatted(topic, operation.isEmpty() ? "" : " PropertyOperation=\"" + operation + "\"", source, data);
    }

    static String item(String name, String value) {
        return "<tt:SimpleItem Name=\"%s\" Value=\"%s\"/>".formatted(name, value);
    }

    private CameraEvent only(String notice) throws DeviceException {
        pulls.add(pulled(notice));
        subscribe();
        http.answer(2);
        assertThat(taken.events).hasSize(1);
        return taken.events.get(0);
    }

    @Test
    void asksForThePresentStateFirstAndThenPullsOneAtATime() throws DeviceException {
        subscribe();
        assertThat(http.onTheirWay()).hasSize(1);
        http.answer(2);
        assertThat(device.operations())
                .endsWith("CreatePullPointSubscription", "SetSynchronizationPoint", "PullMessages");
        assertThat(device.asked("CreatePullPointSubscription").get(0).text())
                .contains("<tev:InitialTerminationTime>PT600S</tev:InitialTerminationTime>");
        var pull = device.asked("PullMessages").get(0);
        assertThat(pull.path()).isEqualTo("/onvif/Events/PullSubManager_5");
        assertThat(pull.text())
                .contains("<wsa:To>http://198.51.100.9/onvif/Events/PullSubManager_5</wsa:To>")
                .contains(
                        "<wsa:Action>http://www.onvif.org/ver10/events/wsdl/PullPointSubscription/PullMessagesRequest<")
                .contains("<wsa:MessageID>urn:uuid:")
                .contains("<tev:Timeout>PT30S</tev:Timeout><tev:MessageLimit>100</tev:MessageLimit>");
        assertThat(http.onTheirWay()).as("a device that did not wait rests").isEmpty();
        http.pass(Duration.ofSeconds(1));
        assertThat(http.onTheirWay()).singleElement().satisfies(held -> assertThat(held.patience())
                .isEqualTo(PullPoint.WAIT));
    }

    @Test
    void motionBeginsAndEnds() throws DeviceException {
        var topic = "tns1:RuleEngine/CellMotionDetector/Motion";
        var source = item("VideoSourceConfigurationToken", "cfg-VideoSource_1");
        pulls.add(pulled(notice(topic, "Changed", source, item("IsMotion", "true"))
                + notice(topic, "Changed", source, item("IsMotion", "false"))));
        subscribe();
        http.answer(2);
        assertThat(taken.events).extracting(CameraEvent::phase).containsExactly(Phase.ACTIVE, Phase.INACTIVE);
        assertThat(taken.events).allSatisfy(event -> {
            assertThat(event.type()).isEqualTo(Type.MOTION);
            assertThat(event.channel()).contains(Opened.ONE);
            assertThat(event.deviceTime()).contains(NOW);
            assertThat(event.hubTime()).isEqualTo(NOW);
            assertThat(event.topic()).isEqualTo(topic);
            assertThat(event.payload()).startsWith("<Message").contains("IsMotion");
        });
        assertThat(taken.lapses).containsOnly(Optional.empty());
    }

    @Test
    void aStateWhoseEndNobodyPromisedLapses() throws DeviceException {
        only(notice("tns1:VideoSource/MotionAlarm", "", item("Source", "VideoSource_1"), item("State", "1")));
        assertThat(taken.lapses).containsExactly(Optional.of(Duration.ofSeconds(30)));
    }

    @Test
    void whatIsThereAlreadyIsStateAndNoNews() throws DeviceException {
        pulls.add(pulled(notice("tns1:VideoSource/MotionAlarm", "Initialized", "", item("State", "false"))
                + notice("tns1:Monitoring/OperatingTime/LastReboot", "Initialized", "", item("Status", "2026-01-01"))));
        subscribe();
        http.answer(2);
        assertThat(taken.events).singleElement().satisfies(e -> assertThat(e.phase())
                .isEqualTo(Phase.INACTIVE));
    }

    @Test
    void whatIsDeletedIsOver() throws DeviceException {
        assertThat(only(notice("tns1:RuleEngine/FieldDetector/ObjectsInside", "Deleted", "", item("IsInside", "true")))
                        .phase())
                .isEqualTo(Phase.INACTIVE);
    }

    /** An Axis camera knows its subscription by a header in a namespace of its own. */
    @Test
    void referenceParametersAreSentAlong() throws DeviceException {
        subscribe(
                """
                <tev:SubscriptionReference xmlns:tev="x" xmlns:dom1="urn:outside"><wsa:Address>http://198.51.100.9/onvif/event</wsa:Address>
                <wsa:ReferenceParameters><dom0:SubscriptionId xmlns:dom0="http://www.axis.com/2009/event">7&amp;1</dom0:SubscriptionId>
                <dom1:Key a="b"><dom1:Part/></dom1:Key></wsa:ReferenceParameters></tev:SubscriptionReference>""");
        http.answer(2);
        assertThat(device.asked("PullMessages").get(0).text())
                .contains(
                        "<dom0:SubscriptionId xmlns:dom0=\"http://www.axis.com/2009/event\">7&amp;1</dom0:SubscriptionId>")
                .containsPattern(
                        "<dom1:Key xmlns:dom1=\"urn:outside\" a=\"b\"><dom1:Part[^>]*/></dom1:Key></s:Header>");
        assertThat(device.asked("CreatePullPointSubscription").get(0).text()).doesNotContain("dom0");
    }

    @Test
    void tooManyReferenceParametersAreLeftOut() {
        assertThat(Parameters.copy("<a:ReferenceParameters>" + "x".repeat(5000) + "</a:ReferenceParameters>"))
                .isEmpty();
        assertThat(Parameters.copy("<a:ReferenceParameters>")).isEmpty();
        assertThat(Parameters.copy("<ReferenceParameters/>")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "anonymous"})
    void emptySubscriptionAddress(String address) throws DeviceException {
        subscribe(created(address, 60));
        http.answer(2);
        assertThat(device.asked("PullMessages").get(0).path()).isEqualTo("/onvif/Events");
    }

    /** 60 s by the device's own times, though its clock is in 1970. */
    @Test
    void renewsAtFourFifthsOfWhatTheDeviceGives() throws DeviceException {
        device.on(
                "Renew",
                "<wsnt:TerminationTime>1970-01-01T00:10:48Z</wsnt:TerminationTime><wsnt:CurrentTime>1970-01-01T00:00:48Z</wsnt:CurrentTime>");
        subscribe();
        passAnswering(Duration.ofSeconds(47));
        assertThat(device.asked("Renew")).isEmpty();
        passAnswering(Duration.ofSeconds(2));
        assertThat(device.asked("Renew")).hasSize(1);
        assertThat(device.asked("Renew").get(0).text())
                .contains("http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/RenewRequest");
        passAnswering(Duration.ofSeconds(470));
        assertThat(device.asked("Renew")).hasSize(1);
        passAnswering(Duration.ofSeconds(15));
        assertThat(device.asked("Renew")).hasSize(2);
        assertThat(device.asked("CreatePullPointSubscription")).hasSize(1);
    }

    /** A pull that moves the end makes a renewal needless: renewing too often restarts some cameras. */
    @Test
    void doesNotRenewWhatAPullProlongs() throws DeviceException {
        device.on(
                "PullMessages",
                request -> pulled(
                        "<wsnt:CurrentTime>1970-01-01T00:00:00Z</wsnt:CurrentTime><wsnt:TerminationTime>2999-12-31T23:59:59Z</wsnt:TerminationTime>"));
        subscribe();
        device.on(
                "PullMessages",
                request -> pulled(
                        "<wsnt:CurrentTime>1970-01-01T00:00:00Z</wsnt:CurrentTime><wsnt:TerminationTime>2999-12-31T23:59:59Z</wsnt:TerminationTime>"));
        passAnswering(Duration.ofHours(1));
        assertThat(device.asked("Renew")).isEmpty();
    }

    private void passAnswering(Duration time) {
        for (long i = 0; i < time.toSeconds(); i++) {
            http.answer(5);
            http.pass(Duration.ofSeconds(1));
        }
        http.answer(5);
    }

    /** Renew answers a fault, the pull goes on: it is made anew when its time is near, and Renew is not asked again. */
    @Test
    void renewFaults() throws DeviceException {
        device.on("Renew", SoapDevice.fault(400, "ter:InvalidArgVal", "no"));
        subscribe();
        passAnswering(Duration.ofSeconds(240));
        assertThat(device.asked("Renew")).hasSize(1);
        assertThat(device.asked("CreatePullPointSubscription")).hasSizeBetween(4, 6);
        assertThat(device.asked("Unsubscribe"))
                .hasSize(device.asked("CreatePullPointSubscription").size() - 1);
        assertThat(taken.ended).isEmpty();
    }

    /**
     * Dahua SD4A: 17 subscriptions for 51 pulls. What ended while there was none was not told: the hub has to know, and subscribes
     * anew.
     */
    @Test
    void aPullPointThatDiesIsGivenBackAndItsEndIsTold() throws DeviceException {
        pulls.add(pulled(notice("tns1:VideoSource/MotionAlarm", "Changed", "", item("State", "true"))));
        pulls.add(SoapDevice.fault(500, "ter:BlockedThreadUpperLimit", "Upper limit"));
        subscribe();
        passAnswering(Duration.ofMinutes(5));
        assertThat(taken.events).hasSize(1);
        assertThat(taken.ended).singleElement().isInstanceOf(Busy.class);
        assertThat(device.asked("PullMessages")).hasSize(2);
        assertThat(device.asked("CreatePullPointSubscription")).hasSize(1);
        assertThat(device.asked("Unsubscribe")).hasSize(1);
        assertThat(http.onTheirWay()).isEmpty();
        assertThat(http.next()).as("no timer is left").isEmpty();
        session.facet(Events.class).orElseThrow().subscribe(taken);
        passAnswering(Duration.ofSeconds(5));
        assertThat(device.asked("PullMessages").size()).as("the hub's own try").isGreaterThan(2);
        assertThat(device.asked("Unsubscribe")).as("is not given back twice").hasSize(1);
    }

    /** A stage keeps what its continuation throws to itself; a timer's is seen by who watches the driver. */
    @Test
    void whatFailsAtAnEventIsSeenAndTheNextIsPulled() throws DeviceException {
        pulls.add(pulled(notice("tns1:VideoSource/MotionAlarm", "Changed", "", item("State", "true"))));
        device.on("CreatePullPointSubscription", created("http://198.51.100.9/pull", 600));
        device.on("SetSynchronizationPoint", "");
        device.on("PullMessages", request -> pulls.isEmpty() ? pulled("") : pulls.remove(0));
        session = new OnvifDriver(http, () -> NOW).open(Targets.at(URI.create("http://192.0.2.1"), "", ""));
        session.facet(Events.class).orElseThrow().subscribe(new Events.Sink() {
            @Override
            public void event(CameraEvent event, Optional<Duration> lapse) {
                throw new IllegalStateException("bug");
            }

            @Override
            public void ended(DeviceException why) {
                taken.ended(why);
            }
        });
        http.answer(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> http.pass(Duration.ofSeconds(1)))
                .withMessage("bug");
        passAnswering(Duration.ofSeconds(2));
        assertThat(device.asked("PullMessages")).hasSizeGreaterThan(1);
        assertThat(taken.ended).isEmpty();
    }

    @Test
    void whatCannotBeMadeAnewEndsIt() throws DeviceException {
        device.on("Renew", SoapDevice.fault(400, "ter:InvalidArgVal", "no"));
        subscribe();
        device.on("CreatePullPointSubscription", SoapDevice.fault(500, "ter:BlockedThreadUpperLimit", "Upper limit"));
        passAnswering(Duration.ofMinutes(5));
        assertThat(taken.ended).singleElement().isInstanceOf(Busy.class);
        assertThat(device.asked("CreatePullPointSubscription")).hasSize(2);
        assertThat(device.asked("Unsubscribe")).hasSize(1);
        assertThat(http.next()).as("no timer is left").isEmpty();
    }

    /** A long poll that breaks off is not a lost subscription. */
    @Test
    void whatIsNotAnsweredIsAskedAgain() throws DeviceException {
        pulls.add(Answer.hangUp());
        pulls.add(Answer.hangUp());
        subscribe();
        passAnswering(Duration.ofSeconds(30));
        assertThat(device.asked("CreatePullPointSubscription")).hasSize(1);
        assertThat(taken.ended).isEmpty();
    }

    @Test
    void aDeviceThatIsGoneEndsIt() throws DeviceException {
        subscribe();
        device.on("PullMessages", Answer.hangUp());
        passAnswering(Duration.ofSeconds(200));
        assertThat(taken.ended).singleElement().isInstanceOf(Unreachable.class);
    }

    private static final Answer NOT_AUTHORIZED = SoapDevice.fault(400, "ter:NotAuthorized", "Sender not Authorized");

    /** A device that wants a token for all but its clock. */
    private DeviceSession byToken() throws DeviceException {
        device.on("CreatePullPointSubscription", created("http://198.51.100.9/pull", 600));
        device.on("SetSynchronizationPoint", "");
        device.on("Unsubscribe", "");
        device.on("PullMessages", request -> pulls.isEmpty() ? pulled("") : pulls.remove(0));
        var guarded = new FakeHttp(request -> {
            var text = new String(request.body(), StandardCharsets.UTF_8);
            return text.contains("UsernameToken") || text.contains("GetSystemDateAndTime")
                    ? device.answer(request)
                    : NOT_AUTHORIZED;
        });
        http = guarded;
        session = new OnvifDriver(guarded, () -> NOW).open(Targets.at(URI.create("http://192.0.2.1"), "hub", "x"));
        session.facet(Events.class).orElseThrow().subscribe(taken);
        return session;
    }

    @Test
    void aClockThatJumpedIsReadAgainAndTheSubscriptionPulledOn() throws DeviceException {
        byToken();
        device.on("GetSystemDateAndTime", SoapDevice.time("UTCDateTime", 2026, 11, 2, 3, 0, 0));
        pulls.add(NOT_AUTHORIZED);
        passAnswering(Duration.ofSeconds(30));
        assertThat(device.asked("CreatePullPointSubscription")).hasSize(1);
        assertThat(device.asked("PullMessages").size()).isGreaterThan(5);
        assertThat(device.asked("PullMessages").get(1).text()).contains("<wsu:Created>2026-11-02T03:00:00");
        assertThat(taken.ended).isEmpty();
    }

    /** Pulled with a wrong one, asked for a proof with another: then nothing more is sent, nor given back. */
    @Test
    void aPasswordThatWasChangedOnTheDeviceEndsItWithTwoWrongTokens() throws DeviceException {
        byToken();
        http.answer(2);
        for (var operation : List.of("PullMessages", "GetDeviceInformation", "GetProfiles", "Unsubscribe")) {
            device.on(operation, NOT_AUTHORIZED);
        }
        int before = device.operations().size();
        passAnswering(Duration.ofMinutes(5));
        assertThat(taken.ended).singleElement().isInstanceOfSatisfying(Refused.class, why -> assertThat(why.why())
                .isEqualTo(Refused.Why.CREDENTIALS));
        assertThat(device.operations().subList(before, device.operations().size()))
                .containsExactly("PullMessages", "GetSystemDateAndTime", "GetDeviceInformation");
        session.close();
        assertThat(http.onTheirWay()).isEmpty();
    }

    @Test
    void aRightThatIsTakenAwayOnADeviceOfTokensIsNoWrongLogIn() throws DeviceException {
        byToken();
        pulls.add(NOT_AUTHORIZED);
        passAnswering(Duration.ofSeconds(30));
        assertThat(taken.ended).singleElement().isInstanceOfSatisfying(Refused.class, why -> assertThat(why.why())
                .isEqualTo(Refused.Why.RIGHTS));
        assertThat(session.channels()).as("all else goes on").hasSize(1);
    }

    @Test
    void aRightThatIsTakenAwayEndsIt() throws DeviceException {
        subscribe();
        device.on("PullMessages", SoapDevice.fault(400, "ter:NotAuthorized", "Sender not Authorized"));
        passAnswering(Duration.ofSeconds(30));
        assertThat(taken.ended).singleElement().isInstanceOf(Refused.class);
    }

    @Test
    void isGivenBackOnceWhenItIsClosed() throws Exception {
        var subscription = subscribe();
        passAnswering(Duration.ofSeconds(3));
        subscription.close();
        subscription.close();
        session.close();
        http.answer(10);
        assertThat(device.asked("Unsubscribe")).hasSize(1);
        http.pass(Duration.ofHours(1));
        assertThat(http.onTheirWay()).isEmpty();
        assertThat(taken.ended).isEmpty();
    }

    @Test
    void aSessionThatIsClosedGivesItBack() throws Exception {
        subscribe();
        http.answer(1);
        session.close();
        http.answer(10);
        assertThat(device.asked("Unsubscribe")).hasSize(1);
    }
}
