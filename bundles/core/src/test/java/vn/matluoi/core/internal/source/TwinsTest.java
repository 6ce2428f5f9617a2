package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.Text;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.core.internal.testing.FakeDevice;

class TwinsTest {

    private static final SourceId NVR = new SourceId("nvr");

    private final Desk desk = new Desk();
    private final FakeDevice device = desk.hub.device;
    private final SupervisedUpkeep upkeep = upkeep();

    private SupervisedUpkeep upkeep() {
        return new SupervisedUpkeep(desk.hub.supervision, desk.sources, desk.audit, new Random(1));
    }

    private List<AuditRecord> twins() {
        return desk.audit.records.stream()
                .filter(record -> record.action().equals("source.duplicate-device"))
                .toList();
    }

    @Test
    void aDeviceThatIsEnteredTwiceIsAuditedOnce() {
        desk.hub.add("nvr", "right");
        assertThat(twins()).isEmpty();
        desk.hub.add("again", "right");

        assertThat(twins()).hasSize(1);
        var record = twins().get(0);
        assertThat(record.actor()).isEqualTo("system");
        assertThat(record.subject()).isEqualTo("again");
        assertThat(record.details()).isEqualTo(Map.of("other", "nvr", "serial", "SN1"));
    }

    @Test
    void aPairThatIsFoundAnewIsNotAuditedAnew() {
        desk.hub.add("nvr", "right");
        desk.hub.add("again", "right");
        desk.hub.store.remove(NVR, "test");
        desk.hub.supervision.changed(NVR);
        desk.hub.add("nvr", "right"); // its pin went with it

        assertThat(desk.hub.stored("nvr").pinnedIdentity()).contains("SN1");
        assertThat(twins()).hasSize(1);
    }

    @Test
    void aPairThatIsFoundBeforeAnybodyListensIsAuditedThen() {
        upkeep.stop();
        desk.hub.add("nvr", "right");
        desk.hub.add("again", "right");
        assertThat(twins()).isEmpty();
        upkeep();
        assertThat(twins()).hasSize(1);
    }

    @Test
    void anAuditLogThatIsAwayKeepsNoDeviceFromItsWork() {
        desk.hub.add("nvr", "right");
        desk.audit.away = true;
        desk.hub.add("again", "right");
        assertThat(desk.hub.state("again").kind()).isEqualTo(Kind.ONLINE);
    }

    @Test
    void aPairThatCouldNotBeAuditedIsAtALaterLogIn() {
        desk.hub.add("nvr", "right");
        desk.audit.away = true;
        desk.hub.add("again", "right");
        desk.audit.away = false;
        assertThat(twins()).isEmpty();
        desk.hub.add("third", "right");

        assertThat(twins()).extracting(AuditRecord::subject).containsExactly("again", "third");
    }

    @Test
    void aDeviceIsNotPinnedUnlessOthersCouldBeLookedAt() {
        desk.hub.add("nvr", "right");
        desk.hub.enter("again", "right", Map.of());
        desk.hub.store.afterListing = () -> {
            throw new HubException(HubException.Reason.UNAVAILABLE, "database.busy", Text.same("busy"));
        };
        desk.hub.timer.settle();
        assertThat(desk.hub.stored("again").pinnedIdentity()).isEmpty();
        desk.hub.timer.advance(Duration.ofMinutes(2));

        assertThat(desk.hub.stored("again").pinnedIdentity()).contains("SN1");
        assertThat(twins()).hasSize(1);
    }

    @Test
    void whoIsToldHoldsNobodyUp() {
        var took = new AtomicBoolean();
        desk.hub.supervision.listenToTwins(Optional.of(twin -> {
            CompletableFuture.runAsync(() -> desk.hub.supervision.listenToTwins(Optional.empty()))
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            took.set(true);
            return true;
        }));
        desk.hub.add("nvr", "right");
        desk.hub.add("again", "right");
        assertThat(took).isTrue();
    }

    @Test
    void bothSourcesSayIt() {
        desk.hub.add("nvr", "right");
        assertThat(upkeep.remarks(NVR)).isEmpty();
        desk.hub.add("again", "right");

        assertThat(upkeep.remarks(NVR))
                .extracting(Text::en)
                .singleElement()
                .asString()
                .contains("source again", "SN1");
        assertThat(upkeep.remarks(new SourceId("again")))
                .extracting(Text::vi)
                .singleElement()
                .asString()
                .contains("nguồn nvr", "số sê-ri SN1");
        assertThat(upkeep.remarks(new SourceId("none"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0", "0000000000", "00 00"})
    void aDeviceWithoutASerialNumberIsNotPinnedAndSaysWhatThatMeans(String serial) {
        device.serial = serial;
        desk.hub.add("nvr", "right");
        desk.hub.add("other", "right");

        assertThat(desk.hub.state("nvr").kind()).isEqualTo(Kind.ONLINE);
        assertThat(desk.hub.stored("nvr").pinnedIdentity()).isEmpty();
        assertThat(twins()).isEmpty();
        assertThat(upkeep.remarks(NVR))
                .containsExactly(new Text(
                        "không có số sê-ri: không nhận ra được nếu thiết bị bị thay",
                        "no serial number: a replaced device cannot be noticed"));
    }

    @Test
    void aDeviceThatHadASerialNumberAndShowsZerosIsAnother() {
        desk.hub.add("nvr", "right");
        device.serial = "000";
        device.failOnce = FakeDevice.UNREACHABLE; // a new session is opened
        desk.hub.timer.advance(Duration.ofMinutes(2));
        assertThat(desk.hub.state("nvr").cause()).contains("wrong-device");
    }
}
