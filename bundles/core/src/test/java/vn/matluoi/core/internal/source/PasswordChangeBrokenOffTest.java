package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.SourceSettings;
import vn.matluoi.core.internal.supervise.Causes;
import vn.matluoi.core.internal.supervise.Hub;
import vn.matluoi.core.internal.testing.FakeDevice;

/** The hub, the caller, the driver or the device ends in the middle of a change: both passwords are kept until one is proved. */
class PasswordChangeBrokenOffTest extends PasswordChanges {

    /** The hub's process ends where it stands. */
    private static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;
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
