package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelFacet.Downloads;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.api.event.CameraEvent.Phase;
import vn.matluoi.api.event.CameraEvent.Type;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.onvif.OnvifSettings.Auth;
import vn.matluoi.simulators.rtsp.RtspViewer;

/** What the driver does with a simulated recorder that keeps to the standard. */
class SimulatedDeviceTest extends Simulated {

    @ParameterizedTest
    @EnumSource(Auth.class)
    void isLetInByWhatTheDeviceTakesAndSendsNothingWrong(Auth auth) throws Exception {
        var device = plug(settings().withAuth(auth));
        var info =
                session(device).facet(DeviceFacet.Identity.class).orElseThrow().info();
        assertThat(info.serial()).contains(device.serial());
        assertThat(info.model()).isEqualTo("VS-R03");
        assertThat(info.name()).isEqualTo("Trụ sở ấp 3");
        assertThat(info.mac()).hasValueSatisfying(mac -> assertThat(mac).startsWith("02:5e:10:"));
        assertThat(logins(device).ok()).isPositive();
        assertThat(logins(device).wrong()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Auth.class)
    void aWrongPasswordIsSentOnce(Auth auth) throws Exception {
        var device = plug(settings().withAuth(auth));
        var wrong = Targets.at(URI.create(device.address()), "hub", "wrong-" + secret);
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowableOfType(Refused.class, () -> session(wrong)).why())
                    .isEqualTo(Why.CREDENTIALS);
        }
        assertThat(logins(device).wrong()).isEqualTo(1);
    }

    @Test
    void listsItsChannelsAndStreams() throws Exception {
        var device = recorder();
        var session = session(device);
        var channels = session.channels();
        assertThat(channels)
                .extracting(c -> c.id().value())
                .containsExactly("VideoSource_1", "VideoSource_2", "VideoSource_3");
        assertThat(channels).allMatch(c -> c.status() == Channel.Status.ONLINE);
        assertThat(channels)
                .extracting(Channel::name)
                .containsExactly(device.channelName(1), device.channelName(2), device.channelName(3));
        var streams = session.facet(TWO, Streams.class).orElseThrow();
        assertThat(streams.streams()).hasSize(2).allSatisfy(s -> {
            assertThat(s.codec()).isEqualTo("H264");
            assertThat(s.width()).isEqualTo(640);
            assertThat(s.frameRate()).isEqualTo(25);
        });
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> streams.address(StreamKind.THIRD));
        assertThat(streams.address(StreamKind.SUB).uri())
                .hasToString("rtsp://127.0.0.1:" + device.rtspPort()
                        + "/Streaming/Channels/202?transportmode=unicast&profile=Profile_202");
    }

    /** The first of its channels has a third stream. */
    @ParameterizedTest
    @EnumSource(StreamKind.class)
    void itsLiveStreamPlays(StreamKind kind) throws Exception {
        var device = recorder();
        var one = session(device).facet(ONE, Streams.class).orElseThrow();
        assertThat(one.streams()).extracting(Streams.StreamInfo::kind).containsExactly(StreamKind.values());
        var uri = one.address(kind).uri();
        assertThat(uri).hasPort(device.rtspPort()).hasPath("/Streaming/Channels/10" + (kind.ordinal() + 1));
        var withAccount = URI.create(uri.toString().replace("rtsp://", "rtsp://hub:" + secret + "@"));
        try (var viewer = RtspViewer.open(withAccount, Duration.ofSeconds(10))) {
            await().until(() -> viewer.report().frames() > 0);
        }
    }

    @Test
    void isReadByTheOlderMediaServiceWhereThereIsNoNewer() throws Exception {
        var device = plug(settings().withMedia2(false));
        var session = session(device);
        assertThat(session.channels()).hasSize(3);
        assertThat(session.facet(TWO, Streams.class)
                        .orElseThrow()
                        .address(StreamKind.MAIN)
                        .uri())
                .hasPort(device.rtspPort())
                .hasPath("/Streaming/Channels/201");
        assertThat(device.requests()).doesNotContainKey("tr2:GetProfiles");
    }

    @ParameterizedTest
    @EnumSource(Auth.class)
    void itsPictureIsOfTheChannel(Auth auth) throws Exception {
        var device = plug(settings().withAuth(auth));
        assertThat(session(device).facet(TWO, Snapshots.class).orElseThrow().take())
                .startsWith(0xff, 0xd8);
        assertThat(logins(device).wrong()).isZero();
    }

    @Test
    void onlyWhatTurnsIsTurned() throws Exception {
        var device = recorder();
        var session = session(device);
        session.channels();
        assertThat(session.facet(TWO, Ptz.class)).isEmpty();
        assertThat(session.facet(TWO, Presets.class)).isEmpty();
        var ptz = session.facet(ONE, Ptz.class).orElseThrow();
        ptz.move(1, -0.5, 0);
        await().until(() -> device.position(1)[0] > 0.05);
        ptz.stop();
        var stopped = device.position(1);
        assertThat(stopped[1]).isNegative();
        assertThat(stopped[2]).isZero();
        assertThat(device.position(1)).isEqualTo(stopped);
    }

    @Test
    void goesWhereItIsSentAndSaysWhereItIs() throws Exception {
        var session = session(recorder());
        session.channels();
        var position = session.facet(ONE, PtzPosition.class).orElseThrow();
        position.go(new Position(0.25, -0.75, 0.5));
        assertThat(position.position()).contains(new Position(0.25, -0.75, 0.5));
    }

    @Test
    void keepsPlacesAndWalksAlongThem() throws Exception {
        var device = recorder();
        var session = session(device);
        session.channels();
        var presets = session.facet(ONE, Presets.class).orElseThrow();
        assertThat(presets.presets()).containsExactly(new Preset("1", "Cổng chính"), new Preset("2", "Ngã tư"));
        presets.recall("2");
        assertThat(device.position(1)).containsExactly(0.5, 0.25, 0.5);
        var kept = presets.save(Optional.empty(), "Chợ & <bến xe>");
        assertThat(presets.presets()).contains(kept).hasSize(3);
        presets.save(Optional.of(kept.token()), "Chợ");
        assertThat(presets.presets()).contains(new Preset(kept.token(), "Chợ")).hasSize(3);
        presets.remove(kept.token());
        assertThat(presets.presets()).hasSize(2);
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> presets.recall("99"));
        var tours = session.facet(ONE, Tours.class).orElseThrow();
        assertThat(tours.tours()).containsExactly(new Preset("Tour_1", "Tuần tra"));
        tours.start("Tour_1");
        assertThat(device.position(1)).as("the tour's first place").containsExactly(-0.5, 0, 0);
        tours.stop("Tour_1");
    }

    @Test
    void whatHappensIsToldWithItsChannelAndEnd() throws Exception {
        var device = recorder();
        var session = session(device);
        var taken = subscribe(device, session);
        assertThat(device.subscriptions()).isEqualTo(1);
        device.happen(motion(true));
        device.happen(motion(false));
        device.setOnline(1, false);
        await().until(() -> taken.events.size() == 3);
        assertThat(taken.events)
                .extracting(e -> e.type() + " " + e.phase() + " "
                        + e.channel().orElseThrow().value())
                .containsExactly(
                        Type.MOTION + " " + Phase.ACTIVE + " VideoSource_2",
                        Type.MOTION + " " + Phase.INACTIVE + " VideoSource_2",
                        Type.VIDEO_LOST + " " + Phase.ACTIVE + " VideoSource_1");
        session.close();
        await("given back").until(() -> device.subscriptions() == 0);
        assertThat(taken.ended).isEmpty();
    }

    /** A recorder tidies its disk for ten minutes from 18:00 UTC. */
    @Test
    void footageIsFoundWithItsGaps() throws Exception {
        var device = recorder();
        var session = session(device);
        session.channels();
        var recordings = session.facet(TWO, Recordings.class).orElseThrow();
        var noon = Instant.now().truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(12));
        var found = recordings.search(noon.minus(Duration.ofDays(1)), noon);
        var gap = noon.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofHours(6));
        assertThat(found).hasSize(2);
        assertThat(found.get(0).from()).isCloseTo(noon.minus(Duration.ofDays(1)), within(5, ChronoUnit.SECONDS));
        assertThat(found.get(0).to()).isCloseTo(gap, within(5, ChronoUnit.SECONDS));
        assertThat(found.get(1).from()).isCloseTo(gap.plus(Duration.ofMinutes(10)), within(5, ChronoUnit.SECONDS));
        assertThat(found.get(1).to()).isCloseTo(noon, within(5, ChronoUnit.SECONDS));
        var playback = recordings.playback(found.get(1));
        assertThat(playback.uri())
                .hasToString("rtsp://127.0.0.1:" + device.rtspPort() + "/Streaming/Channels/201?recording=Recording_2");
        assertThat(playback.replayFrom()).hasValueSatisfying(from -> assertThat(from)
                .isCloseTo(found.get(1).from(), within(5, ChronoUnit.SECONDS)));
        assertThat(recordings.search(noon.minus(Duration.ofDays(40)), noon.minus(Duration.ofDays(30))))
                .isEmpty();
    }

    /** Profile G hands out no file: footage is played. */
    @Test
    void downloadsAreNotOffered() throws Exception {
        var session = session(recorder());
        session.channels();
        assertThat(session.facet(TWO, Downloads.class)).isEmpty();
    }

    @Test
    void saysHowItIs() throws Exception {
        var health = session(recorder())
                .facet(DeviceFacet.Health.class)
                .orElseThrow()
                .health();
        assertThat(health.firmware()).contains("2.840.18 build 250114");
        assertThat(health.roundTrip()).isPresent();
        assertThat(health.clockOffset())
                .hasValueSatisfying(o -> assertThat(o.abs()).isLessThan(Duration.ofSeconds(5)));
    }

    @Test
    void setsAClockThatIsWrong() throws Exception {
        var device = recorder();
        device.setFault(new Fault(Fault.Kind.CLOCK, Fault.Where.HTTP, "", 3600, 0));
        var clock = session(device).facet(DeviceFacet.Clock.class).orElseThrow();
        assertThat(clock.offset()).isCloseTo(Duration.ofHours(1), Duration.ofSeconds(5));
        device.setFault(Fault.NONE);
        assertThat(clock.follows()).contains("pool.ntp.org");
        clock.set(Instant.now().minusSeconds(600));
        assertThat(clock.follows()).isEmpty();
        assertThat(clock.offset()).isCloseTo(Duration.ofMinutes(-10), Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @EnumSource(Auth.class)
    void changesThePasswordForGood(Auth auth) throws Exception {
        var device = plug(settings().withAuth(auth));
        var fresh = "new-" + secret;
        session(device).facet(DeviceFacet.Credentials.class).orElseThrow().rotate(fresh);
        assertThat(session(Targets.at(URI.create(device.address()), "hub", fresh))
                        .channels())
                .hasSize(3);
        assertThat(catchThrowableOfType(Refused.class, () -> session(device)).why())
                .isEqualTo(Why.CREDENTIALS);
        assertThat(device.lockedSeconds())
                .as("trying the old one locked nobody out")
                .isZero();
    }

    @Test
    void aPasswordThatTheDeviceRefusesLeavesTheOldOne() throws Exception {
        var device = recorder();
        var credentials = session(device).facet(DeviceFacet.Credentials.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> credentials.rotate("short"));
        assertThat(session(device).channels()).hasSize(3);
    }

    @Test
    void anotherBoxAtItsAddressIsNotTakenForIt() throws Exception {
        var device = recorder();
        var pinned = Targets.pinned(target(device), device.serial());
        assertThat(session(pinned).channels()).hasSize(3);
        device.setFault(new Fault(Fault.Kind.OTHER_BOX, Fault.Where.HTTP, "", 0, 0));
        assertThat(catchThrowableOfType(Refused.class, () -> session(pinned)).why())
                .isEqualTo(Why.WRONG_DEVICE);
    }
}
