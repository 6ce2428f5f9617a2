package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceFacet.Identity;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.testkit.Targets;

/**
 * A device by people who never saw this driver: the one that the authors of the npm package {@code onvif} (MIT) test their client
 * with. It has a model for each answer, with the host it had when that was taken, and wants no log-in.
 */
@Timeout(180)
class ForeignServerTest {

    private static final ChannelId ONLY = new ChannelId("vidsrc0");

    private ForeignServer server;
    private DeviceSession session;

    @BeforeEach
    void start() throws Exception {
        server = ForeignServer.start();
        session = new OnvifDriver(Targets.http()).open(Targets.at(server.address(), "hub", "secret"));
    }

    @AfterEach
    void stop() throws Exception {
        if (session != null) {
            session.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void isWhatItSays() throws Exception {
        var info = session.facet(Identity.class).orElseThrow().info();
        assertThat(info.manufacturer()).isEqualTo("Mockup Manufacturer");
        assertThat(info.model()).isEqualTo("Mockup Model");
        assertThat(info.firmware()).isEqualTo("Mockup_15_14_13");
        assertThat(info.serial()).as("zeros are none").isEmpty();
        assertThat(info.mac()).contains("28:57:be:65:7d:d5");
        assertThat(info.name()).isEqualTo("PREDATOR");
    }

    /** Its services are told to be elsewhere, all at one path, and are asked at the source's own host. */
    @Test
    void itsOneChannelHasAStreamOnTheSourcesHost() throws Exception {
        assertThat(session.channels()).extracting(c -> c.id()).containsExactly(ONLY);
        var streams = session.facet(ONLY, Streams.class).orElseThrow();
        assertThat(streams.streams()).singleElement().satisfies(s -> {
            assertThat(s.codec()).isEqualTo("H264");
            assertThat(s.width()).isEqualTo(1920);
        });
        assertThat(streams.address(StreamKind.MAIN).uri()).hasToString("rtsp://127.0.0.1:554/h264main");
        assertThat(ForeignServer.asked()).contains("POST /onvif/services trt:GetProfiles");
    }

    @Test
    void isTurnedAndKeepsPlaces() throws Exception {
        session.channels();
        var ptz = session.facet(ONLY, Ptz.class).orElseThrow();
        ptz.move(1, 0, 0);
        ptz.stop();
        var presets = session.facet(ONLY, Presets.class).orElseThrow();
        assertThat(presets.presets()).extracting(Presets.Preset::token).startsWith("P001", "P002");
        presets.recall("P001");
        presets.save(Optional.of("P001"), "P001");
        presets.remove("P001");
        assertThat(session.facet(ONLY, PtzPosition.class).orElseThrow().position())
                .hasValueSatisfying(p -> assertThat(p.pan()).isNegative());
    }

    @Test
    void tellsWhatHappensAndIsGivenItsSubscriptionBack() throws Exception {
        var taken = new Taken();
        session.facet(Events.class).orElseThrow().subscribe(taken);
        await().until(() -> !taken.events.isEmpty());
        assertThat(taken.events.get(0).type()).isEqualTo(Type.MOTION);
        assertThat(taken.events.get(0).phase()).isEqualTo(Phase.ACTIVE);
        session.close();
        await().until(() -> ForeignServer.asked().contains("POST /onvif/subscription?Idx=6 wsnt:Unsubscribe"));
    }
}
