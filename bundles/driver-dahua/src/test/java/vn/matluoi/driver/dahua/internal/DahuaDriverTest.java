package vn.matluoi.driver.dahua.internal;

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

class DahuaDriverTest extends DeviceDriverContract {

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open("hub", secret, CgiRecorder.sixteen());
    private final Target target = Targets.at(device.address(), "hub", secret);

    @AfterEach
    void switchOff() {
        device.close();
    }

    @Override
    protected DeviceDriver driver() {
        return new DahuaDriver(Targets.http());
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
                "500", () -> device.insist(CgiRecorder.error(500)),
                "BlockedThreadUpperLimit with 200",
                        () -> device.insist(Answer.text("Error\r\nBlockedThreadUpperLimit\r\n")),
                "BlockedThreadUpperLimit with 400",
                        () -> device.insist(Answer.of(400, "text/plain", "Error\r\nBlockedThreadUpperLimit\r\n")));
    }

    @Override
    protected Set<ChannelId> offlineChannels() {
        return Set.of(new ChannelId("3"), new ChannelId("7"), new ChannelId("16"));
    }
}
