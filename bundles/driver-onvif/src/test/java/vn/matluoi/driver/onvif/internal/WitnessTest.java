package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.util.HashMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.onvif.ver10.schema.Profile;
import org.onvif.ver20.ptz.wsdl.GetStatus;
import org.onvif.ver20.ptz.wsdl.GetStatusResponse;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifDevice;

/**
 * One device, read by this driver and by the published Java client, whose types were generated from the standard's WSDL: they agree.
 * The other one reads the first media service only.
 */
class WitnessTest extends Simulated {

    private io.antmedia.ipcamera.onvif.soap.OnvifDevice witness(OnvifDevice device) throws Exception {
        var witness = new io.antmedia.ipcamera.onvif.soap.OnvifDevice("127.0.0.1:" + device.port(), "hub", secret);
        witness.getSoap().setLogging(false); // else it prints each message
        return witness;
    }

    @Test
    void bothReadWhoItIs() throws Exception {
        var device = recorder();
        var theirs = witness(device).getDevices().getDeviceInformation();

        var ours =
                session(device).facet(DeviceFacet.Identity.class).orElseThrow().info();

        assertThat(ours.serial()).contains(theirs.getSerialNumber());
        assertThat(ours.manufacturer()).isEqualTo(theirs.getManufacturer());
        assertThat(ours.model()).isEqualTo(theirs.getModel());
        assertThat(ours.firmware()).isEqualTo(theirs.getFirmwareVersion());
    }

    /** The address the driver gives is the one it would have given without a router between: the other read it there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothReadTheSameSourcesProfilesAndAddresses(boolean media2) throws Exception {
        var device = plug(settings().withMedia2(media2));
        var witness = witness(device);
        var profiles = witness.getDevices().getProfiles();
        var addresses = new HashMap<String, URI>();
        for (var profile : profiles) {
            addresses.put(profile.getToken(), URI.create(witness.getMedia().getRTSPStreamUri(profile.getToken())));
        }
        int sources = witness.getMedia().getVideoSources().size();
        device.set(Mode.WRONG_X_ADDR, true);

        var session = session(device);
        assertThat(session.channels()).hasSize(sources);

        var seen = new HashMap<String, Integer>();
        for (var profile : profiles) {
            var source = profile.getVideoSourceConfiguration().getSourceToken();
            var kind = StreamKind.values()[seen.merge(source, 1, Integer::sum) - 1];
            var streams = session.facet(new ChannelId(source), Streams.class).orElseThrow();
            assertThat(streams.streams())
                    .filteredOn(s -> s.kind() == kind)
                    .singleElement()
                    .satisfies(s -> assertThat(s.codec() + ' ' + s.width() + 'x' + s.height())
                            .isEqualTo(picture(profile)));
            assertThat(streams.address(kind).uri()).isEqualTo(addresses.get(profile.getToken()));
        }
        assertThat(seen.values().stream().mapToInt(n -> n).sum()).isGreaterThan(sources);
        for (var source : seen.entrySet()) {
            assertThat(session.facet(new ChannelId(source.getKey()), Streams.class)
                            .orElseThrow()
                            .streams())
                    .as("no stream the other did not see")
                    .hasSize(source.getValue());
        }
    }

    private static String picture(Profile profile) {
        var encoder = profile.getVideoEncoderConfiguration();
        var size = encoder.getResolution();
        return encoder.getEncoding().value() + ' ' + size.getWidth() + 'x' + size.getHeight();
    }

    @Test
    void bothReadTheSamePresetsAndWhereItLooks() throws Exception {
        var device = recorder();
        var witness = witness(device);
        var session = session(device);
        session.channels();
        var presets = session.facet(ONE, Presets.class).orElseThrow();
        presets.save(Optional.empty(), "Chợ & <bến xe>");

        assertThat(presets.presets())
                .hasSize(3)
                .isEqualTo(witness.getPtz().getPresets("Profile_101").stream()
                        .map(p -> new Preset(p.getToken(), p.getName()))
                        .toList());

        var position = session.facet(ONE, PtzPosition.class).orElseThrow();
        assertThat(witness.getPtz().absoluteMove("Profile_101", -0.25f, 0.75f, 0.5f))
                .isTrue();
        assertThat(position.position()).contains(new Position(-0.25, 0.75, 0.5));
        position.go(new Position(0.5, -0.125, 0.25));
        var question = new GetStatus(); // its own getStatus sends no password
        question.setProfileToken("Profile_101");
        var there = ((GetStatusResponse)
                        witness.getSoap().createSOAPPtzRequest(question, new GetStatusResponse(), true))
                .getPTZStatus()
                .getPosition();
        assertThat(there.getPanTilt().getX()).isEqualTo(0.5f, within(0.001f));
        assertThat(there.getPanTilt().getY()).isEqualTo(-0.125f, within(0.001f));
        assertThat(there.getZoom().getX()).isEqualTo(0.25f, within(0.001f));
    }
}
