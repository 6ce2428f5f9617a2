package vn.matluoi.driver.hikvision.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceEventsContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** A recorder that sends its alarms to the hub. */
class PushEventsContractTest extends DeviceEventsContract {

    private static final String MOTION =
            """
            <EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><dynChannelID>1</dynChannelID>
            <activePostCount>1</activePostCount><eventType>VMD</eventType><eventState>active</eventState></EventNotificationAlert>""";

    private final String secret = UUID.randomUUID().toString();
    private final AlarmHostsDevice hosts = new AlarmHostsDevice();
    private final DeviceServer device = DeviceServer.open("hub", secret, hosts);

    @AfterEach
    void switchOff() {
        device.close();
    }

    @Override
    protected DeviceDriver driver() {
        return new HikvisionDriver(Targets.http(), InstantSource.system(), Duration.ofSeconds(2));
    }

    @Override
    protected Target reachable() {
        return Targets.with(Targets.at(device.address(), "hub", secret), HikvisionEvents.OPTION, "push");
    }

    @Override
    protected void tellMotion() {
        tellBytes(MOTION.getBytes(UTF_8));
    }

    @Override
    protected void tellBytes(byte[] bytes) {
        hosts.push(bytes);
    }

    @Override
    protected void hangUp() {
        hosts.forget();
    }

    @Override
    protected int subscriptions() {
        return hosts.servers().size();
    }
}
