package vn.matluoi.driver.onvif.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unreachable;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet.Clock;
import vn.matluoi.api.driver.DeviceFacet.Credentials;
import vn.matluoi.api.driver.DeviceFacet.Health;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** Moving a camera, and minding the device itself. */
@Timeout(60)
class ControlTest extends Opened {

    private static final String SPACES =
            """
            <tptz:PTZConfigurationOptions xmlns:tptz="x"><tt:Spaces>
            <tt:AbsolutePanTiltPositionSpace><tt:URI>http://www.onvif.org/ver10/tptz/PanTiltSpaces/SphericalPositionSpace</tt:URI>
            <tt:XRange><tt:Min>0</tt:Min><tt:Max>360</tt:Max></tt:XRange><tt:YRange><tt:Min>0</tt:Min><tt:Max>90</tt:Max></tt:YRange></tt:AbsolutePanTiltPositionSpace>
            <tt:AbsolutePanTiltPositionSpace><tt:URI>http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace</tt:URI>
            <tt:XRange><tt:Min>-0.5</tt:Min><tt:Max>0.5</tt:Max></tt:XRange><tt:YRange><tt:Min>-1.0</tt:Min><tt:Max>1.0</tt:Max></tt:YRange></tt:AbsolutePanTiltPositionSpace>
            <tt:AbsoluteZoomPositionSpace><tt:URI>http://www.onvif.org/ver10/tptz/ZoomSpaces/PositionGenericSpace</tt:URI>
            <tt:XRange><tt:Min>0</tt:Min><tt:Max>2</tt:Max></tt:XRange></tt:AbsoluteZoomPositionSpace>
            </tt:Spaces></tptz:PTZConfigurationOptions>""";

    private final SoapDevice device = SoapDevice.camera();

    private <F extends ChannelFacet> F facet(Class<F> facet) throws DeviceException {
        var session = session(device);
        session.channels();
        return session.facet(ONE, facet).orElseThrow();
    }

    @Test
    void movesAndStopsBoth() throws DeviceException {
        device.on("ContinuousMove", "").on("Stop", "");
        var ptz = facet(Ptz.class);
        ptz.move(-1, 0.5, 0);
        ptz.move(0, 0, 1);
        ptz.move(0, 0, 0);
        var moves = device.asked("ContinuousMove");
        assertThat(moves).hasSize(2);
        assertThat(moves.get(0).path()).isEqualTo("/onvif/PTZ");
        assertThat(moves.get(0).text())
                .contains("<tptz:ProfileToken>Profile_1</tptz:ProfileToken>")
                .contains("<tptz:Velocity><tt:PanTilt x=\"-1.000000\" y=\"0.500000\"/></tptz:Velocity>")
                .doesNotContain("Timeout");
        assertThat(moves.get(1).text()).contains("<tptz:Velocity><tt:Zoom x=\"1.000000\"/></tptz:Velocity>");
        assertThat(device.asked("Stop")).singleElement().satisfies(stop -> assertThat(stop.text())
                .contains("<tptz:PanTilt>true</tptz:PanTilt><tptz:Zoom>true</tptz:Zoom>"));
    }

    /** A node is still listed where no profile has it. */
    @Test
    void aProfileWithoutPtzDoesNotMove() throws DeviceException {
        device.on("GetProfiles", SoapDevice.profile("P", "VideoSource_1", "H264", 640, 480, ""));
        var session = session(device);
        session.channels();
        assertThat(session.facet(ONE, Ptz.class)).isEmpty();
        assertThat(session.facet(ONE, Presets.class)).isEmpty();
        assertThat(session.facet(new ChannelId("nothing"), Ptz.class)).isEmpty();
    }

