package vn.matluoi.driver.dahua.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.Channel.Status;
import vn.matluoi.api.driver.ChannelFacet.Downloads;
import vn.matluoi.api.driver.ChannelFacet.Presets;
import vn.matluoi.api.driver.ChannelFacet.Presets.Preset;
import vn.matluoi.api.driver.ChannelFacet.Ptz;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition;
import vn.matluoi.api.driver.ChannelFacet.PtzPosition.Position;
import vn.matluoi.api.driver.ChannelFacet.Recordings;
import vn.matluoi.api.driver.ChannelFacet.Recordings.Recording;
import vn.matluoi.api.driver.ChannelFacet.Snapshots;
import vn.matluoi.api.driver.ChannelFacet.Streams;
import vn.matluoi.api.driver.ChannelFacet.Tours;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.driver.DeviceException.Garbled;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceException.Unsupported;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.StreamKind;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.dahua.Quirk;
import vn.matluoi.simulators.rtsp.RtspViewer;

/** What the driver does with the simulated recorder, but for its events. */
class SimulatedRecorderTest extends Simulated {

    @Test
    void isWhatItSaysWithAllItsChannels() throws DeviceException {
        var info = session.facet(DeviceFacet.Identity.class).orElseThrow().info();
        assertThat(info.serial()).contains(recorder.serial());
        assertThat(info.name()).isEqualTo("UBND xã");
        var channels = session.channels();
        assertThat(channels).hasSize(8);
        assertThat(channels.get(7).status()).isEqualTo(Status.EMPTY);
        assertThat(channels).filteredOn(c -> c.status() == Status.OFFLINE).hasSize(1);
        assertThat(channels.get(4).child().orElseThrow().protocol()).contains("Onvif");
        assertThat(session.facet(ONE, Snapshots.class).orElseThrow().take()).startsWith(0xff, 0xd8);
    }

    @Test
    void itsLiveStreamPlays() throws Exception {
        session.channels();
        var address = session.facet(ONE, Streams.class).orElseThrow().address(StreamKind.MAIN);
        plays(address.uri());
    }

