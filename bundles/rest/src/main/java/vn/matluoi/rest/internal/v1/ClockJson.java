package vn.matluoi.rest.internal.v1;

import vn.matluoi.api.source.DeviceUpkeep.ClockCheck;
import vn.matluoi.api.source.DeviceUpkeep.ClockSet;
import vn.matluoi.rest.internal.json.Limit;

/**
 * How far a device's clock is off: device minus hub.
 *
 * @param offsetMillis now
 * @param offsetBeforeMillis before it was set; absent if it was only looked at
 * @param timeServer what the device takes its time from, in its own words; absent if it is set by hand or does not say
 * @param timeServerBefore what it took its time from until it was set, and does not any more; absent if nothing
 */
public record ClockJson(
        @Limit(required = true, least = ClockJson.LEAST, most = ClockJson.MOST, about = "device clock minus hub clock")
                long offsetMillis,
        @Limit(least = ClockJson.LEAST, most = ClockJson.MOST, about = "before it was set") Long offsetBeforeMillis,
        @Limit(max = 200, about = "the server the device takes its time from") String timeServer,
        @Limit(max = 200, about = "the server it took its time from until it was set, and does not any more")
                String timeServerBefore) {

    /** Ten thousand years. */
    static final long MOST = 315_569_520_000_000L;

    static final long LEAST = -MOST;

    static ClockJson of(ClockCheck check) {
        return new ClockJson(check.offset().toMillis(), null, check.follows().orElse(null), null);
    }

    static ClockJson of(ClockSet set) {
        return new ClockJson(
                set.after().toMillis(),
                set.before().toMillis(),
                null,
                set.left().orElse(null));
    }
}