    @Test
    void goesToAPlaceInTheRangesOfTheDevice() throws DeviceException {
        device.on("GetConfigurationOptions", SPACES).on("AbsoluteMove", "");
        device.on(
                "GetStatus",
                "<tt:PTZStatus><tt:Position><tt:PanTilt x=\"0.25\" y=\"-1\" space=\"http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace\"/>"
                        + "<tt:Zoom x=\"1.0\"/></tt:Position></tt:PTZStatus>");
        var position = facet(PtzPosition.class);
        position.go(new Position(1, 0, 0.5));
        assertThat(device.asked("AbsoluteMove").get(0).text())
                .contains(
                        "<tt:PanTilt x=\"0.500000\" y=\"0.000000\" space=\"http://www.onvif.org/ver10/tptz/PanTiltSpaces/PositionGenericSpace\"/>")
                .contains("<tt:Zoom x=\"1.000000\" space=");
        var at = position.position().orElseThrow();
        assertThat(at.pan()).isCloseTo(0.5, within(1e-9));
        assertThat(at.tilt()).isCloseTo(-1, within(1e-9));
        assertThat(at.zoom()).isCloseTo(0.5, within(1e-9));
        assertThat(device.asked("GetConfigurationOptions")).hasSize(1);
    }

    @Test
    void saysNothingOfWhereItLooksIfTheDeviceDoesNot() throws DeviceException {
        device.on("GetConfigurationOptions", SPACES).on("GetStatus", "<tt:PTZStatus/>");
        assertThat(facet(PtzPosition.class).position()).isEmpty();
        device.on(
                "GetStatus",
                "<tt:PTZStatus><tt:Position><tt:PanTilt x=\"NaN\" y=\"1e999\"/></tt:Position></tt:PTZStatus>");
        assertThat(facet(PtzPosition.class).position()).isEmpty();
    }

