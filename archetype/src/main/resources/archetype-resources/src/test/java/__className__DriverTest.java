package ${package};

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceDriverContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** What the hub relies on, whatever the vendor. */
class ${className}DriverTest extends DeviceDriverContract {

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open("hub", secret, ${className}Recorder.four());
    private final Target target = Targets.at(device.address(), "hub", secret);

    @AfterEach
    void switchOff() {
        device.close();
    }

    @Override
    protected DeviceDriver driver() {
        return new ${className}Driver(Targets.http());
    }

    @Override
    protected Target reachable() {
        return target;
    }

    @Override
    protected int wrongLogins() {
        return device.wrongLogins();
    }

    @Override
    protected int requests() {
        return device.requests();
    }

    @Override
    protected Set<ChannelId> offlineChannels() {
        return Set.of(new ChannelId("3"), new ChannelId("4"));
    }
}
