package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static vn.matluoi.driver.onvif.internal.PullPointTest.item;
import static vn.matluoi.driver.onvif.internal.PullPointTest.notice;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.testkit.Targets;

/** What a device's messages become. */
class NoticesTest {

    private static List<CameraEvent> told(String notices) throws DeviceException {
        var device = SoapDevice.camera()
                .on("CreatePullPointSubscription", "<tds:SubscriptionReference/>")
                .on("PullMessages", notices);
        var http = new FakeHttp(device);
        var taken = new Taken();
        var session =
                new OnvifDriver(http, () -> Instant.EPOCH).open(Targets.at(URI.create("http://192.0.2.1"), "", ""));
        session.facet(Events.class).orElseThrow().subscribe(taken);
        http.answer(2);
        return taken.events;
    }

    private static CameraEvent only(String notice) throws DeviceException {
        var events = told(notice);
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    @Test
    void whatIsUnknownIsKeptInTheDevicesWords() throws DeviceException {
        var event = only(
                notice("tns1:Vendor/vnd:New\u202eThing", "", "", "<tt:SimpleItem Name=\"x\" Value=\"&lt;7&gt;\"/>"));
        assertThat(event.type()).isEqualTo(Type.OTHER);
        assertThat(event.phase()).isEqualTo(Phase.PULSE);
        assertThat(event.topic()).isEqualTo("tns1:Vendor/vnd:New Thing");
        assertThat(event.payload()).contains("Value=\"&lt;7&gt;\"");
    }

    @Test
    void whatIsTooLongIsCut() throws DeviceException {
        var event = only(notice("tns1:Vendor/Picture", "", "", item("jpeg", "A".repeat(300_000))));
        assertThat(event.payload()).hasSizeLessThanOrEqualTo(16 * 1024);
    }

    @Test
    void anInputConcernsTheDevice() throws DeviceException {
        var event = only(notice(
                "tns1:Device/Trigger/tnshik:AlarmIn", "Changed", item("AlarmInToken", "1"), item("State", "true")));
        assertThat(event.type()).isEqualTo(Type.INPUT);
        assertThat(event.channel()).isEmpty();
    }

    @Test
    void twoInputsOfOneTopicAreTwoEvents() throws DeviceException {
        var topic = "tns1:Device/Trigger/DigitalInput";
        assertThat(told(notice(topic, "Changed", item("InputToken", "1"), item("LogicalState", "true"))
                        + notice(topic, "Changed", item("InputToken", "2"), item("LogicalState", "true"))))
                .extracting(CameraEvent::topic)
                .containsExactly(topic + ";InputToken=1", topic + ";InputToken=2");
    }

    /** The channel is said already. */
    @Test
    void aRuleIsPutBehindItsTopicAndItsChannelIsNot() throws DeviceException {
        var source = item("VideoSourceConfigurationToken", "cfg-VideoSource_1") + item("Rule", "Cổng\u202e chính");
        assertThat(only(notice("tns1:RuleEngine/LineDetector/Crossed", "", source, item("ObjectId", "7")))
                        .topic())
                .isEqualTo("tns1:RuleEngine/LineDetector/Crossed;Rule=Cổng  chính");
    }

    @Test
    void whatIsPutBehindATopicIsBoundedAndNoPlate() throws DeviceException {
        var many = new StringBuilder(item("LicensePlate", "70A-123.45"));
        for (int i = 0; i < 50; i++) {
            many.append(item("Token" + i, "x".repeat(500)));
        }
        var event = only(notice("tns1:Vendor/Thing", "", many.toString(), ""));
        assertThat(event.topic()).startsWith("tns1:Vendor/Thing;Token0=xxx").hasSizeLessThanOrEqualTo(200);
        assertThat(event.type()).isEqualTo(Type.PLATE_READ);
    }

    /** Plates and faces are personal data: stored as anything else they would be kept without a person's word. */
    @ParameterizedTest
    @CsvSource({
        "tns1:Vendor/Thing, PlateNumber, PLATE_READ",
        "tns1:Vendor/Thing, LicencePlate, PLATE_READ",
        "tns1:RuleEngine/MotionRegionDetector/Motion, Plate, PLATE_READ",
        "tns1:VideoAnalytics/vnd:PlateFound, Id, PLATE_READ",
        "tns1:RuleEngine/TPSmartEventDetector/TPSmartEvent, IsFace, FACE_SEEN",
        "tns1:VideoSource/vnd:FaceTamper, State, FACE_SEEN",
        "tns1:Vendor/Thing, FaceId, FACE_SEEN",
        "tns1:Device/vnd:NetworkInterface, State, OTHER",
        "tns1:Vendor/Thing, Template, OTHER"
    })
    void whatTellsWhoItWasIsNeverAnythingElse(String topic, String data, Type type) {
        assertThat(Topics.type(topic, Set.of(data))).isEqualTo(type);
    }

    @Test
    void aPlateWithinAnObjectIsAPlateRead() throws DeviceException {
        var object = "<tt:ElementItem Name=\"Object\"><tt:Object><tt:Appearance><tt:LicensePlateInfo/></tt:Appearance>"
                + "</tt:Object></tt:ElementItem>";
        assertThat(only(notice("tns1:RuleEngine/Vendor/Seen", "", "", object)).type())
                .isEqualTo(Type.PLATE_READ);
    }
}
