package vn.matluoi.core.internal.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.State.Kind;
import vn.matluoi.core.internal.testing.FakeDevice;

/** A device whose password can be changed, and the hub that changes it. */
abstract class PasswordChanges {

    static final SourceId NVR = new SourceId("nvr");

    final Desk desk = new Desk();
    final FakeDevice device = desk.hub.device;
    final AtomicInteger told = new AtomicInteger();
    SupervisedUpkeep upkeep = upkeep();

    SupervisedUpkeep upkeep() {
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

    List<SourceId> rotate() {
        return upkeep.rotate(Desk.LAN, NVR, Optional.empty()).sources();
    }

    HubException refusal() {
        return catchThrowableOfType(HubException.class, this::rotate);
    }

    String secret(String id) {
        return new String(desk.hub.vault.open(
                "source/" + id, desk.hub.stored(id).sealedSecret().orElseThrow()));
    }

    Optional<byte[]> pending() {
        return desk.hub.stored("nvr").pendingSecret();
    }

    void restart() throws Exception {
        desk.restart();
        upkeep = upkeep();
    }

    void after(Duration time) {
        desk.hub.timer.advance(time);
    }

    void online(String... ids) {
        for (var id : ids) {
            assertThat(desk.hub.state(id).kind()).as(id).isEqualTo(Kind.ONLINE);
        }
    }

    List<String> settled() {
        return desk.audit.records.stream()
                .filter(record -> record.action().equals("source.password-settled"))
                .map(record ->
                        "%s %s".formatted(record.actor(), record.details().get("holds")))
                .toList();
    }
}