    @Test
    void aCameraWithoutAbsoluteSpacesCannotGo() throws DeviceException {
        device.on("GetConfigurationOptions", "<tt:PTZConfigurationOptions/>");
        var position = facet(PtzPosition.class);
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> position.go(new Position(0, 0, 0)));
    }

    /** A Hikvision dome lists all it has room for, and commands among them: going to one restarts it. */
    @Test
    void emptyAndBuiltInPresetsAreNotListed() throws DeviceException {
        device.on(
                "GetPresets",
                """
                <tptz:Preset xmlns:tptz="x" token="1"><tt:Name>Cổng chính</tt:Name></tptz:Preset><tptz:Preset xmlns:tptz="x" token="7"/>
                <tptz:Preset xmlns:tptz="x" token="8"><tt:PTZPosition/></tptz:Preset>
                <tptz:Preset xmlns:tptz="x" token="94"><tt:Name>Remote reboot</tt:Name></tptz:Preset>
                <tptz:Preset xmlns:tptz="x" token="35"><tt:Name>Call patrol 1</tt:Name></tptz:Preset>""");
        assertThat(facet(Presets.class).presets()).containsExactly(new Preset("1", "Cổng chính"), new Preset("8", ""));
    }

    @Test
    void presetsAreKeptRecalledAndRemoved() throws DeviceException {
        device.on("SetPreset", "<tptz:PresetToken xmlns:tptz=\"x\">12</tptz:PresetToken>");
        device.on("GotoPreset", "").on("RemovePreset", "");
        var presets = facet(Presets.class);
        assertThat(presets.save(Optional.empty(), "Chợ <1> & \"2\"")).isEqualTo(new Preset("12", "Chợ <1> & \"2\""));
        assertThat(device.asked("SetPreset").get(0).text())
                .contains("<tptz:PresetName>Chợ &lt;1&gt; &amp; &quot;2&quot;</tptz:PresetName></tptz:SetPreset>");
        presets.recall("12");
        presets.remove("12");
        assertThat(device.asked("GotoPreset").get(0).text())
                .contains("<tptz:PresetToken>12</tptz:PresetToken>")
                .doesNotContain("Speed");
        assertThat(device.asked("RemovePreset")).hasSize(1);
    }

    @Test
    void anEmptyPresetTokenIsLookedForByName() throws DeviceException {
        device.on("SetPreset", "<tptz:PresetToken xmlns:tptz=\"x\"/>");
        device.on("GetPresets", "<tptz:Preset xmlns:tptz=\"x\" token=\"5\"><tt:Name>Bến xe</tt:Name></tptz:Preset>");
        assertThat(facet(Presets.class).save(Optional.empty(), "Bến xe").token())
                .isEqualTo("5");
    }

    @Test
    void noRoomForAnotherPresetIsBusy() throws DeviceException {
        device.on("SetPreset", SoapDevice.fault(500, "ter:TooManyPresets", "Maximum number of presets reached"));
        var presets = facet(Presets.class);
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> presets.save(Optional.empty(), "x"));
    }

    @Test
    void toursAreWalkedWhereTheNodeHasThem() throws DeviceException {
        device.on(
                "GetNodes",
                "<tptz:PTZNode xmlns:tptz=\"x\" token=\"Node1\"><tt:Extension><tt:SupportedPresetTour>"
                        + "<tt:MaximumNumberOfPresetTours>8</tt:MaximumNumberOfPresetTours></tt:SupportedPresetTour></tt:Extension></tptz:PTZNode>");
        device.on(
                "GetPresetTours",
                "<tptz:PresetTour xmlns:tptz=\"x\" token=\"T1\"><tt:Name>Đêm</tt:Name></tptz:PresetTour>");
        device.on("OperatePresetTour", "");
        var tours = facet(Tours.class);
        assertThat(tours.tours()).containsExactly(new Preset("T1", "Đêm"));
        tours.start("T1");
        tours.stop("T1");
        assertThat(device.asked("OperatePresetTour").get(0).text())
                .contains("<tptz:PresetTourToken>T1</tptz:PresetTourToken><tptz:Operation>Start</tptz:Operation>");
        assertThat(device.asked("OperatePresetTour").get(1).text()).contains("<tptz:Operation>Stop</tptz:Operation>");
    }

    @Test
    void toursAreNotOfferedWhereTheNodeHasNone() throws DeviceException {
        device.on("GetNodes", "<tptz:PTZNode xmlns:tptz=\"x\" token=\"Node1\"/>");
        var session = session(device);
        session.channels();
        assertThat(session.facet(ONE, Tours.class)).isEmpty();
    }

    @Test
    void healthTellsClockAndFirmware() throws DeviceException {
        device.on("GetSystemDateAndTime", SoapDevice.time("UTCDateTime", 2026, 11, 22, 3, 2, 0));
        var health = session(device).facet(Health.class).orElseThrow().health();
        assertThat(health.clockOffset()).contains(Duration.ofMinutes(2));
        assertThat(health.firmware()).contains("V5.1.6");
        assertThat(health.roundTrip()).isPresent();
    }

    @Test
    void identityIsReadWithNameAndMac() throws DeviceException {
        var info = session(device).facet(Identity.class).orElseThrow().info();
        assertThat(info.serial()).contains(SoapDevice.SERIAL.replace("-", ""));
        assertThat(info.name()).isEqualTo("UBND xã");
        assertThat(info.mac()).contains("44:19:b6:3e:ba:a1");
        assertThat(info.manufacturer()).isEqualTo("H264");
    }

    @Test
    void theClockIsSetInUtcAndTheZoneSentBack() throws DeviceException {
        device.on("SetSystemDateAndTime", "");
        session(device).facet(Clock.class).orElseThrow().set(Instant.parse("2026-11-22T17:05:09Z"));
        assertThat(device.asked("SetSystemDateAndTime").get(0).text())
                .contains("<tds:DateTimeType>Manual</tds:DateTimeType><tds:DaylightSavings>false</tds:DaylightSavings>")
                .contains("<tds:TimeZone><tt:TZ>CST-7:00:00</tt:TZ></tds:TimeZone>")
                .contains("<tt:Hour>17</tt:Hour><tt:Minute>5</tt:Minute><tt:Second>9</tt:Second>")
                .contains("<tt:Year>2026</tt:Year><tt:Month>11</tt:Month><tt:Day>22</tt:Day>");
    }

    @Test
    void aClockThatTookTheTimeIsSetEvenIfItIsNotReadAgain() throws DeviceException {
        var session = session(device);
        device.on("SetSystemDateAndTime", request -> {
            device.on("GetSystemDateAndTime", SoapDevice.fault(500, "ter:BlockedThreadUpperLimit", "x"));
            return SoapDevice.found("SetSystemDateAndTime", "");
        });
        session.facet(Clock.class).orElseThrow().set(now);
        assertThat(device.asked("SetSystemDateAndTime")).hasSize(1);
    }

    @Test
    void saysWhichTimeServerItFollows() throws DeviceException {
        var byHand = SoapDevice.time("UTCDateTime", 2026, 11, 22, 3, 2, 0);
        device.on("GetSystemDateAndTime", byHand);
        device.on(
                "GetNTP",
                "<tds:NTPInformation><tt:FromDHCP>false</tt:FromDHCP><tt:NTPManual><tt:Type>DNS</tt:Type><tt:DNSname>time.tayninh.example</tt:DNSname></tt:NTPManual></tds:NTPInformation>");
        var clock = session(device).facet(Clock.class).orElseThrow();
        assertThat(clock.follows()).isEmpty();
        assertThat(device.asked("GetNTP")).as("nobody needs to know").isEmpty();
        device.on("GetSystemDateAndTime", byHand.replace("Manual", "NTP"));
        assertThat(clock.follows()).contains("time.tayninh.example");
        device.on("GetNTP", "<tds:NTPInformation><tt:FromDHCP>true</tt:FromDHCP></tds:NTPInformation>");
        assertThat(clock.follows()).contains("NTP");
    }

    /** What was entered by hand is kept while DHCP tells; empty elements are no names. */
    @ParameterizedTest
    @CsvSource({
        "true, 10.8.0.1",
        "1, 10.8.0.1",
        "false, time.tayninh.example",
        "0, time.tayninh.example",
        "'', time.tayninh.example"
    })
    void saysWhetherTheTimeServerIsOfDhcp(String fromDhcp, String server) throws DeviceException {
        device.on(
                "GetSystemDateAndTime",
                SoapDevice.time("UTCDateTime", 2026, 11, 22, 3, 2, 0).replace("Manual", "NTP"));
        device.on(
                "GetNTP",
                """
                <tds:NTPInformation><tt:FromDHCP>%s</tt:FromDHCP>
                <tt:NTPFromDHCP><tt:Type>IPv4</tt:Type><tt:IPv4Address>10.8.0.1</tt:IPv4Address><tt:DNSname/></tt:NTPFromDHCP>
                <tt:NTPManual><tt:Type>IPv4</tt:Type><tt:DNSname> </tt:DNSname></tt:NTPManual>
                <tt:NTPManual><tt:Type>DNS</tt:Type><tt:DNSname>time.tayninh.example</tt:DNSname></tt:NTPManual></tds:NTPInformation>"""
                        .formatted(fromDhcp));
        assertThat(session(device).facet(Clock.class).orElseThrow().follows()).contains(server);
    }

    private static final Pattern PASSWORD = Pattern.compile("<tt:Password>([^<]*)<");

    private TokenServer rotating(AtomicReference<String> kept, boolean mangles) {
        device.on(
                "GetUsers", "<tds:User><tt:Username>hub</tt:Username><tt:UserLevel>Operator</tt:UserLevel></tds:User>");
        device.on("SetUser", request -> {
            var matcher = PASSWORD.matcher(new String(request.body(), UTF_8));
            assertThat(matcher.find()).isTrue();
            if (!mangles) {
                kept.set(matcher.group(1));
            }
            return SoapDevice.found("SetUser", "");
        });
        return keep(new TokenServer(kept::get, device, () -> now));
    }

    @Test
    void thePasswordIsChangedAndTried() throws DeviceException {
        var kept = new AtomicReference<>(secret);
        var server = rotating(kept, false);
        var session = session(target(server));
        session.facet(Credentials.class).orElseThrow().rotate(secret + "-new");
        assertThat(kept).hasValue(secret + "-new");
        assertThat(device.asked("SetUser")).singleElement().satisfies(set -> assertThat(set.text())
                .contains("<tt:UserLevel>Operator</tt:UserLevel>"));
        assertThat(server.wrong()).as("the old one is tried").isEqualTo(1);
    }

    /** It says yes and keeps the old one. */
    @Test
    void aPasswordThatDoesNotWorkIsTakenBack() throws DeviceException {
        var kept = new AtomicReference<>(secret);
        var server = rotating(kept, true);
        var credentials = session(target(server)).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> credentials.rotate("new"));
        assertThat(device.asked("SetUser")).hasSize(2);
        assertThat(device.asked("SetUser").get(1).text()).contains("<tt:Password>" + secret + "</tt:Password>");
        assertThat(server.wrong()).isEqualTo(1);
    }

    /** It tells anybody who it is, says yes, and keeps the old one. */
    @Test
    void aPasswordIsNotProvenByWhatADeviceTellsAnybody() throws DeviceException {
        var kept = new AtomicReference<>(secret);
        var server = rotating(kept, true);
        server.open = Set.of("GetSystemDateAndTime", "GetServices", "GetCapabilities", "GetDeviceInformation");
        var credentials = session(target(server)).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> credentials.rotate("new"));
        assertThat(device.asked("SetUser")).hasSize(2);
        assertThat(kept).hasValue(secret);
    }

    /** It lets anybody in, so that neither password is proven. */
    @Test
    void anOldPasswordThatStillWorksIsPutBack() throws DeviceException {
        var kept = new AtomicReference<>(secret);
        var server = rotating(kept, false);
        server.open = Set.of(
                "GetSystemDateAndTime",
                "GetServices",
                "GetCapabilities",
                "GetDeviceInformation",
                "GetUsers",
                "SetUser");
        var credentials = session(target(server)).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> credentials.rotate("new"));
        assertThat(device.asked("SetUser").get(0).text()).contains("<tt:Password>new</tt:Password>");
        assertThat(kept).hasValue(secret);
    }

    /** The new one lets one in, and not to the users: the old one is put back with the new one, which alone works. */
    @Test
    void theOldPasswordIsPutBackWithTheOneThatWorks() throws DeviceException {
        var kept = new AtomicReference<>(secret);
        var server = rotating(kept, false);
        var credentials = session(target(server)).facet(Credentials.class).orElseThrow();
        device.on(
                "GetUsers",
                request -> SoapDevice.found(
                        "GetUsers",
                        kept.get().equals(secret)
                                ? "<tds:User><tt:Username>hub</tt:Username><tt:UserLevel>Operator</tt:UserLevel></tds:User>"
                                : ""));
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> credentials.rotate("new"));
        assertThat(kept).hasValue(secret);
        assertThat(server.wrong()).isLessThan(5);
    }

    /** The hub's own sentence about a refused log-in has this one in it. */
    @Test
    void anOldPasswordThatIsACommonWordIsPutBackToo() throws DeviceException {
        var kept = new AtomicReference<>("password");
        var server = rotating(kept, false);
        var credentials = session(Targets.at(server.address(), "hub", "password"))
                .facet(Credentials.class)
                .orElseThrow();
        device.on(
                "GetUsers",
                request -> SoapDevice.found(
                        "GetUsers",
                        kept.get().equals("password")
                                ? "<tds:User><tt:Username>hub</tt:Username><tt:UserLevel>Operator</tt:UserLevel></tds:User>"
                                : ""));
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> credentials.rotate("new"))
                .withMessageContaining("put back");
        assertThat(kept).hasValue("password");
    }

    @Test
    void aPasswordThatIsTheDevicesPortDoesNotHideThatTheDeviceIsGone() throws DeviceException {
        device.on(
                "GetUsers", "<tds:User><tt:Username>hub</tt:Username><tt:UserLevel>Operator</tt:UserLevel></tds:User>");
        device.on("SetUser", Answer.hangUp());
        var target = target(device);
        var credentials = session(target).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(Unreachable.class)
                .isThrownBy(() -> credentials.rotate("" + target.address().getPort()));
    }

    @Test
    void aReasonThatRepeatsThePasswordIsNotPassedOn() throws DeviceException {
        var server = rotating(new AtomicReference<>(secret), false);
        device.on("SetUser", SoapDevice.fault(400, "ter:PasswordTooWeak", "'sesame-1' is too weak"));
        var credentials = session(target(server)).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> credentials.rotate("sesame-1"))
                .withMessageNotContaining("sesame-1");
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> credentials.rotate("sesame-2"))
                .withMessageContaining("too weak");
    }

    @Test
    void anAccountThatIsNotListedIsNotChanged() throws DeviceException {
        device.on("GetUsers", "<tds:User><tt:Username>admin</tt:Username></tds:User>");
        var credentials = session(device).facet(Credentials.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> credentials.rotate("new"));
        assertThat(device.asked("SetUser")).isEmpty();
    }

    @Test
    void aPasswordThatXmlWouldCutIsNotToldToTheDevice() throws DeviceException {
        var kept = new AtomicReference<>(secret);
        var server = rotating(kept, false);
        var credentials = session(target(server)).facet(Credentials.class).orElseThrow();
        for (var bad : List.of("", "  ", "\0\0\0\0", "a\tb")) {
            assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> credentials.rotate(bad));
        }
        assertThat(device.asked("SetUser")).isEmpty();
        assertThat(kept).hasValue(secret);
    }
}
