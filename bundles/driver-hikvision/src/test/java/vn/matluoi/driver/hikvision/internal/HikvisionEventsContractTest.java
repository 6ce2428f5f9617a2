package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceEventsContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** A recorder of sixteen with an {@code alertStream}. */
class HikvisionEventsContractTest extends DeviceEventsContract {

    private static final byte[] SIGN_OF_LIFE = "\r\n".getBytes(UTF_8);

    private static final byte[] MOTION = FakeStream.part(
            """
            <EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><channelID>1</channelID>
            <dateTime>2026-11-22T09:59:58+07:00</dateTime><activePostCount>1</activePostCount><eventType>VMD</eventType>
            <eventState>active</eventState><eventDescription>Motion alarm</eventDescription></EventNotificationAlert>""");

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open(
            "hub",
            secret,
            IsapiRecorder.sixteen().on(HikvisionEvents.PATH, Answer.endless("multipart/mixed; boundary=boundary")));

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
        return Targets.at(device.address(), "hub", secret);
    }

    @Override
    protected void tellMotion() {
        device.tell(MOTION);
    }

    @Override
    protected void tellBytes(byte[] bytes) {
        device.tell(bytes);
    }

    @Override
    protected void hangUp() {
        device.hangUpStreams();
    }

    @Override
    protected int subscriptions() {
        return device.streams(SIGN_OF_LIFE);
    }
}
