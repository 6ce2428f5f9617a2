package ${package};

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceEventsContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** What the hub relies on of a device that tells events. */
class ${className}EventsTest extends DeviceEventsContract {

    private static final byte[] SIGN_OF_LIFE = {'\n'};

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open("hub", secret, ${className}Recorder.four());

    @AfterEach
    void switchOff() {
        device.close();
    }

    @Override
    protected DeviceDriver driver() {
        return new ${className}Driver(Targets.http());
    }

    @Override
    protected Target reachable() {
        return Targets.at(device.address(), "hub", secret);
    }

    @Override
    protected void tellMotion() {
        device.tell(${className}Recorder.motion(1, "begin").getBytes(StandardCharsets.UTF_8));
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
