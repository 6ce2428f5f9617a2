package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.driver.ChannelFacet;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceSession;

/** Which channels turn, and by what numbers. */
class PtzTest extends Opened {

    private static final ChannelId ONE = new ChannelId("1");
    private static final ChannelId FIVE = new ChannelId("5");
    private static final String STATUS =
            "status.MoveStatus=Idle\r\nstatus.Postion[0]=90.0\r\nstatus.Postion[1]=45.0\r\nstatus.Postion[2]=1.0\r\n";

    private DeviceSession read(CgiRecorder recorder) throws DeviceException {
        var session = session(recorder);
        session.channels();
        return session;
    }

    private static CgiRecorder camera() {
        return new CgiRecorder("SD").title(0, "x").publish();
    }

    /** Models differ: what answers to its status is the number. */
    @ParameterizedTest
    @CsvSource({"0", "1"})
    void aCamerasNumberIsTheOneItAnswersTo(int number) throws DeviceException {
        var start = DahuaPtz.order("start", number, "Right", "arg1=0&arg2=8");
        var session = read(camera().on(PtzAbility.path("getStatus", number), STATUS)
                .on(PtzAbility.path("getStatus", 1 - number), CgiRecorder.error(400))
                .on(start, "OK"));
        session.facet(ONE, Ptz.class).orElseThrow().move(1, 0, 0);
        assertThat(server.asked()).contains("GET " + start);
    }

    @Test
    void whatSaysThatNothingTurnsHasNoHead() throws DeviceException {
        var session = read(camera().on(PtzAbility.path("getStatus", 1), STATUS)
                .on(
                        PtzAbility.path("getCurrentProtocolCaps", 1),
                        "caps.Name=NONE\r\ncaps.Pan=false\r\ncaps.Tile=false\r\ncaps.Zoom=false\r\n"));
        assertThat(session.facet(ONE, Ptz.class)).isEmpty();
        assertThat(session.facet(ONE, PtzPosition.class)).isEmpty();
    }

    @Test
    void onlyWhatItCanIsOffered() throws DeviceException {
        var session = read(camera().on(PtzAbility.path("getStatus", 1), "status.MoveStatus=Idle\r\n")
                .on(
                        PtzAbility.path("getCurrentProtocolCaps", 1),
                        "caps.Pan=true\r\ncaps.Preset=false\r\ncaps.Tour=true\r\n"));
        assertThat(session.facet(ONE, Ptz.class)).isPresent();
        assertThat(session.facet(ONE, PtzPosition.class))
                .as("it tells no place")
                .isEmpty();
        assertThat(session.facet(ONE, Presets.class)).isEmpty();
        assertThat(session.facet(ONE, Tours.class)).as("it lists none").isEmpty();
    }

    @Test
    void anAccountWithoutTheRightIsRefusedOnceForAllChannels() throws DeviceException {
        var recorder = CgiRecorder.sixteen();
        for (int n = 1; n <= 16; n++) {
            recorder.on(PtzAbility.path("getStatus", n), CgiRecorder.forbidden());
        }
        var session = read(recorder);
        for (var channel : session.channels()) {
            assertThat(session.facet(channel.id(), Ptz.class)).isEmpty();
        }
        assertThat(server.asked()).filteredOn(a -> a.contains("ptz.cgi")).hasSize(1);
    }

    @Test
    void eachChannelIsAskedOnce() throws DeviceException {
        var session = read(CgiRecorder.sixteen().on(PtzAbility.path("getStatus", 5), STATUS));
        session.facet(FIVE, Ptz.class).orElseThrow();
        int before = server.requests();
        assertThat(session.facet(FIVE, Presets.class)).isPresent();
        assertThat(session.facet(FIVE, Ptz.class)).isPresent();
        assertThat(server.requests()).isEqualTo(before);
    }

    @Test
    void placesAreToldWithinTheRangeOfTheHead() throws DeviceException {
        var session = read(camera().on(PtzAbility.path("getStatus", 1), STATUS));
        var there = session.facet(ONE, PtzPosition.class).orElseThrow().position();
        assertThat(there).contains(new PtzPosition.Position(-0.5, 0, 0));
        var odd = read(camera().on(
                        PtzAbility.path("getStatus", 1),
                        "status.Postion[0]=99999\r\nstatus.Postion[1]=-99999\r\nstatus.Postion[2]=500\r\n"));
        assertThat(odd.facet(ONE, PtzPosition.class).orElseThrow().position())
                .contains(new PtzPosition.Position(1, 1, 1));
    }

    @Test
    void emptyAndBuiltInPlacesAreLeftOut() throws DeviceException {
        var session = read(camera().on(PtzAbility.path("getStatus", 1), STATUS)
                .on(
                        PtzAbility.path("getPresets", 1),
                        "presets[0].Index=0\r\npresets[0].Name=Home\r\npresets[1].Index=2\r\npresets[1].Name=\u202eCổng\r\n"
                                + "presets[2].Index=3\r\npresets[2].Enable=false\r\npresets[3].Index=x\r\n"));
        assertThat(session.facet(ONE, Presets.class).orElseThrow().presets()).containsExactly(new Preset("2", "Cổng"));
    }

    @Test
    void beforeTheChannelsWereReadItFindsOutWhenItIsUsed() throws DeviceException {
        var ptz = session(CgiRecorder.sixteen()).facet(FIVE, Ptz.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> ptz.move(1, 0, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, 0, '{Right=arg1=0&arg2=8}'",
        "-0.01, 0, 0, '{Left=arg1=0&arg2=1}'",
        "0, -0.5, 0, '{Down=arg1=0&arg2=4}'",
        "0.25, 1, 0, '{RightUp=arg1=8&arg2=2}'",
        "0, 0, 1, '{ZoomTele=arg1=0&arg2=8}'",
        "-1, -1, -0.5, '{LeftDown=arg1=8&arg2=8, ZoomWide=arg1=0&arg2=4}'",
        "0, 0, 0, '{}'",
        "NaN, 0, 0, '{}'"
    })
    void speedsAreTheDevicesSteps(double pan, double tilt, double zoom, String motions) {
        assertThat(DahuaPtz.motions(pan, tilt, zoom)).hasToString(motions);
    }

    @Test
    void anEmptySlotHasNone() throws DeviceException {
        ChannelFacet none = read(CgiRecorder.sixteen())
                .facet(new ChannelId("16"), Ptz.class)
                .orElse(null);
        assertThat(none).isNull();
    }
}
