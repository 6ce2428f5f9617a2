package vn.matluoi.driver.onvif.internal;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final DeviceServer device = DeviceServer.open("hub", secret, ableToDoAll());
    private final Target target = Targets.at(device.address(), "hub", secret);
    private final DeviceDriver driver = new OnvifDriver(Targets.http());

    /** Its channels record, and the first turns. */
    private static SoapDevice ableToDoAll() {
        var found = Stream.of("src1", "src2", "src4")
                .map(source ->
                        """
                        <tt:RecordingInformation><tt:RecordingToken>R-%1$s</tt:RecordingToken><tt:Source><tt:SourceId>%1$s</tt:SourceId></tt:Source>
                        <tt:EarliestRecording>2020-01-01T00:00:00Z</tt:EarliestRecording><tt:LatestRecording>2099-01-01T00:00:00Z</tt:LatestRecording>
                        </tt:RecordingInformation>"""
                                .formatted(source))
                .collect(Collectors.joining(
                        "", "<tds:ResultList><tt:SearchState>Completed</tt:SearchState>", "</tds:ResultList>"));
        var profiles = SoapDevice.profile("main1", "src1", "H264", 1920, 1080, SoapDevice.PTZ)
                + SoapDevice.profile("sub1", "src1", "H264", 640, 360, SoapDevice.PTZ)
                + SoapDevice.profile("third1", "src1", "H264", 320, 180, SoapDevice.PTZ)
                + SoapDevice.profile("main2", "src2", "H264", 1920, 1080, "")
                + SoapDevice.profile("main4", "src4", "H264", 1920, 1080, "");
        return SoapDevice.recorder()
                .on("GetProfiles", profiles)
                .on("FindRecordings", "<tds:SearchToken>S1</tds:SearchToken>")
                .on("GetRecordingSearchResults", found)
                .on("GetReplayUri", "<tds:Uri>rtsp://admin:x@198.51.100.9:10554/replay?a=1</tds:Uri>");
    }

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
