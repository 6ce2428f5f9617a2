package vn.matluoi.driver.hikvision.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceDriverContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.PlayedDevice;
import vn.matluoi.driver.testkit.Targets;

class HikvisionDriverTest extends DeviceDriverContract {

    private static final String FOOTAGE =
            """
            <CMSearchResult><responseStatusStrg>OK</responseStatusStrg><matchList><searchMatchItem><trackID>101</trackID>
            <timeSpan><startTime>2020-01-01T00:00:00Z</startTime><endTime>2099-01-01T00:00:00Z</endTime></timeSpan>
            <mediaSegmentDescriptor><playbackURI>rtsp://admin:x@203.0.113.9:9554/Streaming/tracks/101/?starttime=x&amp;endtime=y</playbackURI>
            </mediaSegmentDescriptor></searchMatchItem></matchList></CMSearchResult>
            """;

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open("hub", secret, ableToDoAll());
    private final Target target = Targets.at(device.address(), "hub", secret);

    /** Its first channel records and turns. */
    private static IsapiRecorder ableToDoAll() {
        return IsapiRecorder.sixteen()
                .on(Footage.PATH, FOOTAGE)
                .on(Tracks.PATH, "<TrackList><Track><id>101</id></Track></TrackList>")
                .on(HikvisionClock.PATH, "<Time><localTime>2026-11-22T10:05:00+07:00</localTime></Time>")
                .on(HikvisionCredentials.PATH, "<UserList/>")
                .on(
                        "/ISAPI/PTZCtrl/channels/1/capabilities",
                        "<PTZChanelCap><ContinuousPanTiltSpace/><AbsolutePanTiltPositionSpace/>"
                                + "<maxPresetNum>256</maxPresetNum><maxPatrolNum>8</maxPatrolNum></PTZChanelCap>");
    }

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

    /** Old firmware: the page means no more than any other 401, before the right password and after a wrong one. */
    @Test
    void a401WithAPage() throws DeviceException {
        device.refuseWith(
                Answer.of(
                        401,
                        "text/html",
                        "<!DOCTYPE html>\r\n<html><head><title>Document Error: Unauthorized</title></head><body><h2>Access Error: 401 -- Unauthorized</h2></body></html>"));
        try (var session = driver().open(target)) {
            assertThat(session.channels()).hasSize(16);
        }
        assertThat(device.wrongLogins()).isZero();
        var wrong = Targets.at(device.address(), "hub", secret + "x");
        assertThat(catchThrowableOfType(Refused.class, () -> driver().open(wrong))
                        .why())
                .isEqualTo(Refused.Why.CREDENTIALS);
        assertThat(device.wrongLogins()).isOne();
    }
}