    /** The first channel has a third stream; the others have two. */
    @Test
    void aThirdStreamIsToldAndPlays() throws Exception {
        session.channels();
        var one = session.facet(ONE, Streams.class).orElseThrow();
        assertThat(one.streams())
                .extracting(Streams.StreamInfo::kind)
                .containsExactly(StreamKind.MAIN, StreamKind.SUB, StreamKind.THIRD);
        var uri = one.address(StreamKind.THIRD).uri();
        assertThat(uri.toString()).endsWith(":" + recorder.rtspPort() + "/cam/realmonitor?channel=1&subtype=2");
        plays(uri);
        var two = session.facet(TWO, Streams.class).orElseThrow();
        assertThat(two.streams()).hasSize(2);
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> two.address(StreamKind.THIRD));
        var none = URI.create(uri.toString().replace("channel=1", "channel=2"));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> plays(none))
                .withMessageContaining("404");
    }

    private void plays(URI uri) throws Exception {
        var withAccount = URI.create(uri.toString().replace("rtsp://", "rtsp://hub:" + secret + "@"));
        try (var viewer = RtspViewer.open(withAccount, Duration.ofSeconds(10))) {
            viewer.watch(Duration.ofMillis(500));
            assertThat(viewer.report().frames()).isPositive();
        }
    }

    @Test
    void dahuaErrorWith200() throws DeviceException {
        session.channels();
        var ptz = session.facet(ONE, Ptz.class).orElseThrow();
        recorder.set(Quirk.ERROR_WITH_200, true);
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> ptz.move(1, 0, 0));
        var clock = session.facet(DeviceFacet.Clock.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> clock.set(NOW));
        var events = session.facet(DeviceFacet.Events.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> events.subscribe(new Heard()));
        var credentials = session.facet(DeviceFacet.Credentials.class).orElseThrow();
        assertThatExceptionOfType(Garbled.class).isThrownBy(() -> credentials.rotate("another-password-1"));
        assertThat(session.channels()).as("the old password works").isNotEmpty();
    }

    @Test
    void dahuaOnvifChild() throws DeviceException {
        recorder.set(Quirk.ONVIF_CHILD, true);
        session.channels();
        var pictures = session.facet(FIVE, Snapshots.class).orElseThrow();
        assertThatExceptionOfType(Unsupported.class).isThrownBy(pictures::take).withMessageContaining("ONVIF");
    }

    @Test
    void contentLengthLongerThanBody() throws DeviceException {
        recorder.set(Quirk.LENGTH_LONGER_THAN_BODY, true);
        assertThat(session.channels()).hasSize(8);
        assertThat(session.facet(DeviceFacet.Health.class)
                        .orElseThrow()
                        .health()
                        .disks())
                .hasSize(1);
    }

    @Test
    void turnsOnlyWhatTurns() throws DeviceException {
        session.channels();
        assertThat(session.facet(TWO, Ptz.class)).isEmpty();
        assertThat(session.facet(TWO, Presets.class)).isEmpty();
        var ptz = session.facet(ONE, Ptz.class).orElseThrow();
        ptz.move(-1, 0.5, 0);
        assertThat(motion()).isEqualTo("LeftUp 4 8");
        ptz.move(0, 0, -0.1);
        assertThat(motion()).isEqualTo("ZoomWide 0 1");
        ptz.stop();
        assertThat(motion()).isEmpty();
        ptz.stop();
        ptz.move(0.2, 0, 0);
        ptz.move(0, 0, 0);
        assertThat(motion()).isEmpty();
    }

    private String motion() {
        return recorder.channels().get(0).motion();
    }

    @Test
    void goesWhereItIsSent() throws DeviceException {
        session.channels();
        var position = session.facet(ONE, PtzPosition.class).orElseThrow();
        position.go(new Position(0.5, -1, 0.25));
        var there = position.position().orElseThrow();
        assertThat(there.pan()).isCloseTo(0.5, org.assertj.core.data.Offset.offset(0.001));
        assertThat(there.tilt()).as("the lower end").isEqualTo(-1);
        assertThat(there.zoom()).isCloseTo(0.25, org.assertj.core.data.Offset.offset(0.001));
    }

    @Test
    void keepsPlaces() throws DeviceException {
        session.channels();
        var presets = session.facet(ONE, Presets.class).orElseThrow();
        assertThat(presets.presets()).containsExactly(new Preset("1", "Cổng chính"), new Preset("3", "Preset 3"));
        assertThat(presets.save(Optional.empty(), "x").token())
                .as("the first free one")
                .isEqualTo("2");
        presets.recall("2");
        presets.remove("2");
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> presets.recall("2"));
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> presets.recall("1&code=SetPreset"));
        while (presets.presets().size() < 8) {
            presets.save(Optional.empty(), "");
        }
        assertThatExceptionOfType(Busy.class).isThrownBy(() -> presets.save(Optional.empty(), ""));
        var tours = session.facet(ONE, Tours.class).orElseThrow();
        assertThat(tours.tours()).containsExactly(new Preset("1", "Vòng 1"));
        tours.start("1");
        tours.stop("1");
        assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> tours.start("7"));
    }

    @Test
    void findsRecordingsInTrueTime() throws Exception {
        recorder.setAhead(Duration.ofMinutes(7));
        session.channels();
        var recordings = session.facet(ONE, Recordings.class).orElseThrow();
        var found = recordings.search(NOW.minus(Duration.ofHours(20)), NOW);
        assertThat(found).as("more than a page").hasSize(21);
        assertThat(found).isSortedAccordingTo((a, b) -> a.from().compareTo(b.from()));
        var last = found.get(found.size() - 1);
        assertThat(last.from()).as("10:00 on its clock").isEqualTo(Instant.parse("2026-11-22T02:53:00Z"));
        assertThat(last.to()).isEqualTo(NOW);
        assertThat(last.trigger()).contains("Timing");
        var playback = recordings.playback(last).uri();
        assertThat(playback.toString())
                .contains("/cam/playback?channel=1&starttime=2026_11_22_10_00_00&endtime=2026_11_22_10_27_00");
        plays(playback);
        assertThat(recorder.openSearches()).isZero();
    }

    @Test
    void whereNothingIsRecordedNothingIsFound() throws DeviceException {
        recorder.setRecordMode(2, 2);
        session.channels();
        var recordings = session.facet(TWO, Recordings.class).orElseThrow();
        assertThat(recordings.search(NOW.minus(Duration.ofHours(1)), NOW)).isEmpty();
        assertThat(recorder.openSearches()).isZero();
        var health = session.facet(DeviceFacet.Health.class).orElseThrow().health();
        assertThat(health.recording())
                .containsEntry(TWO, false)
                .containsEntry(ONE, true)
                .hasSize(7);
        assertThat(health.faults()).hasSize(1);
        assertThat(health.firmware()).contains("4.002.0000000.1,build:2023-09-26");
        assertThat(health.roundTrip()).isPresent();
    }

    private byte[] fetch(Recording recording) throws Exception {
        var bytes = new ByteArrayOutputStream();
        var end = new CompletableFuture<Optional<DeviceException>>();
        var sink = new Downloads.DownloadSink() {
            @Override
            public void piece(byte[] piece) {
                bytes.writeBytes(piece);
            }

            @Override
            public void ended(Optional<DeviceException> why) {
                end.complete(why);
            }
        };
        var downloads = session.facet(ONE, Downloads.class).orElseThrow();
        downloads.download(recording, sink).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertThat(end.get(60, TimeUnit.SECONDS)).isEmpty();
        return bytes.toByteArray();
    }

    @Test
    void fetchesAFileWhole() throws Exception {
        session.channels();
        var recordings = session.facet(ONE, Recordings.class).orElseThrow();
        var found = recordings.search(NOW.minus(Duration.ofHours(3)), NOW);
        var file = fetch(found.get(1));
        assertThat(new String(file, 0, 4, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("DHAV");
        assertThat(file.length).isEqualTo((int)
                Footage.read(found.get(1).reference()).orElseThrow().length());
    }

    /** Seven hours are two windows. */
    @Test
    void fetchesInWindowsWhereFilesAreRefused() throws Exception {
        session.channels();
        var seven = new Recording(
                NOW.minus(Duration.ofHours(8)),
                NOW.minus(Duration.ofHours(1)),
                "2026-11-22T02:20:00/2026-11-22T09:20:00/0/mnt/elsewhere.dav",
                Optional.empty());
        fetch(seven);
        assertThat(recorder.requests()).containsEntry("GET /cgi-bin/loadfile.cgi", 2L);
    }

    @Test
    void whatIsNoRecordingIsNotFetched() {
        var downloads = session.facet(ONE, Downloads.class).orElseThrow();
        var none = new Recording(NOW, NOW.plusSeconds(1), "../etc/passwd", Optional.empty());
        assertThat(downloads.download(none, null)).isCompletedExceptionally();
    }

    @Test
    void setsTheClock() throws DeviceException {
        recorder.setAhead(Duration.ofHours(-1));
        var clock = session.facet(DeviceFacet.Clock.class).orElseThrow();
        assertThat(clock.offset()).isEqualTo(Duration.ofHours(-1));
        assertThat(clock.follows()).contains("pool.ntp.org");
        clock.set(NOW);
        assertThat(clock.follows()).as("it would undo it").isEmpty();
        assertThat(clock.offset()).isEqualTo(Duration.ZERO);
    }

    @Test
    void changesThePasswordForGood() throws DeviceException {
        var fresh = "a%b+c/d#" + UUID.randomUUID().toString().substring(0, 12);
        session.facet(DeviceFacet.Credentials.class).orElseThrow().rotate(fresh);
        try (var again = new DahuaDriver(Targets.http()).open(Targets.at(target.address(), "hub", fresh))) {
            assertThat(again.channels()).isNotEmpty();
        }
        assertThat(catchThrowableOfType(Refused.class, session::channels).why()).isEqualTo(Why.CREDENTIALS);
        assertThat(recorder.lockedSeconds())
                .as("trying the old one locked nobody out")
                .isZero();
    }

    @Test
    void aPasswordTheDeviceWouldNotTakeIsNotSent() {
        var credentials = session.facet(DeviceFacet.Credentials.class).orElseThrow();
        for (var bad : List.of("short", secret, "with & ampersand", "mật khẩu dài lắm", "x".repeat(33))) {
            assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> credentials.rotate(bad));
        }
        assertThat(recorder.requests().keySet()).noneMatch(r -> r.contains("userManager"));
    }

    @Test
    void aLockedDeviceIsNotAWrongPassword() {
        recorder.lock(Duration.ofMinutes(10));
        var refused = catchThrowableOfType(Refused.class, session::channels);
        assertThat(refused.why()).isEqualTo(Why.LOCKED);
        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(610));
    }
}
