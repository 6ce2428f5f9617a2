package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vn.matluoi.api.State.Kind;
import vn.matluoi.api.intake.Statement;
import vn.matluoi.core.internal.testing.PlainVault;

class SourceOptionTest {

    private final Hub hub = new Hub(new PlainVault());

    @ParameterizedTest
    @CsvSource({
        "time.zone, Asia/Ho_Chi_Minh",
        "time.zone, UTC",
        "channel, I-1",
        "basic.allowed, true",
        "rtsp.port, 65535",
        "timeout.ms, 500",
        "sync.minutes, 5",
        "watch.seconds, 3600",
        "clock.tolerance.seconds, 1",
        "push.from, '10.0.0.1, fd00::1'",
        "network, private",
        "network, internet"
    })
    void eachMayBeSet(String key, String value) {
        assertThat(SourceOption.ofKey(key).orElseThrow().problem(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "push.from, 10.0.0.0/8",
        "push.from, ' '",
        "time.zone, Asia/Hanoi",
        "time.zone, 7",
        "channel, ' '",
        "basic.allowed, yes",
        "network, vpn",
        "rtsp.port, 0"
    })
    void aWrongValueIsNamed(String key, String value) {
        var problem = SourceOption.ofKey(key).orElseThrow().problem(value).orElseThrow();
        assertThat(problem.vi()).isNotEqualTo(problem.en()).isNotBlank();
    }

    @Test
    void oneChannelIsTakenAndTheOthersLeftAlone() {
        hub.add("nvr", "right", Map.of("channel", "2"));

        var statement = hub.catalogue.statements.get(0);
        assertThat(statement.complete()).as("of the others nothing is said").isFalse();
        assertThat(statement.items())
                .extracting(item -> item.channel().orElseThrow())
                .containsExactly("2");
        assertThat(hub.catalogue.stateOf("nvr", "2").cause()).contains(Causes.CHANNEL_OFFLINE);
    }

    @Test
    void theOtherChannelsOfASourceThatWasSynchronisedStayAsTheyAre() {
        hub.add("nvr", "right");
        hub.enter("nvr", "right", Map.of("channel", "1"));
        hub.timer.advance(Supervisor.IDLE);

        assertThat(hub.catalogue.statements).hasSize(2);
        var statement = hub.catalogue.statements.get(1);
        assertThat(statement.complete()).isFalse();
        assertThat(statement.items())
                .extracting(item -> item.channel().orElseThrow())
                .containsExactly("1");
        assertThat(hub.catalogue.stateOf("nvr", "4").kind()).isEqualTo(Kind.ONLINE);
        assertThat(hub.catalogue.stateOf("nvr", "2").cause()).contains(Causes.CHANNEL_OFFLINE);
    }

    @Test
    void aChannelThatIsNotThereRemovesNothing() {
        hub.add("nvr", "right", Map.of("channel", "4"));
        hub.device.channels = hub.device.channels.subList(0, 3);
        hub.timer.advance(Supervisor.IDLE);

        assertThat(hub.catalogue.statements).isNotEmpty().noneMatch(Statement::complete);
        assertThat(hub.catalogue.stateOf("nvr", "4").kind()).isEqualTo(Kind.OFFLINE);
        assertThat(hub.catalogue.stateOf("nvr", "4").cause()).contains(Causes.CHANNEL_GONE);
    }
}
