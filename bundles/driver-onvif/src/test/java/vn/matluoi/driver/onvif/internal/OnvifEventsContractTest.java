package vn.matluoi.driver.onvif.internal;

import static org.awaitility.Awaitility.await;

import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceEventsContract;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** A recorder of four with PullPoints. */
class OnvifEventsContractTest extends DeviceEventsContract {

    private static final String MOTION = PullPointTest.notice(
            "tns1:RuleEngine/CellMotionDetector/Motion",
            "Changed",
            PullPointTest.item("VideoSourceConfigurationToken", "cfg-src1"),
            PullPointTest.item("IsMotion", "true"));

    private final String secret = UUID.randomUUID().toString();
    private final PullPoints points = new PullPoints();
    private final DeviceServer device = DeviceServer.open("hub", secret, points.of(SoapDevice.recorder()));
    private final DeviceDriver driver = new OnvifDriver(Targets.http());

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
        return Targets.at(device.address(), "hub", secret);
    }

    /** Answers that are still on their way are over with it. */
    @Override
    protected void tellMotion() {
        points.answerWithoutEnd(false);
        device.hangUpStreams();
        points.tell(MOTION);
    }

    /** Instead of an answer to the next pull; who gave up reading it is told no more. */
    @Override
    protected void tellBytes(byte[] bytes) {
        if (points.answerWithoutEnd(true)) {
            await("a pull").until(() -> device.tell(bytes) > 0);
        } else {
            device.tell(bytes);
        }
    }

    @Override
    protected void hangUp() {
        points.forget();
    }

    @Override
    protected int subscriptions() {
        return points.subscriptions();
    }
}
