package vn.matluoi.driver.onvif.internal;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.ChannelId;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** Plays devices and opens sessions with them; a test's end closes both. */
abstract class Opened {

    static final ChannelId ONE = new ChannelId("VideoSource_1");

    final String secret = UUID.randomUUID().toString();
    volatile Instant now = Instant.parse("2026-11-22T03:00:00Z"); // ten o'clock in Tây Ninh
    final OnvifDriver driver = new OnvifDriver(Targets.http(), () -> now);

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void switchOff() throws Exception {
        Collections.reverse(open);
        for (var one : open) {
            one.close();
        }
    }

    <T extends AutoCloseable> T keep(T one) {
        open.add(one);
        return one;
    }

    Target target(DeviceServer.Handler device) {
        return Targets.at(keep(DeviceServer.open("hub", secret, device)).address(), "hub", secret);
    }

    TokenServer tokens(SoapDevice device) {
        return keep(new TokenServer(() -> secret, device, () -> now));
    }

    Target target(TokenServer server) {
        return Targets.at(server.address(), "hub", secret);
    }

    DeviceSession session(Target target) throws DeviceException {
        return keep(driver.open(target));
    }

    DeviceSession session(DeviceServer.Handler device) throws DeviceException {
        return session(target(device));
    }

    Refused refused(Target target) {
        return catchThrowableOfType(Refused.class, () -> session(target));
    }
}
