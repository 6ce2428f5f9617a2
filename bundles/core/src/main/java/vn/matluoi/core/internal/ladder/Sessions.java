package vn.matluoi.core.internal.ladder;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.driver.DeviceSession;

/** Ends sessions without letting out what a plug-in does wrong at that: the one who ends it has more to do. */
public final class Sessions {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private Sessions() {}

    public static void end(DeviceSession session) {
        try {
            session.close();
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("a driver failed at closing its session: {}", e.toString());
        }
    }
}
