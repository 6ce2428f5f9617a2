package vn.matluoi.driver.onvif.internal;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceDriverContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.PlayedDevice;
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
    protected PlayedDevice device() {
        return device;
    }

    @Override
    protected Map<String, Runnable> busyWays() {
        return Map.of(
                "503", () -> device.insist(Answer.of(503, "text/html", "")),
                "BlockedThreadUpperLimit with 200",
                        () -> device.insist(SoapDevice.fault(200, "ter:BlockedThreadUpperLimit", "x")),
                "BlockedThreadUpperLimit with 400",
                        () -> device.insist(SoapDevice.fault(400, "ter:BlockedThreadUpperLimit", "x")),
                "BlockedThreadUpperLimit with 500",
                        () -> device.insist(SoapDevice.fault(500, "ter:BlockedThreadUpperLimit", "x")),
                "no memory", () -> device.insist(SoapDevice.fault(500, "ter:OutofMemory", "Out of memory")),
                "in words", () -> device.insist(SoapDevice.fault(500, "ter:Action", "Device is busy")));
    }

    @Override
    protected Set<ChannelId> offlineChannels() {
        return Set.of(new ChannelId("src3"));
    }
}
