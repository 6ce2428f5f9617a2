package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.core.internal.supervise.Causes;
import vn.matluoi.core.internal.supervise.Hub;
import vn.matluoi.core.internal.testing.FakeDevice;

/** A password is changed on a device, and everything that may go wrong does. */
class PasswordChangeTest {

    private static final SourceId NVR = new SourceId("nvr");
    private static final DeviceException GARBLED = new DeviceException.Garbled(Text.same("what is that?"));

    private final Desk desk = new Desk();
    private final FakeDevice device = desk.hub.device;
    private final AtomicInteger told = new AtomicInteger();
    private SupervisedUpkeep upkeep = upkeep();

    /** The hub's process ends where it stands. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
    }

    private SupervisedUpkeep upkeep() {
        return new SupervisedUpkeep(desk.hub.supervision, desk.sources, desk.audit, new Random(11));
    }

    @BeforeEach
    void aDeviceWhosePasswordCanBeChanged() {
        device.credentials = fresh -> {
            told.incrementAndGet();
            device.password = fresh;
        };
        desk.hub.add("nvr", "right");
    }

    private List<SourceId> rotate() {
        return upkeep.rotate(Desk.LAN, NVR, Optional.empty()).sources();
    }

    private HubException refusal() {
        return catchThrowableOfType(HubException.class, this::rotate);
    }

    private String secret(String id) {
        return new String(desk.hub.vault.open(
                "source/" + id, desk.hub.stored(id).sealedSecret().orElseThrow()));
    }

    private Optional<byte[]> pending() {
        return desk.hub.stored("nvr").pendingSecret();
    }

    private void restart() throws Exception {
        desk.restart();
        upkeep = upkeep();
    }

    private void after(Duration time) {
        desk.hub.timer.advance(time);
    }

    private void online(String... ids) {
        for (var id : ids) {
            assertThat(desk.hub.state(id).kind()).as(id).isEqualTo(Kind.ONLINE);
        }
    }

    private List<String> settled() {
        return desk.audit.records.stream()
                .filter(record -> record.action().equals("source.password-settled"))
                .map(record ->
                        "%s %s".formatted(record.actor(), record.details().get("holds")))
                .toList();
    }

    @Test
    void theDeviceIsGivenAPasswordThatNobodySees() {
        assertThat(rotate()).containsExactly(NVR);
        after(Duration.ofMinutes(10));

        assertThat(device.password).hasSize(16).isEqualTo(secret("nvr"));
        assertThat(pending()).isEmpty();
        assertThat(device.wrong).hasValue(0);
        online("nvr");
        assertThat(desk.audit.records)
                .extracting(AuditRecord::action)
                .contains("source.password-change", "source.password-settled");
        assertThat(settled()).containsExactly("lan new");
        assertThat(desk.audit.records.toString()).doesNotContain(device.password, "right");
    }

    @Test
    void aPersonsPasswordIsTakenAndOneThatDevicesRefuseIsNot() {
        var chosen = "Chợ-1".toCharArray();
        assertThatExceptionOfType(HubException.class)
                .isThrownBy(() -> upkeep.rotate(Desk.LAN, NVR, Optional.of(chosen)))
                .matches(no -> no.reason() == Reason.INVALID);
        assertThat(told).hasValue(0);

        var good = "river-mouth-9".toCharArray();
        upkeep.rotate(Desk.LAN, NVR, Optional.of(good));
        assertThat(device.password).isEqualTo("river-mouth-9");
        assertThat(good).as("cleared by the caller").isEqualTo("river-mouth-9".toCharArray());
        assertThat(desk.audit.records.toString()).doesNotContain("river-mouth");
    }

    @Test
    void whatCannotBeRecordedOrKeptIsNotToldToTheDevice() {
        desk.audit.away = true;
        assertThat(refusal().reason()).isEqualTo(Reason.UNAVAILABLE);
        desk.audit.away = false;
        desk.hub.store.readOnly = true;
        assertThat(refusal().reason()).isEqualTo(Reason.UNAVAILABLE);
        desk.hub.store.readOnly = false;
        assertThat(told).hasValue(0);

        rotate();
        after(Duration.ofMinutes(1));
        online("nvr");
    }

    @Test
    void theNewSecretIsKeptBeforeTheDeviceIsTold() {
        device.credentials = fresh -> {
            assertThat(new String(desk.hub.vault.open("source/nvr", pending().orElseThrow())))
                    .isEqualTo(fresh);
            assertThat(secret("nvr")).isEqualTo("right");
            device.password = fresh;
        };
        rotate();
        assertThat(secret("nvr")).isEqualTo(device.password);
    }

    @Test
    void everySourceOfTheAccountLogsInWithTheNewOneAndNobodyShowsTheOldOneAgain() {
        device.tells = true;
        desk.hub.add("gate", "right", Map.of("channel", "1"));
        desk.hub.add("yard", "right", Map.of("channel", "4"));
        after(Duration.ofMinutes(1));
        var subscribed = device.sinks.size();

        assertThat(rotate()).extracting(SourceId::value).containsExactly("nvr", "gate", "yard");
        after(Duration.ofMinutes(2));

        online("nvr", "gate", "yard");
        assertThat(secret("gate")).isEqualTo(device.password);
        assertThat(device.wrong).hasValue(0);
        assertThat(device.sinks).as("subscribed anew").hasSizeGreaterThanOrEqualTo(subscribed + 3);
        assertThat(desk.hub.supervisor("gate").listening().orElseThrow().kind())
                .isEqualTo(vn.matluoi.api.source.Sources.Listening.Kind.RUNNING);
    }

    @Test
    void anAccountThatAnotherDriverMayShareIsNotChangedUnlessThatSourceRests() {
        desk.hub.shelf.add(new vn.matluoi.core.internal.driver.DriverShelf.Serving(
                "other", new org.osgi.framework.Version("1.0.0"), device, List.of()));
        desk.hub.enter("other", "cam", "right", Map.of());
        desk.hub.timer.settle();

        var no = refusal();
        assertThat(no.reason()).isEqualTo(Reason.CONFLICT);
        assertThat(no.text().vi()).contains("cam");
        assertThat(told).hasValue(0);

        var cam = desk.hub.stored("cam").settings();
        desk.sources.update(Desk.LAN, Hub.suspended(cam, true), Optional.empty(), Optional.empty());
        rotate();
        assertThat(secret("cam")).isEqualTo("right");
    }

    @Test
    void whatTheDeviceDidNotTakeLeavesTheOldOneInForce() {
        device.credentials = fresh -> {
            throw GARBLED;
        };
        var no = refusal();
        assertThat(no.rule()).isEqualTo("password.kept");
        assertThat(no.text().vi()).contains("mật khẩu cũ vẫn có hiệu lực");
        after(Duration.ofMinutes(2));

        assertThat(secret("nvr")).isEqualTo("right");
        assertThat(pending()).isEmpty();
        assertThat(device.wrong).hasValue(0);
        online("nvr");
        assertThat(settled()).containsExactly("lan old");
    }

    @Test
    void aDriverThatFailedAlthoughTheDeviceTookItIsNotBelieved() {
        for (var failure : List.of(FakeDevice.UNREACHABLE, GARBLED)) {
            device.credentials = fresh -> {
                device.password = fresh;
                throw failure;
            };
            assertThat(rotate()).containsExactly(NVR);
            after(Duration.ofMinutes(1));
            assertThat(secret("nvr")).isEqualTo(device.password);
            online("nvr");
        }
        assertThat(device.wrong)
                .as("the old one first, where the device had answered")
                .hasValue(1);
    }

    @Test
    void aDriverThatFailsByItsOwnFaultLosesNoPassword() {
        device.credentials = fresh -> {
            throw new IllegalStateException("a plug-in's bug");
        };
        assertThat(refusal().rule()).isEqualTo("password.kept");
        after(Duration.ofMinutes(1));
        online("nvr");
    }

    @Test
    void aDeviceThatCannotBeAskedIsAskedWhenItIsBack() {
        device.credentials = fresh -> {
            device.password = fresh;
            device.failure = FakeDevice.UNREACHABLE;
            throw FakeDevice.UNREACHABLE;
        };
        var no = refusal();
        assertThat(no.rule()).isEqualTo("password.unsettled");
        assertThat(pending()).isPresent();
        assertThat(refusal().rule()).as("nor is it changed again before that").isEqualTo("password.changing");
        after(Duration.ofMinutes(20));
        device.failure = null;
        after(Duration.ofMinutes(2));

        assertThat(secret("nvr")).isEqualTo(device.password);
        assertThat(pending()).isEmpty();
        assertThat(device.wrong).hasValue(0);
        online("nvr");
        assertThat(settled()).containsExactly("system new");
    }

    @Test
    void aProofTheDeviceRefusedIsMadeAgainWhenTheHubsOwnMemoryOfItIsOver() {
        device.credentials = fresh -> {
            device.password = fresh;
            throw FakeDevice.refused(DeviceException.Refused.Why.CREDENTIALS);
        };
        assertThat(refusal().rule()).isEqualTo("password.unsettled");
        after(Duration.ofMinutes(15));
        assertThat(device.wrong).as("nothing is shown to it meanwhile").hasValue(0);
        assertThat(pending()).isPresent();

        after(Duration.ofMinutes(6));
        assertThat(secret("nvr")).isEqualTo(device.password);
        assertThat(pending()).isEmpty();
        online("nvr");
        assertThat(device.wrong).as("the old one first").hasValue(1);
    }

    @Test
    void ifNeitherIsTakenBothWereTriedOnceAndAPersonActs() {
        device.credentials = fresh -> {
            device.password = "set by somebody else";
            throw GARBLED;
        };
        assertThat(refusal().rule()).isEqualTo("password.neither");
        after(Duration.ofHours(3));
        assertThat(device.wrong).hasValue(2);
        assertThat(desk.hub.state("nvr").cause()).contains(Causes.CREDENTIALS);
        assertThat(pending()).as("nothing is thrown away").isPresent();

        desk.sources.update(
                Desk.LAN,
                desk.hub.stored("nvr").settings(),
                Optional.of("set by somebody else".toCharArray()),
                Optional.empty());
        after(Duration.ofMinutes(1));
        online("nvr");
        assertThat(pending()).isEmpty();
        assertThat(device.wrong).hasValue(2);
    }

    @Test
    void aHubThatEndsBeforeTheDeviceIsToldFindsTheOldOneInForce() throws Exception {
        device.credentials = fresh -> {
            throw new PowerCut();
        };
        assertThat(catchThrowable(this::rotate)).isNotNull();
        assertThat(pending()).isPresent();
        restart();
        after(Duration.ofMinutes(5));

        assertThat(secret("nvr")).isEqualTo("right");
        assertThat(pending()).isEmpty();
        assertThat(device.wrong).as("the new one, once").hasValue(1);
        online("nvr");
        assertThat(settled()).containsExactly("system old");
    }

    @Test
    void aHubThatEndsAfterTheDeviceTookItFindsTheNewOneInForce() throws Exception {
        device.credentials = fresh -> {
            device.password = fresh;
            throw new PowerCut();
        };
        assertThat(catchThrowable(this::rotate)).isNotNull();
        restart();
        after(Duration.ofMinutes(5));

        assertThat(secret("nvr")).isEqualTo(device.password).isNotEqualTo("right");
        assertThat(device.wrong).hasValue(0);
        online("nvr");
        assertThat(settled()).containsExactly("system new");
    }

    @Test
    void aHubThatCannotWriteWhichOneHoldsSaysSoAndFindsOutByItself() throws Exception {
        device.credentials = fresh -> {
            device.password = fresh;
            desk.hub.store.readOnly = true;
        };
        assertThat(refusal().rule()).isEqualTo("password.unwritten");
        after(Duration.ofMinutes(1));
        assertThat(secret("nvr")).isEqualTo("right");
        restart();
        desk.hub.store.readOnly = false;
        after(Duration.ofMinutes(6));

        assertThat(secret("nvr")).isEqualTo(device.password);
        assertThat(device.wrong).hasValue(0);
        online("nvr");
    }

    @Test
    void whileItIsUnsettledOnlyTheSourceThatKnowsBothSpeaksToTheDevice() throws Exception {
        desk.hub.add("a-gate", "right", Map.of("channel", "1"));
        desk.hub.add("yard", "right", Map.of("channel", "4"));
        device.credentials = fresh -> {
            device.password = fresh;
            device.failure = FakeDevice.UNREACHABLE;
            throw new PowerCut();
        };
        assertThat(catchThrowable(this::rotate)).isNotNull();
        restart();
        after(Duration.ofMinutes(10));
        assertThat(desk.hub.state("yard").cause()).contains(Causes.PASSWORD);

        device.failure = null;
        after(Duration.ofMinutes(3));
        assertThat(device.wrong).hasValue(0);
        online("nvr", "a-gate", "yard");
        assertThat(secret("a-gate")).isEqualTo(device.password);
    }

    @Test
    void nobodyElseSpeaksToTheDeviceOrChangesTheSourceMeanwhile() {
        desk.hub.add("yard", "right", Map.of("channel", "4"));
        device.credentials = fresh -> {
            var another = catchThrowableOfType(
                    HubException.class, () -> upkeep.rotate(Desk.LAN, new SourceId("yard"), Optional.empty()));
            assertThat(another.rule()).isEqualTo("password.changing");
            assertThat(catchThrowableOfType(
                                    HubException.class,
                                    () -> desk.sources.update(
                                            Desk.LAN,
                                            desk.hub.stored("yard").settings(),
                                            Optional.of("x".toCharArray()),
                                            Optional.empty()))
                            .rule())
                    .isEqualTo("password.changing");
            for (var id : List.of("nvr", "yard")) {
                assertThat(desk.hub.supervisor(id).ask(session -> true)).isCompletedExceptionally();
                assertThat(desk.hub.supervisor(id).askBeside(session -> true)).isCompletedExceptionally();
            }
            device.password = fresh;
        };
        rotate();
        assertThat(secret("yard")).isEqualTo(device.password);
    }

    @Test
    void aStreamThatStillShowsTheOldPasswordDoesNotStopTheSource() {
        rotate();
        desk.hub.supervisor("nvr").credentialsRejected();
        after(Duration.ofMinutes(1));
        online("nvr");
        desk.hub.supervisor("nvr").credentialsRejected();
        after(Duration.ofMinutes(1));
        assertThat(desk.hub.state("nvr").cause())
                .as("by then it is the new one")
                .contains(Causes.CREDENTIALS);
    }

    @Test
    void anotherBoxAtThatAddressKeepsItsPassword() {
        device.serial = "SN2";
        assertThat(refusal().rule()).isEqualTo("device.refused.wrong_device");
        assertThat(told).hasValue(0);
        after(Duration.ofMinutes(1));
        assertThat(desk.hub.state("nvr").cause()).contains(Causes.WRONG_DEVICE);
    }

    @Test
    void aDeviceThatCannotChangeItOrWasNeverGivenOneIsLeftAlone() {
        device.credentials = null;
        assertThat(refusal().reason()).isEqualTo(Reason.UNSUPPORTED);
        after(Duration.ofMinutes(1));
        online("nvr");
        var stored = desk.hub.stored("nvr");
        desk.hub.store.put(
                new StoredSource(
                        stored.settings(),
                        Optional.empty(),
                        stored.file(),
                        stored.pinnedIdentity(),
                        stored.pinnedCertificate(),
                        stored.blocked()),
                "test");
        assertThat(refusal().rule()).isEqualTo("password.none");
    }

    @Test
    void aCallerWhoIsInterruptedOrGivesUpLeavesTheChangeItsPassword() throws Exception {
        var pool = Executors.newCachedThreadPool();
        try {
            startOn(pool);
            var busy = new CountDownLatch(1);
            var free = new CountDownLatch(1);
            desk.hub.supervisor("nvr").ask(session -> {
                busy.countDown();
                return await(free);
            });
            busy.await();
            Thread.currentThread().interrupt();
            assertThat(refusal().rule()).isEqualTo("hub.stopping");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(told).as("it waits for the lane").hasValue(0);

            free.countDown();
            Awaitility.await().until(() -> told.get() == 1 && pending().isEmpty());
            assertThat(device.password).hasSize(16).doesNotContain("\0");
            assertThat(secret("nvr")).isEqualTo(device.password);
        } finally {
            pool.shutdownNow();
        }
    }

    private void startOn(ExecutorService pool) throws Exception {
        desk.hub.restartOn(pool);
        desk.sources = desk.open();
        upkeep = upkeep();
        Awaitility.await().until(() -> {
            desk.hub.timer.advance(Duration.ofSeconds(1));
            return desk.hub
                    .supervision
                    .find(NVR)
                    .filter(nvr -> nvr.state().kind() == Kind.ONLINE)
                    .isPresent();
        });
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void leavesItUnsettled() {
        device.credentials = fresh -> {
            device.password = fresh;
            device.failure = FakeDevice.UNREACHABLE;
            throw FakeDevice.UNREACHABLE;
        };
        assertThat(refusal().rule()).isEqualTo("password.unsettled");
    }

    private SourceSettings nvr() {
        return desk.hub.stored("nvr").settings();
    }

    private HubException refused(Runnable order) {
        return catchThrowableOfType(HubException.class, order::run);
    }

    @Test
    void noOrdinaryChangeOfTheSourceLosesThePasswordThatMayHold() {
        leavesItUnsettled();
        var moved = at(nvr(), "http://192.0.2.9");
        assertThat(refused(() -> desk.sources.update(Desk.LAN, moved, Optional.empty(), Optional.empty()))
                        .rule())
                .isEqualTo("password.unsettled");
        assertThat(refused(() -> desk.sources.remove(Desk.LAN, NVR)).reason()).isEqualTo(Reason.CONFLICT);
        assertThat(refused(() -> desk.sources.test(
                                Desk.LAN, at(Hub.settings("new", Map.of()), "http://192.0.2.1"), "right".toCharArray()))
                        .rule())
                .as("nor is another password shown to it")
                .isEqualTo("password.changing");
        desk.sources.update(Desk.LAN, nvr(), Optional.of("mistyped".toCharArray()), Optional.empty());
        desk.hub.supervisor("nvr").credentialsRejected(); // by a stream that showed the old one
        after(Duration.ofMinutes(5));
        assertThat(pending()).isPresent();

        device.failure = null;
        after(Duration.ofMinutes(2));
        online("nvr");
        assertThat(secret("nvr")).isEqualTo(device.password);
        assertThat(device.wrong).as("what was entered, once").hasValue(1);
    }

    private static SourceSettings at(SourceSettings settings, String address) {
        return new SourceSettings(
                settings.id(),
                settings.name(),
                settings.driver(),
                Optional.of(java.net.URI.create(address)),
                settings.username(),
                settings.area(),
                settings.unit(),
                settings.sector(),
                settings.options(),
                settings.suspended());
    }

    @Test
    void aSourceWhoseDeviceIsGoneForGoodIsSuspendedAndRemoved() {
        leavesItUnsettled();
        desk.sources.update(Desk.LAN, Hub.suspended(nvr(), true), Optional.empty(), Optional.empty());
        assertThat(pending()).isPresent();
        desk.sources.remove(Desk.LAN, NVR);
        assertThat(desk.hub.store.find(NVR)).isEmpty();
    }

    @Test
    void aFileThatMightBringTheOldOneBackToAnotherSourceOfTheAccountIsMendedFirst() {
        desk.hub.add("gate", "right", Map.of("channel", "1"));
        var gate = desk.hub.stored("gate");
        desk.hub.store.put(
                new StoredSource(
                        gate.settings(),
                        gate.sealedSecret(),
                        Optional.of("gate.cfg"),
                        gate.pinnedIdentity(),
                        gate.pinnedCertificate(),
                        gate.blocked()),
                "test");
        desk.sources.refused().put("gate.cfg", Text.same("its line cannot be taken out"));
        assertThat(refusal().rule()).isEqualTo("source.owned-by-file");
        assertThat(told).hasValue(0);
    }

    @Test
    void aDriverThatHangsInTheChangeDoesNotKeepTheOthersOnlineNorUnmanageable() throws Exception {
        var pool = Executors.newCachedThreadPool();
        var free = new CountDownLatch(1);
        try {
            desk.hub.add("yard", "right", Map.of("channel", "4"));
            var hangs = new CountDownLatch(1);
            device.credentials = fresh -> {
                hangs.countDown();
                FakeDevice.awaitAsABadDriverDoes(free);
                device.password = fresh;
            };
            startOn(pool);
            var ordered = pool.submit(this::refusal);
            hangs.await();
            desk.hub.timer.advance(Duration.ofSeconds(90));
            assertThat(ordered.get().rule()).isEqualTo("driver.stuck");

            Awaitility.await().until(() -> {
                desk.hub.timer.advance(Duration.ofSeconds(30));
                return desk.hub.state("yard").kind() == Kind.OFFLINE;
            });
            assertThat(desk.hub.state("yard").cause()).contains(Causes.PASSWORD);
            var yard = desk.hub.stored("yard").settings();
            assertThat(refused(() -> desk.sources.update(
                                    Desk.LAN, yard, Optional.of("x".toCharArray()), Optional.empty()))
                            .rule())
                    .isEqualTo("password.changing");
            desk.sources.update(Desk.LAN, Hub.suspended(yard, true), Optional.empty(), Optional.empty());

            free.countDown();
            Awaitility.await().until(() -> pending().isEmpty());
            assertThat(device.password).hasSize(16).isEqualTo(secret("yard"));
        } finally {
            free.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void aDeviceThatLocksTheAccountAtTheProofIsAskedWhenTheLockIsOver() {
        device.credentials = fresh -> {
            device.password = fresh;
            device.failure = FakeDevice.locked(Duration.ofMinutes(5));
            throw device.failure;
        };
        var opened = device.opened.get() + 1;
        assertThat(refusal().rule()).isEqualTo("password.unsettled");
        after(Duration.ofMinutes(4));
        assertThat(device.opened).as("for the change itself only").hasValue(opened);
        assertThat(pending()).isPresent();

        device.failure = null;
        after(Duration.ofMinutes(2));
        online("nvr");
        assertThat(secret("nvr")).isEqualTo(device.password);
        assertThat(device.wrong).hasValue(0);
    }
}
