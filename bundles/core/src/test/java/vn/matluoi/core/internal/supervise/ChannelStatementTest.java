package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.ManualTimer;
import vn.matluoi.core.internal.testing.PlainVault;

class ChannelStatementTest {

    private final Hub hub = new Hub(new PlainVault());
    private final List<Channel> channels = IntStream.rangeClosed(1, 64)
            .mapToObj(number -> FakeDevice.channel(Integer.toString(number), Channel.Status.ONLINE))
            .toList();
    private final ManualTimer timer = new ManualTimer();

    private ChannelStatement ask(Optional<ChannelId> beginWith) throws DeviceException {
        var session = hub.device.open(Targets.of(hub.stored("nvr"), hub.vault));
        return ChannelStatement.ask(hub.stored("nvr"), session, Optional.empty(), channels, beginWith, timer);
    }

    private static List<String> detailed(ChannelStatement said) {
        var detailed = new ArrayList<String>();
        said.statement().items().forEach(item -> {
            if (item.values().containsKey(CameraField.CODEC)) {
                detailed.add(item.channel().orElseThrow());
            }
        });
        return detailed;
    }

    @Test
    void aSlowRecorderIsNotAskedForTheDetailsOfAllItsChannels() throws DeviceException {
        hub.add("nvr", "right");
        hub.device.whileAsked = () -> timer.advance(Duration.ofSeconds(15));

        var said = ask(Optional.empty());

        assertThat(said.partial()).isTrue();
        assertThat(said.statement().complete()).as("the list is whole").isTrue();
        assertThat(said.statement().items()).hasSize(64);
        assertThat(detailed(said)).hasSize(9);
    }

    @Test
    void theChannelsThatWereNotAskedComeFirstTheNextTime() throws DeviceException {
        hub.add("nvr", "right");
        hub.device.whileAsked = () -> timer.advance(Duration.ofSeconds(15));

        var told = new TreeSet<String>();
        var next = Optional.<ChannelId>empty();
        for (var time = 1; time <= 8; time++) {
            var said = ask(next);
            told.addAll(detailed(said));
            next = said.next();
        }

        assertThat(told).hasSize(64);
    }

    @Test
    void aDeviceThatAnsweredForAllBeginsAnew() throws DeviceException {
        hub.add("nvr", "right");

        var said = ask(Optional.of(new ChannelId("60")));

        assertThat(detailed(said)).hasSize(64);
        assertThat(said.next()).isEmpty();
    }
}
