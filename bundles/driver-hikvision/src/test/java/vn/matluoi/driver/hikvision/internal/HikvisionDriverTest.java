package vn.matluoi.driver.hikvision.internal;

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

class HikvisionDriverTest extends DeviceDriverContract {

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open("hub", secret, IsapiRecorder.sixteen());
    private final Target target = Targets.at(device.address(), "hub", secret);

    @AfterEach
    void switchOff() {
        device.close();
    }

    @Override
    protected DeviceDriver driver() {
        return new HikvisionDriver(Targets.http());
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
                "deviceBusy with 200", () -> device.insist(IsapiRecorder.refusal(200, 2, "deviceBusy")),
                "deviceBusy with 403", () -> device.insist(IsapiRecorder.refusal(403, 2, "deviceBusy")),
                "deviceBusy with 503", () -> device.insist(IsapiRecorder.refusal(503, 2, "deviceBusy")),
                "statusCode 2 alone", () -> device.insist(IsapiRecorder.refusal(500, 2, "")));
    }

    @Override
    protected Set<ChannelId> offlineChannels() {
        return Set.of(new ChannelId("3"), new ChannelId("7"), new ChannelId("16"));
    }
}
