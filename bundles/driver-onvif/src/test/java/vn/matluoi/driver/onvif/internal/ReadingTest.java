package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.event.CameraEvent.Type;

/** Words of devices, one at a time. */
class ReadingTest {

    /** Shapes that were seen; POSIX counts west of Greenwich. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "CST5:00:00, -5",
                "CST-8:00:00, 8",
                "BRT3, -3",
                "PST7PDT, -7",
                "CST6CDT:, -6",
                "\"CST7:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00\", -7",
                "\"CST+7:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00\", -7",
                "MoroccoStandardTime0, 0",
                "UTC-5:00, 5",
                "\"MST7MDT,M3.2.0,M11.1.0\", -7",
                "\"EST+5:00:00EDT04:00:00,M3.5.0/01:00:00,M10.5.0/02:00:00\", -5",
                "\"\n  AST4ADT  \n\", -4",
                "<+07>-7, 7",
                "ICT-07:00, 7",
                "UTC0, 0"
            })
    void zonesInTheirShapes(String zone, int hours) {
        assertThat(DeviceClock.posix(zone)).contains(ZoneOffset.ofHours(hours));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Asia/Ho_Chi_Minh", "CST99", "7", "CST-8:99:00x9999999999999999999999"})
    void zonesThatAreNone(String zone) {
        DeviceClock.posix(zone).ifPresent(z -> assertThat(z.getTotalSeconds()).isBetween(-50400, 50400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T03:00:00Z",
                "2026-11-22T03:00:00.000Z",
                " 2026-11-22T10:00:00+07:00 ",
                "2026-11-22T03:00:00",
                "2026-11-22T03:00:00.0000000Z"
            })
    void timesInTheirShapes(String time) {
        assertThat(DeviceClock.instant(time)).contains(Instant.parse("2026-11-22T03:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://10.0.0.5/onvif/device_service, http, -1, /onvif/device_service",
        "http://10.0.0.5:8899/onvif/device_service, http, 8899, /onvif/device_service",
        "https://[fe80::1%eth0]:8443/onvif, https, 8443, /onvif",
        "http://[fe80::1]/onvif, http, -1, /onvif",
        "rtsp://admin:p@ss:1@10.0.0.5:554/live, rtsp, 554, /live",
        "http://10.0.0.5:99999/x, http, -1, /x",
        "http://10.0.0.5?a=1, http, -1, /?a=1",
        "http://10.0.0.5/a%20b%zz, http, -1, /a%20b%25zz",
        "http://10.0.0.5/ảnh#top, http, -1, /%E1%BA%A3nh"
    })
    void addressesAreReadWithoutTrust(String raw, String scheme, int port, String path) {
        assertThat(Told.read(raw)).hasValueSatisfying(told -> {
            assertThat(told.scheme()).isEqualTo(scheme);
            assertThat(told.port().orElse(-1)).isEqualTo(port);
            assertThat(told.path()).isEqualTo(path);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "None", "/onvif/event", "://x", "http:/x"})
    void whatIsNoAddress(String raw) {
        assertThat(Told.read(raw)).isEmpty();
        assertThat(Told.read("http://x/" + "a".repeat(5000))).isEmpty();
    }

    /** At least one for each alternative of each rule, and what only sounds like one. */
    @ParameterizedTest
    @CsvSource({
        "tns1:VideoSource/MotionAlarm, MOTION",
        "tns1:RuleEngine/CellMotionDetector/Motion, MOTION",
        "tns1:RuleEngine/MotionRegionDetector/Motion, MOTION",
        "tns1:RuleEngine/tnsaxis:VMD3/vmd3_video_1, MOTION",
        "tns1:Device/tnsaxis:Sensor/PIR, MOTION",
        "tns1:RuleEngine/TamperDetector/Tamper, TAMPER",
        "tns1:VideoSource/GlobalSceneChange/ImagingService, TAMPER",
        "tns1:VideoSource/ImageTooDark/ImagingService, TAMPER",
        "tns1:VideoSource/ImageTooBright/AnalyticsService, TAMPER",
        "tns1:VideoSource/ImageTooBlurry/RecordingService, TAMPER",
        "tns1:VideoSource/tnshik:ShelterAlarm, TAMPER",
        "tns1:RuleEngine/SceneChangeDetector/SceneChange, TAMPER",
        "tns1:VideoSource/tnshik:DefocusDetection, TAMPER",
        "tns1:VideoSource/SignalLoss, VIDEO_LOST",
        "tns1:VideoSource/tnsdahua:VideoLoss, VIDEO_LOST",
        "tns1:VideoSource/tnsaxis:Signal_Lost, VIDEO_LOST",
        "tns1:Device/HardwareFailure/StorageFailure, DISK_FAULT",
        "tns1:Device/HardwareFailure/HardDiskFailure, DISK_FAULT",
        "tns1:Device/tnshik:HDDFull, DISK_FAULT",
        "tns1:Device/tnshik:DiskFull, DISK_FAULT",
        "tns1:Device/tnshik:DiskError, DISK_FAULT",
        "tns1:Device/tnsdahua:DiskFailure, DISK_FAULT",
        "tns1:RecordingConfig/RecordingStorage/Failure, DISK_FAULT",
        "tns1:Storage/tnsaxis:StorageAlert, DISK_FAULT",
        "tnsaxis:Storage/Disruption, DISK_FAULT",
        "tns1:RuleEngine/CountAggregation/Counter, PERSON_COUNTED",
        "tns1:RuleEngine/tnsdahua:CountAggregation, PERSON_COUNTED",
        "tns1:RuleEngine/tnshik:PeopleCounting/Line, PERSON_COUNTED",
        "tns1:RuleEngine/PersonDetector/CountChanged, PERSON_COUNTED",
        "tns1:RuleEngine/HumanCounting, PERSON_COUNTED",
        "tns1:RuleEngine/Pedestrian/LineCount, PERSON_COUNTED",
        "tns1:RuleEngine/tnsaxis:OccupancyCount, PERSON_COUNTED",
        "tns1:RuleEngine/tnshik:VehicleCounter/Line, VEHICLE_COUNTED",
        "tns1:RuleEngine/VehicleCounting, VEHICLE_COUNTED",
        "tns1:RuleEngine/MyRuleDetector/PeopleDetect, PERSON_SEEN",
        "tns1:RuleEngine/MyRuleDetector/PersonDetect, PERSON_SEEN",
        "tns1:UserAlarm/IVA/HumanShapeDetect, PERSON_SEEN",
        "tns1:RuleEngine/PedestrianDetector/Seen, PERSON_SEEN",
        "tns1:RuleEngine/MyRuleDetector/VehicleDetect, VEHICLE_SEEN",
        "tns1:RuleEngine/LoiteringDetector/ObjectIsLoitering, LOITERING",
        "tns1:RuleEngine/CrowdDetector/Density, CROWD",
        "tns1:RuleEngine/tnsdahua:CrowdGathering, CROWD",
        "tns1:RuleEngine/tnsdahua:Gathering, CROWD",
        "tns1:RuleEngine/tnshik:ParkingDetection, PARKED",
        "tns1:RuleEngine/tnsdahua:IllegalPark, PARKED",
        "tns1:RuleEngine/tnshik:UnattendedBaggage, OBJECT_LEFT",
        "tns1:RuleEngine/AbandonedObject/Seen, OBJECT_LEFT",
        "tns1:RuleEngine/ObjectLeft/Seen, OBJECT_LEFT",
        "tns1:RuleEngine/LeftObjectDetector/Seen, OBJECT_LEFT",
        "tns1:RuleEngine/tnsdahua:LeftDetection, OBJECT_LEFT",
        "tns1:RuleEngine/ObjectRemoved/Seen, OBJECT_TAKEN",
        "tns1:RuleEngine/RemovedObject/Seen, OBJECT_TAKEN",
        "tns1:RuleEngine/MissingObject/Seen, OBJECT_TAKEN",
        "tns1:RuleEngine/tnsdahua:TakenAwayDetection, OBJECT_TAKEN",
        "tns1:RuleEngine/ObjectRemoveDetection, OBJECT_TAKEN",
        "tns1:RuleEngine/tnshik:RegionEntrance, REGION_ENTERED",
        "tns1:RuleEngine/FieldDetector/ObjectsEntered, REGION_ENTERED",
        "tns1:RuleEngine/tnsdahua:EnterRegion, REGION_ENTERED",
        "tns1:RuleEngine/RegionEnterDetector/Seen, REGION_ENTERED",
        "tns1:RuleEngine/tnshik:RegionExiting, REGION_LEFT",
        "tns1:RuleEngine/FieldDetector/ObjectsExited, REGION_LEFT",
        "tns1:RuleEngine/ExitRegion/Seen, REGION_LEFT",
        "tns1:RuleEngine/tnsdahua:LeaveRegion, REGION_LEFT",
        "tns1:RuleEngine/LineDetector/Crossed, LINE_CROSSED",
        "tns1:RuleEngine/LineCrossing/Seen, LINE_CROSSED",
        "tns1:RuleEngine/tnsdahua:CrossLineDetection, LINE_CROSSED",
        "tns1:RuleEngine/Tripwire/Seen, LINE_CROSSED",
        "tns1:RuleEngine/tnsaxis:FenceGuard/Camera1Profile1, LINE_CROSSED",
        "tns1:RuleEngine/FieldDetector/ObjectsInside, REGION_OCCUPIED",
        "tns1:RuleEngine/ObjectsInside/Seen, REGION_OCCUPIED",
        "tns1:RuleEngine/IntrusionDetector/Intrusion, REGION_OCCUPIED",
        "tns1:RuleEngine/tnsdahua:CrossRegionDetection, REGION_OCCUPIED",
        "tns1:RuleEngine/MyRuleDetector/FaceDetect, FACE_SEEN",
        "tns1:RuleEngine/LicensePlateRecognition/PlateRead, PLATE_READ",
        "tns1:RuleEngine/tnshik:ANPR, PLATE_READ",
        "tns1:RuleEngine/LPR/Read, PLATE_READ",
        "tns1:AudioSource/tnsaxis:TriggerLevel, SOUND",
        "tns1:AudioAnalytics/Audio/DetectedSound, SOUND",
        "tns1:RuleEngine/SoundDetector/Scream, SOUND",
        "tns1:Device/HardwareFailure/TemperatureCritical, TEMPERATURE",
        "tns1:VideoAnalytics/tnshik:Thermal, TEMPERATURE",
        "tns1:VideoAnalytics/Radiometry/Alarm, TEMPERATURE",
        "tns1:RuleEngine/FireDetector/Seen, TEMPERATURE",
        "tns1:Device/Trigger/DigitalInput, INPUT",
        "tns1:Device/Trigger/tnshik:AlarmIn, INPUT",
        "tns1:Device/tnsaxis:IO/VirtualInput, INPUT",
        "tns1:Device/tnsaxis:IO/InputPort, INPUT",
        "tns1:Device/tnsaxis:IO/Port, INPUT",
        "tns1:Device/Trigger/tnsdahua:ExternalAlarm, INPUT",
        "tns1:Device/Trigger/Relay, OUTPUT",
        "tns1:Device/Trigger/tnshik:AlarmOut, OUTPUT",
        "tns1:Device/tnsaxis:IO/VirtualPort, OUTPUT",
        "tns1:Device/Trigger/DigitalOutput, OUTPUT",
        "tns1:Device/HardwareFailure/NetworkFailure, NETWORK_FAULT",
        "tns1:Device/tnshik:IPConflict, NETWORK_FAULT",
        "tns1:Device/tnshik:EthernetBroken, NETWORK_FAULT",
        "tns1:Device/tnsaxis:NetworkLost, NETWORK_FAULT",
        "tns1:Device/tnsaxis:Network/AddressConflict, NETWORK_FAULT",
        "tns1:Device/tnsdahua:LoginFailure, LOGIN_FAILURE",
        "tns1:UserAlarm/tnshik:IllegalLogin, LOGIN_FAILURE",
        "tns1:UserAlarm/tnshik:IllAccess, LOGIN_FAILURE",
        "tns1:UserAlarm/UnauthorizedAccess, LOGIN_FAILURE",
        "tns1:UserAlarm/LoginAttempt, LOGIN_FAILURE",
        "tns1:Monitoring/OperatingTime/LastClockSynchronization, CLOCK_CHANGED",
        "tns1:Device/tnsdahua:TimeChange, CLOCK_CHANGED",
        "tns1:RuleEngine/MyRuleDetector/DogCatDetect, OTHER",
        "tns1:Monitoring/ProcessorUsage, OTHER",
        "tns1:PTZController/tnsaxis:PTZPresets/Channel_1, OTHER",
        "tns1:Device/Security/CertificateExpired, OTHER",
        "tns1:Device/Configuration/Firewall, OTHER",
        "tns1:RuleEngine/TemplateMatch, OTHER",
        "tns1:Device/NetworkInterface, OTHER"
    })
    void topicsInTheHubsWords(String topic, Type type) {
        assertThat(Topics.type(topic, Set.of())).isEqualTo(type);
    }

