package vn.matluoi.core.internal.source;

import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Refused.Why;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.DeviceWords;

/** The time server that a device follows: worth telling, and never worth losing the clock's own answer for. */
final class TimeServers {

    private static final int LONGEST = 200;

    private TimeServers() {}

    /**
     * @return in the device's own words; empty if it follows none, or cannot say
     * @throws DeviceException if nothing answers any more, or the log-in is refused
     */
    static Optional<String> of(DeviceFacet.Clock clock) throws DeviceException {
        try {
            return clock.follows()
                    .map(server -> DeviceWords.clean(server, LONGEST))
                    .filter(server -> !server.isEmpty());
        } catch (DeviceException.Busy | DeviceException.Garbled | DeviceException.Unsupported e) {
            return Optional.empty();
        } catch (DeviceException.Refused e) {
            if (e.why() == Why.RIGHTS) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** @return whether the device itself says that it follows none */
    static boolean noneAnyMore(DeviceFacet.Clock clock) {
        try {
            return clock.follows().isEmpty();
        } catch (DeviceException | RuntimeException e) { // it failed just before: it need not say more
            return false;
        }
    }
}
