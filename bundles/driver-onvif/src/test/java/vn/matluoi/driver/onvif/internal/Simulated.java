package vn.matluoi.driver.onvif.internal;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet.Events;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.Targets;
import vn.matluoi.simulators.login.LoginCount;
import vn.matluoi.simulators.onvif.Event;
import vn.matluoi.simulators.onvif.OnvifDevice;
import vn.matluoi.simulators.onvif.OnvifSettings;
import vn.matluoi.simulators.onvif.OnvifSite;
import vn.matluoi.simulators.rtsp.Clip;

/** The simulators' ONVIF devices, which share no code with the driver, and sessions with them over real connections. */
@Timeout(60)
abstract class Simulated {

    static final ChannelId ONE = new ChannelId("VideoSource_1"); // turns
    static final ChannelId TWO = new ChannelId("VideoSource_2"); // does not

    final String secret = UUID.randomUUID().toString().substring(0, 20);
    final OnvifDriver driver = new OnvifDriver(Targets.http());
    private final Deque<DeviceSession> sessions = new ArrayDeque<>();
    private OnvifSite site;

    @BeforeEach
    void switchOn() throws Exception {
        site = OnvifSite.start(Clip.builtIn());
    }

    @AfterEach
    void switchOff() throws Exception {
        sessions.forEach(DeviceSession::close);
        site.close();
    }

    static OnvifSettings settings() {
        return OnvifSettings.recorder("o1", "Trụ sở ấp 3", "hub", 3);
    }

    OnvifDevice recorder() throws Exception {
        return plug(settings());
    }

    OnvifDevice plug(OnvifSettings settings) throws Exception {
        return site.add(settings, secret);
    }

    /** A source of its own at each call. */
    Target target(OnvifDevice device) {
        return Targets.at(URI.create(device.address()), "hub", secret);
    }

    DeviceSession session(Target target) throws DeviceException {
        var session = driver.open(target);
        sessions.push(session);
        return session;
    }

    DeviceSession session(OnvifDevice device) throws DeviceException {
        return session(target(device));
    }

    /** Waits for the first pull, which comes when the present state was asked for. */
    static Taken subscribe(OnvifDevice device, DeviceSession session) throws DeviceException {
        long before = pulls(device);
        var taken = new Taken();
        session.facet(Events.class).orElseThrow().subscribe(taken);
        await().until(() -> pulls(device) > before);
        return taken;
    }

    private static long pulls(OnvifDevice device) {
        return device.requests().getOrDefault("tev:PullMessages", 0L);
    }

    static Event motion(boolean on) {
        return new Event(
                "tns1:VideoSource/MotionAlarm",
                "Source",
                TWO.value(),
                "State",
                String.valueOf(on),
                "Changed",
                Instant.now());
    }

    static LoginCount logins(OnvifDevice device) {
        return device.logins().getOrDefault("hub", new LoginCount(0, 0, 0));
    }
}
