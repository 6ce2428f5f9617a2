package vn.matluoi.driver.rtsp.internal;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceDriverContract;
import vn.matluoi.driver.testkit.PlayedDevice;
import vn.matluoi.driver.testkit.RtspDevice;
import vn.matluoi.driver.testkit.Targets;

class RtspDriverTest extends DeviceDriverContract {

    /** Hosts nobody can reach in everything it says. */
    private static final String SDP =
            """
            v=0
            o=- 1 1 IN IP4 192.0.2.77
            s=Media Server
            c=IN IP4 192.0.2.77
            t=0 0
            a=control:rtsp://192.0.2.77:554/live/
            m=video 0 RTP/AVP 96
            a=control:rtsp://192.0.2.77:554/live/trackID=1
            a=rtpmap:96 H264/90000
            """;

    private final String secret = UUID.randomUUID().toString();
    private final RtspDevice device = RtspDevice.open(
            "hub",
            secret,
            request -> request.method().equals("OPTIONS")
                    ? RtspDevice.status("200 OK")
                    : RtspDevice.described(SDP.replace("\n", "\r\n")));
    private final Target target = Targets.with(
            Targets.at(device.address(), "hub", secret), Place.PATH, "rtsp://192.0.2.77:554/live?channel=1");
    private final DeviceDriver driver = new RtspDriver(Targets.networks());

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
                "503", () -> device.insist(RtspDevice.status("503 Service Unavailable")),
                "453", () -> device.insist(RtspDevice.status("453 Not Enough Bandwidth")));
    }

    @Override
    protected Set<ChannelId> offlineChannels() {
        return Set.of();
    }
}
