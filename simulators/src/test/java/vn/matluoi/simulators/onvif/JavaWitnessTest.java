package vn.matluoi.simulators.onvif;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.onvif.ver10.device.wsdl.GetScopes;
import org.onvif.ver10.device.wsdl.GetScopesResponse;
import org.onvif.ver10.events.wsdl.CreatePullPointSubscription;
import org.onvif.ver10.events.wsdl.CreatePullPointSubscriptionResponse;
import org.onvif.ver10.events.wsdl.GetEventProperties;
import org.onvif.ver10.events.wsdl.GetEventPropertiesResponse;
import org.onvif.ver10.schema.PTZPreset;
import org.onvif.ver10.schema.Profile;
import org.onvif.ver10.schema.VideoEncoding;
import org.onvif.ver20.ptz.wsdl.GetNodes;
import org.onvif.ver20.ptz.wsdl.GetNodesResponse;
import org.onvif.ver20.ptz.wsdl.GetStatus;
import org.onvif.ver20.ptz.wsdl.GetStatusResponse;
import vn.matluoi.simulators.rtsp.Clip;

/** The published Java client, whose types were generated from the standard's WSDL, reads what the simulator writes. */
class JavaWitnessTest {

    private static final String PASSWORD = "right-" + System.nanoTime();

    private OnvifSite site;
    private OnvifDevice device;

    @BeforeEach
    void start() throws Exception {
        site = OnvifSite.start(Clip.builtIn());
        device = site.add(OnvifSettings.recorder("o1", "Trụ sở ấp 3", "viewer", 3), PASSWORD);
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private io.antmedia.ipcamera.onvif.soap.OnvifDevice client(String password) throws Exception {
        return new io.antmedia.ipcamera.onvif.soap.OnvifDevice("127.0.0.1:" + device.port(), "viewer", password);
    }

    @Test
    void readsIdentityServicesAndScopes() throws Exception {
        var client = client(PASSWORD).getDevices();

        assertThat(client.getDeviceInformation().getSerialNumber()).isEqualTo(device.serial());
        assertThat(client.getServices(true)).hasSize(8);
        assertThat(client.getCapabilities().getEvents().isWSPullPointSupport()).isTrue();
        assertThat(client.getCapabilities().getExtension().getSearch().getXAddr())
                .endsWith("/search_service");
        assertThat(client.getUsers()).singleElement().returns("viewer", user -> user.getUsername());
        var scopes = (GetScopesResponse)
                client(PASSWORD).getSoap().createSOAPDeviceRequest(new GetScopes(), new GetScopesResponse(), true);
        assertThat(scopes.getScopes())
                .anyMatch(scope -> scope.getScopeItem().startsWith("onvif://www.onvif.org/MAC/02:5e:10:"));
    }

    @Test
    void readsProfilesStreamsAndPictures() throws Exception {
        var client = client(PASSWORD);

        var profiles = client.getDevices().getProfiles();

        assertThat(profiles)
                .extracting(Profile::getToken)
                .containsExactly(
                        "Profile_101",
                        "Profile_102",
                        "Profile_103",
                        "Profile_201",
                        "Profile_202",
                        "Profile_301",
                        "Profile_302");
        assertThat(profiles.get(0).getVideoEncoderConfiguration().getEncoding()).isEqualTo(VideoEncoding.H_264);
        assertThat(profiles.get(0)
                        .getVideoEncoderConfiguration()
                        .getResolution()
                        .getWidth())
                .isEqualTo(640);
        assertThat(profiles.get(0).getPTZConfiguration().getNodeToken()).isEqualTo("PTZNode_1");
        assertThat(client.getMedia().getRTSPStreamUri("Profile_301"))
                .startsWith("rtsp://127.0.0.1:" + device.rtspPort() + "/Streaming/Channels/301");
        assertThat(client.getMedia().getSnapshotUri("Profile_301"))
                .isEqualTo("http://127.0.0.1:" + device.port() + "/onvif/snapshot/3");
        assertThat(client.getMedia().getVideoSources()).hasSize(3);
    }

    @Test
    void turnsAndGoesToPresets() throws Exception {
        var client = client(PASSWORD);
        var ptz = client.getPtz();

        // its own getNodes asks the device service, and its getStatus sends no password
        var nodes =
                (GetNodesResponse) client.getSoap().createSOAPPtzRequest(new GetNodes(), new GetNodesResponse(), true);
        assertThat(nodes.getPTZNode()).singleElement().returns(300, node -> node.getMaximumNumberOfPresets());
        assertThat(ptz.getPresets("Profile_101"))
                .extracting(PTZPreset::getName)
                .containsExactly("Cổng chính", "Ngã tư");
        assertThat(ptz.gotoPreset("2", "Profile_101")).isTrue();
        assertThat(device.position(1)).containsExactly(0.5, 0.25, 0.5);
        var question = new GetStatus();
        question.setProfileToken("Profile_101");
        var status = (GetStatusResponse) client.getSoap().createSOAPPtzRequest(question, new GetStatusResponse(), true);
        assertThat(status.getPTZStatus().getPosition().getZoom().getX()).isEqualTo(0.5f);
        assertThat(ptz.absoluteMove("Profile_101", -0.25f, 0.75f, 0f)).isTrue();
        assertThat(device.position(1)).containsExactly(-0.25, 0.75, 0);
    }

    @Test
    void subscribesAndReadsTheTopics() throws Exception {
        var soap = client(PASSWORD).getSoap();

        var created = (CreatePullPointSubscriptionResponse) soap.createSOAPEventsRequest(
                new CreatePullPointSubscription(), new CreatePullPointSubscriptionResponse(), true);
        var properties = (GetEventPropertiesResponse)
                soap.createSOAPEventsRequest(new GetEventProperties(), new GetEventPropertiesResponse(), true);

        assertThat(created.getSubscriptionReference().getAddress().getValue())
                .isEqualTo("http://127.0.0.1:" + device.port() + "/onvif/subscription/1");
        assertThat(properties.isFixedTopicSet()).isTrue();
        assertThat(device.subscriptions()).isEqualTo(1);
    }

    @Test
    void isToldThatThePasswordIsWrong() throws Exception {
        var client = client("wrong");

        assertThat(client.getDevices().getDeviceInformation().getSerialNumber())
                .as("it takes a fault for an empty answer")
                .isNull();
        assertThat(device.logins().get("viewer").wrong()).isPositive();
        assertThat(device.logins().get("viewer").ok()).isZero();
    }
}
