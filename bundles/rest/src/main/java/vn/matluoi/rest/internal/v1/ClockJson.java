package vn.matluoi.rest.internal.v1;

import java.time.Duration;
import vn.matluoi.api.source.DeviceUpkeep.ClockSet;
import vn.matluoi.rest.internal.json.Limit;

/**
 * How far a device's clock is off: device minus hub.
 *
 * @param offsetMillis now
 * @param offsetBeforeMillis before it was set; absent if it was only looked at
 */
public record ClockJson(
        @Limit(required = true, least = ClockJson.LEAST, most = ClockJson.MOST, about = "device clock minus hub clock")
                long offsetMillis,
        @Limit(least = ClockJson.LEAST, most = ClockJson.MOST, about = "before it was set") Long offsetBeforeMillis) {

    /** Ten thousand years. */
    static final long MOST = 315_569_520_000_000L;

    static final long LEAST = -MOST;

    static ClockJson of(Duration offset) {
        return new ClockJson(offset.toMillis(), null);
    }

    static ClockJson of(ClockSet set) {
        return new ClockJson(set.after().toMillis(), set.before().toMillis());
    }
}
