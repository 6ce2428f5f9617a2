package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Layer;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;

class SupervisorTest {

    private static final Duration WATCH = Duration.ofSeconds(30);

    private final Hub hub = new Hub(new PlainVault());

    private void watchOnce() {
        hub.timer.advance(WATCH.plusSeconds(1));
    }

    @Test
    void bringsTheChannelsOfANewSourceIntoTheCatalogue() {
        hub.add("nvr", "right");

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        var statement = hub.catalogue.statements.get(0);
        assertThat(statement.layer()).isEqualTo(Layer.DEVICE);
        assertThat(statement.by()).isEqualTo("driver:fake");
        assertThat(statement.complete()).isTrue();
        assertThat(statement.items())
                .extracting(item -> item.channel().orElseThrow())
                .containsExactly("1", "2", "4");
        var first = statement.items().iterator().next();
        assertThat(first.values())
                .containsEntry(CameraField.NAME, "Cổng 1")
                .containsEntry(CameraField.MANUFACTURER, "Maker")
                .containsEntry(CameraField.SERIAL, "CAM1")
                .containsEntry(CameraField.CODEC, "H264")
                .containsEntry(CameraField.RESOLUTION, "1920x1080")
                .containsEntry(CameraField.FRAME_RATE, "12.5");
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.catalogue.stateOf("nvr", "2").kind()).isEqualTo(Kind.OFFLINE);
        assertThat(hub.catalogue.stateOf("nvr", "2").cause()).contains(Causes.CHANNEL_OFFLINE);
        assertThat(hub.catalogue.ofChannelCount()).isEqualTo(3);
    }

    @Test
    void aWrongPasswordIsTriedOnceAndNeverAgainUntilChanged() throws Exception {
        hub.add("nvr", "wrong");

        hub.timer.advance(Duration.ofDays(2));
        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.OFFLINE);
        assertThat(hub.state("nvr").cause()).contains(Causes.CREDENTIALS);
        assertThat(hub.stored("nvr").blocked()).contains(Causes.CREDENTIALS);

        hub.restart();
        hub.timer.advance(Duration.ofDays(2));
        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.state("nvr").cause()).contains(Causes.CREDENTIALS);
        assertThat(hub.supervisor("nvr").ask(DeviceSession::channels))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(HubException.class, e -> {
                    assertThat(e.reason()).isEqualTo(HubException.Reason.CONFLICT);
                    assertThat(e.rule()).isEqualTo(Causes.CREDENTIALS);
                });
        assertThat(hub.supervisor("nvr").sync()).isCompletedExceptionally();
        assertThat(hub.device.opened).hasValue(1);

        hub.enter("nvr", "right", Map.of());
        hub.timer.settle();
        assertThat(hub.device.secrets).containsExactly("wrong", "right");
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aPasswordRefusedByRtspStopsTheOtherWaysInToo() {
        hub.add("nvr", "right");
        var opened = hub.device.opened.get();
        var asked = hub.device.asked.get();

        hub.supervisor("nvr").credentialsRejected();
        hub.timer.advance(Duration.ofDays(1));

        assertThat(hub.device.opened).hasValue(opened);
        assertThat(hub.device.asked).hasValue(asked);
        assertThat(hub.device.closed).hasValue(opened);
        assertThat(hub.stored("nvr").blocked()).contains(Causes.CREDENTIALS);
        assertThat(hub.catalogue.stateOf("nvr", "1").cause()).contains(Causes.CREDENTIALS);
    }

    @Test
    void theBlockHoldsWhileTheDatabaseIsAwayAndIsWrittenLater() {
        hub.add("nvr", "right");
        hub.store.away = true;
        hub.supervisor("nvr").credentialsRejected();
        hub.timer.advance(Duration.ofMinutes(1));
        var opened = hub.device.opened.get();

        hub.store.away = false;
        hub.timer.advance(Duration.ofMinutes(10));

        assertThat(hub.device.opened).hasValue(opened);
        assertThat(hub.stored("nvr").blocked()).contains(Causes.CREDENTIALS);
    }

    @Test
    void aRefusalOfTheFormerPasswordDoesNotBlockTheNewOne() {
        hub.add("nvr", "right");
        hub.device.password = "new";
        hub.device.whileAsked = () -> {
            hub.device.whileAsked = () -> {};
            hub.enter("nvr", "new", Map.of()); // a person changes it while the old one is being refused
        };
        hub.device.failOnce = FakeDevice.refused(Why.CREDENTIALS);
        watchOnce();

        assertThat(hub.stored("nvr").blocked()).isEmpty();
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void oneMissedAnswerIsNotAFault() {
        hub.add("nvr", "right");
        hub.device.failure = FakeDevice.UNREACHABLE;
        watchOnce();
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);

        hub.device.failure = null;
        watchOnce();
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void threeMissedAnswersAreOfflineAndTheCamerasFollow() {
        hub.add("nvr", "right");
        var proof = hub.state("nvr").lastProof();
        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.timer.advance(Duration.ofMinutes(1));

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.OFFLINE);
        assertThat(hub.state("nvr").cause()).contains(Causes.UNREACHABLE);
        assertThat(hub.state("nvr").lastProof()).isEqualTo(proof);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.OFFLINE);
        assertThat(hub.catalogue.stateOf("nvr", "1").cause()).contains(Causes.UNREACHABLE);

        hub.device.failure = null;
        hub.timer.advance(Duration.ofMinutes(5));
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aSilentDeviceIsAskedLessAndLessOftenButOnceAMinute() {
        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(10));
        var inTheFirstTenMinutes = hub.device.opened.get();
        hub.timer.advance(Duration.ofHours(1));

        assertThat(inTheFirstTenMinutes).isBetween(15, 22);
        assertThat(hub.device.opened.get() - inTheFirstTenMinutes).isBetween(60, 90);
    }

    @Test
    void whoAsksAnOfflineSourceIsToldAtOnceAndTheNextTryComesSooner() {
        hub.device.failure = FakeDevice.UNREACHABLE;
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofHours(1));
        var opened = hub.device.opened.get();

        assertThat(hub.supervisor("nvr").ask(DeviceSession::channels)).isCompletedExceptionally();
        assertThat(hub.supervisor("nvr").ask(DeviceSession::channels)).isCompletedExceptionally();
        assertThat(hub.device.opened).hasValue(opened);
        hub.timer.settle();
        assertThat(hub.device.opened).hasValue(opened + 1);
    }

    @Test
    void busyIsNotDown() {
        hub.add("nvr", "right");
        hub.device.failure = FakeDevice.BUSY;
        watchOnce();
        assertThat(hub.state("nvr").kind()).isNotEqualTo(Kind.OFFLINE);
        hub.timer.advance(Duration.ofHours(3));

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.DEGRADED);
        assertThat(hub.state("nvr").cause()).contains(Causes.BUSY);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aWrongClockAndABadDiskDegrade() {
        hub.device.clockOffset = Duration.ofHours(-30);
        hub.add("nvr", "right");
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.DEGRADED);
        assertThat(hub.state("nvr").cause()).contains(Causes.CLOCK);

        hub.device.diskHealthy = false;
        hub.timer.advance(Duration.ofMinutes(6));
        assertThat(hub.state("nvr").cause()).contains(Causes.DISK);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);

        hub.device.diskHealthy = true;
        hub.device.clockOffset = Duration.ofSeconds(3);
        hub.timer.advance(Duration.ofMinutes(6));
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void detailsThatFailLeaveTheChannelsStanding() {
        hub.device.streamsFail = new DeviceException.Garbled(Text.same("nonsense"));
        hub.add("nvr", "right");

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.DEGRADED);
        assertThat(hub.state("nvr").cause()).contains(Causes.PARTIAL);
        assertThat(hub.catalogue.statements.get(0).items()).hasSize(3).allSatisfy(item -> assertThat(item.values())
                .doesNotContainKey(CameraField.CODEC));
    }

    @Test
    void aPartialAnswerIsNeverComplete() {
        hub.device.channelsFail = new DeviceException.Garbled(Text.same("cut in the middle"));
        hub.add("nvr", "right");
        assertThat(hub.catalogue.statements).isEmpty();

        hub.device.channelsFail = null;
        hub.device.channels = List.of();
        hub.timer.advance(Duration.ofMinutes(5));
        var twice = FakeDevice.channel("1", Channel.Status.ONLINE);
        hub.device.channels = List.of(twice, twice);
        hub.timer.advance(Duration.ofHours(2));

        assertThat(hub.catalogue.statements).isNotEmpty().noneMatch(statement -> statement.complete());
    }

    @Test
    void aCameraThatWasOnlineIsOfflineOnlyWhenTheRecorderSaysSoTwice() {
        hub.add("nvr", "right");
        hub.device.channels = List.of(
                FakeDevice.channel("1", Channel.Status.OFFLINE),
                FakeDevice.channel("2", Channel.Status.ONLINE),
                FakeDevice.channel("4", Channel.Status.ONLINE));
        watchOnce();
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.catalogue.stateOf("nvr", "2").kind()).isEqualTo(Kind.ONLINE);
        watchOnce();
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.OFFLINE);
    }

    @Test
    void onlyChangesAreWritten() {
        hub.add("nvr", "right");
        var written = hub.catalogue.observations.size();
        hub.timer.advance(Duration.ofMinutes(4));

        assertThat(hub.device.asked.get()).isGreaterThan(5);
        assertThat(hub.catalogue.observations).hasSize(written);
        assertThat(hub.catalogue.statements).hasSize(1);
    }

    @Test
    void anUnchangedAnswerIsNotCommittedEveryHour() {
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofHours(23));
        assertThat(hub.catalogue.statements).hasSize(1);
        hub.timer.advance(Duration.ofHours(3));
        assertThat(hub.catalogue.statements).hasSize(2);
    }

    @Test
    void aNewChannelDoesNotWaitForTheHour() {
        hub.add("nvr", "right");
        hub.device.channels =
                List.of(FakeDevice.channel("1", Channel.Status.ONLINE), FakeDevice.channel("9", Channel.Status.ONLINE));
        hub.timer.advance(Duration.ofMinutes(7));

        assertThat(hub.catalogue.statements).hasSize(2);
        assertThat(hub.catalogue.stateOf("nvr", "9").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.catalogue.stateOf("nvr", "4").cause()).contains(Causes.CHANNEL_GONE);
    }

    @Test
    void anotherDeviceOnTheSameAddressIsRefused() {
        hub.add("nvr", "right");
        assertThat(hub.stored("nvr").pinnedIdentity()).contains("SN1");

        hub.device.failure = FakeDevice.UNREACHABLE;
        watchOnce();
        hub.device.failure = null;
        hub.device.serial = "SN2";
        watchOnce();
        var opened = hub.device.opened.get();
        hub.timer.advance(Duration.ofDays(1));

        assertThat(hub.state("nvr").cause()).contains(Causes.WRONG_DEVICE);
        assertThat(hub.stored("nvr").blocked()).contains(Causes.WRONG_DEVICE);
        assertThat(hub.device.opened).hasValue(opened);
        assertThat(hub.catalogue.statements).hasSize(1);
    }

    @Test
    void oneSessionIsUsedAgainAndClosedWhenItFails() {
        hub.add("nvr", "right");
        hub.timer.advance(Duration.ofMinutes(10));
        assertThat(hub.device.opened).hasValue(1);
        assertThat(hub.device.closed).hasValue(0);

        hub.device.failure = FakeDevice.UNREACHABLE;
        watchOnce();
        assertThat(hub.device.closed).hasValue(1);
    }

    @Test
    void aDriverThatThrowsIsItsOwnSourcesFaultAlone() {
        hub.add("nvr", "right");
        hub.device.bug = new IllegalStateException("null pointer or so");
        hub.timer.advance(Duration.ofMinutes(2));
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.OFFLINE);
        assertThat(hub.state("nvr").cause()).contains(Causes.GARBLED);

        hub.device.bug = null;
        hub.timer.advance(Duration.ofMinutes(5));
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aSourceWaitsForItsDriverAndGoesOnAtOnceWhenItAppears() {
        hub.add("nvr", "right");
        hub.shelf.remove(hub.device);
        hub.timer.advance(Handover.LONGEST);
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(hub.state("nvr").cause()).contains(Causes.DRIVER);
        assertThat(hub.device.closed).hasValue(1);
        var asked = hub.device.asked.get();
        hub.timer.advance(Duration.ofHours(1));
        assertThat(hub.device.asked).hasValue(asked);

        var upgraded = new FakeDevice();
        hub.shelf.add(new DriverShelf.Serving("fake", new org.osgi.framework.Version("1.0.1"), upgraded, List.of()));
        hub.timer.settle();
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(upgraded.opened).hasValue(1);
    }

    @Test
    void aSuspendedSourceIsLeftAlone() {
        hub.add("nvr", "right");
        var asked = hub.device.asked.get();
        var old = hub.stored("nvr");
        var s = old.settings();
        hub.store.put(
                new StoredSource(
                        new vn.matluoi.api.source.SourceSettings(
                                s.id(),
                                s.name(),
                                s.driver(),
                                s.address(),
                                s.username(),
                                s.area(),
                                s.unit(),
                                s.sector(),
                                s.options(),
                                true),
                        old.sealedSecret(),
                        old.file(),
                        old.pinnedIdentity(),
                        old.pinnedCertificate(),
                        old.blocked()),
                "test");
        hub.supervision.changed(s.id());
        hub.timer.advance(Duration.ofHours(1));

        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.SUSPENDED);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.SUSPENDED);
        assertThat(hub.device.asked).hasValue(asked);
    }

    @Test
    void aRemovedSourceIsSilentAndItsCamerasStayUnknown() {
        hub.add("nvr", "right");
        var asked = hub.device.asked.get();
        hub.store.remove(new SourceId("nvr"), "test");
        hub.supervision.changed(new SourceId("nvr"));
        hub.timer.advance(Duration.ofHours(1));

        assertThat(hub.supervision.find(new SourceId("nvr"))).isEmpty();
        assertThat(hub.device.asked).hasValue(asked);
        assertThat(hub.catalogue.stateOf("nvr", "1").kind()).isEqualTo(Kind.UNKNOWN);
        assertThat(hub.catalogue.stateOf("nvr", "1").cause()).contains(Causes.REMOVED);
    }

    @Test
    void aSecretThatDoesNotOpenIsSaidAndNothingIsSent() {
        hub.store.put(
                new StoredSource(
                        Hub.settings("nvr", Map.of()),
                        Optional.of(hub.vault.seal("source/other", "right".toCharArray())),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                "test");
        hub.supervision.changed(new SourceId("nvr"));
        hub.timer.settle();

        assertThat(hub.state("nvr").cause()).contains(Causes.SECRET);
        assertThat(hub.device.opened).hasValue(0);
    }

    @Test
    void sourcesOfAStoreThatComesLateAreSupervisedWhenItComes() throws Exception {
        hub.add("nvr", "right");
        hub.store.away = true;
        hub.restart();
        assertThat(hub.supervision.find(new SourceId("nvr"))).isEmpty();
        hub.store.away = false;
        hub.timer.advance(Duration.ofMinutes(1));
        assertThat(hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void syncAnswersWithTheReport() throws Exception {
        hub.add("nvr", "right");
        assertThat(hub.supervisor("nvr").sync().get().rows()).hasSize(3);

        hub.device.failure = FakeDevice.UNREACHABLE;
        assertThat(hub.supervisor("nvr").sync())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(DeviceException.Unreachable.class);
    }
}
