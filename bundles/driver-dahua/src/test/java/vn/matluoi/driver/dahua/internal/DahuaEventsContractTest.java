package vn.matluoi.driver.dahua.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceEventsContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.DeviceServer.Answer;
import vn.matluoi.driver.testkit.Targets;

/** A recorder of sixteen with an event manager, which begins with a heartbeat. */
class DahuaEventsContractTest extends DeviceEventsContract {

    private static final String PART =
            "--myboundary\r\nContent-Type: text/plain\r\nContent-Length:%d\r\n\r\n%s\r\n\r\n";
    private static final String HEARTBEAT = part("Heartbeat");
    private static final String MOTION =
            part("Code=VideoMotion;action=Start;index=0;data={\n\t\"UTC\" : 1795316398,\n\t\"Name\" : \"Cổng\"\n}");
    private static final byte[] SIGN_OF_LIFE = "\r\n".getBytes(UTF_8);

    private final String secret = UUID.randomUUID().toString();
    private final DeviceServer device = DeviceServer.open(
            "hub",
            secret,
            CgiRecorder.sixteen()
                    .on(
                            DahuaEvents.path(Set.of()),
                            Answer.endless("multipart/x-mixed-replace; boundary=myboundary", HEARTBEAT)));

    private static String part(String said) {
        return PART.formatted(said.getBytes(UTF_8).length, said);
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
        return Targets.at(device.address(), "hub", secret);
    }

    @Override
    protected void tellMotion() {
        device.tell(MOTION.getBytes(UTF_8));
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
