package vn.matluoi.driver.onvif.internal;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceDriverContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** A recorder that wants HTTP Digest. */
class OnvifDriverTest extends DeviceDriverContract {

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open("hub", secret, SoapDevice.recorder());
    private final Target target = Targets.at(device.address(), "hub", secret);
    private final DeviceDriver driver = new OnvifDriver(Targets.http());

    @AfterEach
    void switchOff() {
        device.close();
    }

    @Override
    protected DeviceDriver driver() {
        return driver;
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
        return Set.of(new ChannelId("src3"));
    }
}
