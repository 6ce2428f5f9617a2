package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.driver.testkit.DeviceServer.Answer;

/** How a camera is moved over the wire. */
class PtzTest extends OnADevice {

    private static final String CAN =
            """
            <PTZChanelCap><AbsolutePanTiltPositionSpace><XRange><Min>0</Min><Max>3600</Max></XRange><YRange><Min>-100</Min><Max>900</Max></YRange></AbsolutePanTiltPositionSpace>
            <AbsoluteZoomPositionSpace><ZRange><Min>10</Min><Max>250</Max></ZRange></AbsoluteZoomPositionSpace>
            <ContinuousPanTiltSpace><XRange><Min>-100</Min><Max>100</Max></XRange></ContinuousPanTiltSpace>
            <maxPresetNum>40</maxPresetNum><maxPatrolNum>8</maxPatrolNum></PTZChanelCap>
            """;

    @Test
    void asksOncePerSessionWhatACameraCanDo() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN);
        five(Ptz.class);
        int asked = server.requests();
        five(Ptz.class);
        five(Presets.class);
        assertThat(server.requests()).isEqualTo(asked);
    }

    @Test
    void movesAndStopsWithThreeZeros() throws DeviceException {
        recorder.on("/ISAPI/ContentMgmt/PTZCtrlProxy/channels/5/capabilities", CAN);
        five(Ptz.class).move(-1, 0.25, 0.004);
        five(Ptz.class).stop();
        assertThat(sent)
                .containsExactly(
                        "PUT /ISAPI/ContentMgmt/PTZCtrlProxy/channels/5/continuous <PTZData><pan>-100</pan><tilt>25</tilt><zoom>0</zoom></PTZData>",
                        "PUT /ISAPI/ContentMgmt/PTZCtrlProxy/channels/5/continuous <PTZData><pan>0</pan><tilt>0</tilt><zoom>0</zoom></PTZData>");
        assertThatIllegalArgumentException().isThrownBy(() -> five(Ptz.class).move(2, 0, 0));
    }

    @Test
    void goesToAPlaceWithinTheDevicesRanges() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN)
                .on(
                        "/ISAPI/PTZCtrl/channels/5/status",
                        "<PTZStatus><AbsoluteHigh><elevation>400</elevation><azimuth>900</azimuth><absoluteZoom>250</absoluteZoom></AbsoluteHigh></PTZStatus>");
        var place = five(PtzPosition.class);
        place.go(new Position(0, 1, 0));
        assertThat(sent.get(0))
                .endsWith(
                        "<elevation>-100</elevation><azimuth>1800</azimuth><absoluteZoom>10</absoluteZoom></AbsoluteHigh></PTZData>");
        var here = place.position().orElseThrow();
        assertThat(here.pan()).isEqualTo(-0.5, within(1e-9));
        assertThat(here.tilt()).isEqualTo(0, within(1e-9));
        assertThat(here.zoom()).isEqualTo(1, within(1e-9));
    }

    @Test
    void keepsPlacesAndLeavesCommandsAlone() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN)
                .on(
                        "/ISAPI/PTZCtrl/channels/5/presets",
                        """
                        <PTZPresetList><PTZPreset><enabled>true</enabled><id>1</id><presetName>Cổng</presetName></PTZPreset>
                        <PTZPreset><enabled>false</enabled><id>2</id><presetName>Preset 2</presetName></PTZPreset>
                        <PTZPreset><enabled>true</enabled><id>94</id><presetName>Remote reboot</presetName></PTZPreset></PTZPresetList>
                        """);
        var presets = five(Presets.class);
        assertThat(presets.presets()).containsExactly(new Preset("1", "Cổng"));
        assertThat(presets.save(Optional.empty(), "Chợ & sân")).isEqualTo(new Preset("2", "Chợ & sân"));
        presets.recall("1");
        presets.remove("2");
        assertThat(sent)
                .containsExactly(
                        "PUT /ISAPI/PTZCtrl/channels/5/presets/2 <PTZPreset><enabled>true</enabled><id>2</id><presetName>Chợ &amp; sân</presetName></PTZPreset>",
                        "PUT /ISAPI/PTZCtrl/channels/5/presets/1/goto ",
                        "DELETE /ISAPI/PTZCtrl/channels/5/presets/2 ");
        for (var token : List.of("94", "../../System/reboot", "0", "")) {
            assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> presets.recall(token));
        }
    }

    @Test
    void saysWhenThereIsNoRoomForAnotherPlace() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN.replace(">40<", ">1<"))
                .on(
                        "/ISAPI/PTZCtrl/channels/5/presets",
                        "<PTZPresetList><PTZPreset><enabled>true</enabled><id>1</id></PTZPreset></PTZPresetList>");
        assertThatExceptionOfType(Busy.class)
                .isThrownBy(() -> five(Presets.class).save(Optional.empty(), "x"));
    }

    @Test
    void walksToursThatLeadSomewhere() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN)
                .on(
                        "/ISAPI/PTZCtrl/channels/5/patrols",
                        """
                        <PTZPatrolList><PTZPatrol><enabled>true</enabled><id>1</id><patrolName>Đêm</patrolName><PatrolSequenceList><PatrolSequence><presetID>1</presetID></PatrolSequence></PatrolSequenceList></PTZPatrol>
                        <PTZPatrol><enabled>true</enabled><id>2</id><PatrolSequenceList><PatrolSequence><presetID>0</presetID></PatrolSequence></PatrolSequenceList></PTZPatrol></PTZPatrolList>
                        """);
        var tours = five(Tours.class);
        assertThat(tours.tours()).containsExactly(new Preset("1", "Đêm"));
        tours.start("1");
        tours.stop("1");
        assertThat(sent)
                .containsExactly(
                        "PUT /ISAPI/PTZCtrl/channels/5/patrols/1/start ",
                        "PUT /ISAPI/PTZCtrl/channels/5/patrols/1/stop ");
    }

    @Test
    void saysWhyACommandWasNotObeyed() throws DeviceException {
        recorder.on("/ISAPI/PTZCtrl/channels/5/capabilities", CAN);
        toPut = IsapiRecorder.refusal(200, 2, "deviceBusy");
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> five(Ptz.class).stop());
        toPut = IsapiRecorder.refusal(403, 4, "notSupport");
        assertThatExceptionOfType(Unsupported.class)
                .isThrownBy(() -> five(Ptz.class).stop());
        toPut = Answer.of(500, "text/html", "<html>");
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> five(Ptz.class).stop());
    }
}
