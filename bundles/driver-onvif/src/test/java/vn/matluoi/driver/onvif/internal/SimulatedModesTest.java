package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings.Auth;

/** What the driver does with the simulated recorder in each of its broken ways. */
class SimulatedModesTest extends Simulated {

    private OnvifDevice broken(Mode mode, Auth auth) throws Exception {
        var device = plug(settings().withAuth(auth));
        device.set(mode, true);
        return device;
    }

    private OnvifDevice broken(Mode mode) throws Exception {
        return broken(mode, Auth.BOTH);
    }

    /** All it has works, from its channels to what happens, whichever of these is wrong with it. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.INCLUDE,
            names = {
                "NO_TER_PREFIX_DECLARED",
                "MISSING_WSA_WSNT_DECLARATIONS",
                "MALFORMED_TOKEN_IN_GET_SERVICES",
                "WRONG_MAC_AND_ZERO_SERIAL",
                "WRONG_PTZ_PATH",
                "IPV6_LINK_LOCAL_ONLY",
                "WRONG_X_ADDR",
                "BLOCKED_THREAD_UPPER_LIMIT",
                "SECURITY_MUST_BE_UNDERSTOOD",
                "EMPTY_SUBSCRIPTION_ADDRESS",
                "REFERENCE_PARAMETERS",
                "RENEW_FAULTS",
                "CLOCK_IN_1970",
                "CLOCK_LOCAL_IN_UTC",
                "CLOCK_WINDOW_5S"
            })
    void worksInSpiteOf(Mode mode) throws Exception {
        var device = broken(mode, Auth.TOKEN);
        var session = session(device);
        assertThat(session.channels()).hasSize(3);
        assertThat(session.facet(TWO, Streams.class)
                        .orElseThrow()
                        .address(StreamKind.MAIN)
                        .uri())
                .hasHost("127.0.0.1")
                .hasPort(device.rtspPort());
        assertThat(session.facet(TWO, Snapshots.class).orElseThrow().take()).startsWith(0xff, 0xd8);
        session.facet(ONE, Ptz.class).orElseThrow().stop();
        var day = Instant.now().minus(Duration.ofHours(20));
        if (mode != Mode.CLOCK_IN_1970) { // what it then has is of 1970 too
            assertThat(session.facet(TWO, Recordings.class).orElseThrow().search(day, day.plusSeconds(3600)))
                    .isNotEmpty();
        }
        var taken = subscribe(device, session);
        device.happen(motion(true));
        device.happen(motion(false));
        await().until(() -> taken.events.size() == 2);
        session.close();
        await("given back").until(() -> device.subscriptions() == 0);
        assertThat(taken.ended).isEmpty();
        assertThat(logins(device).wrong())
                .as("a token dated by the clock it shows, where that is not its own")
                .isEqualTo(mode == Mode.CLOCK_LOCAL_IN_UTC ? 1 : 0);
    }

    @Test
    void wrongMacAndZeroSerial() throws Exception {
        var session = session(broken(Mode.WRONG_MAC_AND_ZERO_SERIAL));
        var info = session.facet(DeviceFacet.Identity.class).orElseThrow().info();
        assertThat(info.serial()).as("what all of them have is none").isEmpty();
        assertThat(info.manufacturer()).isEqualTo("H264");
    }

    /** The last channel has no profile: it stays, empty. */
    @Test
    void media2OnlyKeepsASourceThatNoProfileShows() throws Exception {
        var device = broken(Mode.MEDIA2_ONLY);
        var session = session(device);
        assertThat(session.channels())
                .extracting(Channel::status)
                .containsExactly(Channel.Status.ONLINE, Channel.Status.ONLINE, Channel.Status.EMPTY);
        assertThat(session.channels().get(2).id()).isEqualTo(new ChannelId("VideoSource_3"));
        assertThat(session.facet(TWO, Streams.class)
                        .orElseThrow()
                        .address(StreamKind.MAIN)
                        .uri())
                .hasPort(device.rtspPort());
        assertThat(device.requests()).containsKey("tmd:GetVideoSources").doesNotContainKey("trt:GetProfiles");
    }

