package vn.matluoi.core.internal.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.Channel;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.intake.Item;
import vn.matluoi.core.internal.testing.FakeDevice;
import vn.matluoi.core.internal.testing.PlainVault;

class ChannelStatementTest {

    private final Hub hub = new Hub(new PlainVault());

    @Test
    void aSlowRecorderIsNotAskedForTheDetailsOfAllItsChannels() throws DeviceException {
        hub.add("nvr", "right");
        var now = new Instant[] {Instant.EPOCH};
        var session = hub.device.open(Targets.of(hub.stored("nvr"), hub.vault));
        var channels = new ArrayList<Channel>();
        for (var i = 1; i <= 64; i++) {
            channels.add(FakeDevice.channel(Integer.toString(i), Channel.Status.ONLINE));
        }
        hub.device.whileAsked = () -> now[0] = now[0].plusSeconds(15);

        var said = ChannelStatement.ask(hub.stored("nvr"), session, Optional.empty(), channels, () -> now[0]);

        assertThat(said.partial()).isTrue();
        assertThat(said.statement().complete()).as("the list is whole").isTrue();
        var items = new ArrayList<Item>();
        said.statement().items().forEach(items::add);
        assertThat(items).hasSize(64);
        assertThat(items.stream().filter(item -> item.values().containsKey(CameraField.CODEC)))
                .hasSize(9);
    }
}
