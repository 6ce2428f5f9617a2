package vn.matluoi.driver.onvif.internal;

import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceEventsContract;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.onvif.Event;
import vn.matluoi.simulators.onvif.Mode;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.rtsp.Clip;

/** Simulated cameras without PullPoints, which send what happens: one for each target, since each has room for few. */
class NotificationsContractTest extends DeviceEventsContract {

    private final String secret = UUID.randomUUID().toString();
    private final OnvifSite site;
    private final DeviceDriver driver = new OnvifDriver(Targets.http());

    NotificationsContractTest() throws IOException {
        site = OnvifSite.start(Clip.builtIn());
    }

    @AfterEach
    void switchOff() throws IOException {
        for (var device : site.devices()) {
            device.close();
        }
        site.close();
    }

    @Override
    protected DeviceDriver driver() {
        return driver;
    }

    @Override
    protected Target reachable() {
        try {
            var device = site.add(OnvifSettings.camera("o1", "Cổng chợ", "hub"), secret);
            device.set(Mode.NO_PULL_POINT, true);
            device.set(Mode.SHORT_SUBSCRIPTIONS, true);
            return Targets.at(URI.create("http://127.0.0.1:" + device.port()), "hub", secret);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void tellMotion() {
        site.devices()
                .forEach(device -> device.happen(new Event(
                        "tns1:VideoSource/MotionAlarm",
                        "Source",
                        "VideoSource_1",
                        "State",
                        "true",
                        "Changed",
                        java.time.Instant.now())));
    }

    @Override
    protected void tellBytes(byte[] bytes) {
        site.devices().forEach(device -> device.send(bytes));
    }

    @Override
    protected void hangUp() {
        site.devices().forEach(OnvifDevice::forgetSubscriptions);
    }

    @Override
    protected int subscriptions() {
        return site.devices().stream().mapToInt(OnvifDevice::subscriptions).sum();
    }
}
