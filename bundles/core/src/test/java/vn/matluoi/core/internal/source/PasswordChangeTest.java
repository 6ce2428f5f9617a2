package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.supervise.Causes;
import vn.matluoi.core.internal.supervise.Hub;
import vn.matluoi.core.internal.testing.FakeDevice;

/** A password is changed on a device, and everything that may go wrong with it does. */
class PasswordChangeTest extends PasswordChanges {

    private static final DeviceException GARBLED = new DeviceException.Garbled(Text.same("what is that?"));

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
}