    @Test
    void aSmartEventIsToldByItsData() {
        var topic = "tns1:RuleEngine/TPSmartEventDetector/TPSmartEvent";
        assertThat(Topics.type(topic, Set.of("IsPeople"))).isEqualTo(Type.PERSON_SEEN);
        assertThat(Topics.type(topic, Set.of("IsVehicle"))).isEqualTo(Type.VEHICLE_SEEN);
        assertThat(Topics.type(topic, Set.of("IsPet"))).isEqualTo(Type.OTHER);
    }

    /** OASIS UsernameToken Profile: the example everybody's client is checked with. */
    @Test
    void theDigestOfATokenIsTheStandards() {
        var nonce = Base64.getDecoder().decode("LKqI6G/AikKCQrN0zqZFlg==");
        assertThat(Token.digest(nonce, "2010-09-16T07:50:45Z", "userpassword"))
                .isEqualTo("tuOSpGlFlIXsozq4HFNeeGeFLEI=");
    }

    @Test
    void aTokenNeedsNoTrust() {
        var header = Token.header("a<b>&\"c", "s", Instant.parse("2026-11-22T03:00:00.123456Z"), false);
        assertThat(header)
                .contains("<wsse:Username>a&lt;b&gt;&amp;&quot;c</wsse:Username>")
                .contains("<wsu:Created>2026-11-22T03:00:00.123Z</wsu:Created>")
                .doesNotContain("mustUnderstand");
        assertThat(Token.header("a", "s", Instant.EPOCH, true)).contains(" s:mustUnderstand=\"1\"");
    }

    @Test
    void aRequestIsWellFormedWhateverIsInIt() throws Exception {
        var request = Soap.request(
                Operation.of(Service.PTZ, "GotoPreset", Soap.element("tptz:PresetToken", "]]>\u0000\u0001<x>&\ud800ộ")),
                "/onvif/PTZ",
                Token.header("u", "s", Instant.EPOCH, true),
                1000);
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        var text = new String(request.body(), UTF_8);
        var document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(request.body()));
        assertThat(document.getElementsByTagNameNS(Service.PTZ.namespace(), "PresetToken")
                        .item(0)
                        .getTextContent())
                .isEqualTo("]]><x>&ộ");
        assertThat(request.contentType())
                .isEqualTo(
                        Optional.of(
                                "application/soap+xml; charset=utf-8; action=\"http://www.onvif.org/ver20/ptz/wsdl/GotoPreset\""));
        assertThat(text).startsWith("<?xml");
    }
}
