package vn.matluoi.driver.dahua.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceSession;
import vn.matluoi.api.driver.Target;
import vn.matluoi.driver.testkit.DeviceServer;
import vn.matluoi.driver.testkit.Targets;

/** Plays devices and opens sessions with them; a test's end closes both. */
abstract class Opened {

    final String secret = UUID.randomUUID().toString();
    Instant now = Instant.parse("2026-11-22T03:00:00Z"); // ten o'clock in Tây Ninh
    DeviceServer server;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void switchOff() throws Exception {
        for (var one : open) {
            one.close();
        }
    }

    Target target(DeviceServer.Handler device) {
        server = DeviceServer.open("hub", secret, device);
        open.add(server);
        return Targets.at(server.address(), "hub", secret);
    }

    DeviceSession session(Target target) throws DeviceException {
        var session = new DahuaDriver(Targets.http(), () -> now).open(target);
        open.add(session);
        return session;
    }

    DeviceSession session(DeviceServer.Handler device) throws DeviceException {
        return session(target(device));
    }
}