    @Test
    void clockIn1970() throws Exception {
        var device = broken(Mode.CLOCK_IN_1970, Auth.TOKEN);
        var clock = session(device).facet(DeviceFacet.Clock.class).orElseThrow();
        assertThat(clock.offset()).isLessThan(Duration.ofDays(-365 * 50));
        clock.set(Instant.now());
        assertThat(clock.offset().abs()).isLessThan(Duration.ofSeconds(5));
        assertThat(logins(device).wrong()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"BOTH", "TOKEN"})
    void pullPointNotAuthorizedForOperator(Auth auth) throws Exception {
        var device = broken(Mode.PULL_POINT_NOT_AUTHORIZED_FOR_OPERATOR, auth);
        var session = session(device);
        assertThat(catchThrowableOfType(Refused.class, () -> subscribe(device, session))
                        .why())
                .isEqualTo(Why.RIGHTS);
        assertThat(session.channels()).hasSize(3);
        assertThat(logins(device).wrong()).isZero();
    }

    @Test
    void eventServiceHtml404() throws Exception {
        var device = broken(Mode.EVENT_SERVICE_HTML_404);
        var session = session(device);
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> subscribe(device, session));
        assertThat(session.channels()).hasSize(3);
    }

    @Test
    void everyCall400() throws Exception {
        var device = broken(Mode.EVERY_CALL_400);
        assertThatExceptionOfType(Garbled.class)
                .isThrownBy(() -> session(device))
                .withMessageContaining("400");
        assertThat(logins(device).ok() + logins(device).wrong()).isZero();
    }

    @Test
    void snapshotUriIsRtsp() throws Exception {
        var pictures = session(broken(Mode.SNAPSHOT_URI_IS_RTSP))
                .facet(ONE, Snapshots.class)
                .orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(pictures::take).withMessageContaining("rtsp");
    }

    @Test
    void blockedThreadUpperLimit() throws Exception {
        var device = broken(Mode.BLOCKED_THREAD_UPPER_LIMIT);
        var first = subscribe(device, session(device));
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> subscribe(device, session(device)));
        for (int i = 1; i <= 5; i++) {
            int told = i;
            device.happen(motion(i % 2 == 1));
            await().until(() -> first.events.size() == told);
        }
        assertThat(first.ended).as("its own pulls come one after the other").isEmpty();
    }

    /** Dahua SD4A: the subscription is gone, and the next one is refused at first. */
    @Test
    void dyingPullPoint() throws Exception {
        var device = broken(Mode.DYING_PULL_POINT);
        var session = session(device);
        var first = subscribe(device, session);
        for (int i = 1; i <= 3; i++) {
            int told = i;
            device.happen(motion(i % 2 == 1));
            await().until(() -> first.events.size() == told);
        }
        await("its end is told").until(() -> first.ended.size() == 1);
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> subscribe(device, session));
        var second = subscribe(device, session);
        await("what is so is told").until(() -> !second.events.isEmpty());
        assertThat(device.subscriptions()).isEqualTo(1);
    }

    /** Pulls that are answered with nothing are no end. */
    @Test
    void silentEvents() throws Exception {
        var device = broken(Mode.SILENT_EVENTS);
        var taken = subscribe(device, session(device));
        device.happen(motion(true));
        device.set(Mode.SILENT_EVENTS, false);
        device.happen(motion(false));
        await().until(() -> taken.events.size() == 1);
        assertThat(taken.ended).isEmpty();
    }

    /** The fault that says so has a prefix nobody declared. */
    @Test
    void noTerPrefixDeclared() throws Exception {
        var device = broken(Mode.NO_TER_PREFIX_DECLARED, Auth.TOKEN);
        var wrong = Targets.at(URI.create(device.address()), "hub", "wrong-" + secret);
        assertThat(catchThrowableOfType(Refused.class, () -> session(wrong)).why())
                .isEqualTo(Why.CREDENTIALS);
        assertThat(logins(device).wrong()).isEqualTo(1);
    }
}
