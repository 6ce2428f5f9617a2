package vn.matluoi.media.internal.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.driver.StreamAddress;

class LoginGateTest {

    private static final SourceId SOURCE = new SourceId("nvr-1");
    private static final StreamAddress OLD = address(SOURCE, "old");
    private static final StreamAddress NEW = address(SOURCE, "new");

    private final AtomicLong nanos = new AtomicLong();
    private final List<SourceId> refusals = new ArrayList<>();
    private final LoginGate gate = new LoginGate(nanos::get, refusals::add);

    private static StreamAddress address(SourceId source, String password) {
        return new StreamAddress(source, URI.create("rtsp://10.0.0.1/a"), "hub", password);
    }

    private static final class Visitor implements LoginGate.Visitor {

        private String told = "wait";

        @Override
        public void enter() {
            told = "enter";
        }

        @Override
        public void rejected() {
            told = "rejected";
        }
    }

    private Visitor comes(StreamAddress address) {
        var visitor = new Visitor();
        gate.pass(address, visitor);
        return visitor;
    }

    @Test
    void oneAtATimeEntersAlsoAfterALogInThatWorked() {
        var first = comes(OLD);
        var second = comes(OLD);
        assertThat(first.told).isEqualTo("enter");
        assertThat(second.told).isEqualTo("wait");

        gate.leave(OLD, first);
        assertThat(second.told).isEqualTo("enter");
        assertThat(comes(OLD).told).isEqualTo("wait");
    }

    @Test
    void otherSourcesDoNotWait() {
        comes(OLD);

        assertThat(comes(address(new SourceId("nvr-2"), "old")).told).isEqualTo("enter");
    }

    @Test
    void aRejectedPasswordTurnsAwayWhoWaitsWithItAndLetsAnotherTry() {
        var first = comes(OLD);
        var second = comes(OLD);
        var other = comes(NEW);
        var third = comes(OLD);

        gate.rejected(OLD, first);

        assertThat(List.of(second.told, third.told)).containsOnly("rejected");
        assertThat(other.told).isEqualTo("enter");
        assertThat(refusals).containsExactly(SOURCE);
        assertThat(gate.isRejected(OLD)).isTrue();
        assertThat(gate.isRejected(NEW)).isFalse();
    }

    @Test
    void aRejectedPasswordIsForgottenAfterAMinute() {
        gate.rejected(OLD, comes(OLD));
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(comes(OLD).told).isEqualTo("rejected");

        nanos.addAndGet(1);

        assertThat(comes(OLD).told).isEqualTo("enter");
    }

    @Test
    void whoGivesUpWaitingIsPassedOver() {
        var first = comes(OLD);
        var second = comes(OLD);
        var third = comes(OLD);

        gate.leave(OLD, second);
        gate.leave(OLD, first);

        assertThat(second.told).isEqualTo("wait");
        assertThat(third.told).isEqualTo("enter");
    }
}
