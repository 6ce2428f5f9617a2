package vn.matluoi.driver.dahua.internal;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceDriverContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.DeviceServer.Handler;
import vn.matluoi.driver.testkit.PlayedDevice;
import vn.matluoi.driver.testkit.Targets;

class DahuaDriverTest extends DeviceDriverContract {

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open("hub", secret, ableToDoAll());
    private final Target target = Targets.at(device.address(), "hub", secret);

    /** Of each channel it finds one file; its first turns. */
    private static Handler ableToDoAll() {
        var recorder = CgiRecorder.sixteen()
                .on(FileSearch.FIND + "factory.create", "result=08137\r\n")
                .on(PtzAbility.path("getStatus", 1), "status.Postion[0]=10.0\r\nstatus.Postion[1]=5.0\r\n")
                .on(PtzAbility.path("getCurrentProtocolCaps", 1), "caps.Pan=true\r\ncaps.Tour=true\r\n")
                .on(PtzAbility.path("getTours", 1), "tours[0].Index=1\r\ntours[0].Name=Tour1\r\n");
        var more = new AtomicBoolean();
        return request -> {
            var path = request.path();
            if (path.contains("action=findFile")) {
                more.set(true);
                return Answer.text("OK\r\n");
            }
            if (path.contains("action=findNextFile")) {
                return Answer.text(
                        more.getAndSet(false)
                                ? "found=1\r\nitems[0].StartTime=2020-01-01 00:00:00\r\n"
                                        + "items[0].EndTime=2099-01-01 00:00:00\r\nitems[0].FilePath=/mnt/a.dav\r\n"
                                : "found=0\r\n");
            }
            return path.matches(".*action=(close|destroy).*") ? Answer.text("OK\r\n") : recorder.answer(request);
        };
    }

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
