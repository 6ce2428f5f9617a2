package vn.matluoi.simulators.onvif;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import vn.matluoi.simulators.fault.Fault;
import vn.matluoi.simulators.fault.Fault.Kind;

/** A device's own clock: it follows the true one, was set by hand, or is wrong. Safe for any thread. */
final class DeviceClock {

    private final Clock real;
    private final Instant started;
    /** How far it was set ahead by hand; null if it follows a time server. */
    private volatile Duration ahead;

    DeviceClock(Clock real) {
        this.real = real;
        started = real.instant();
    }

    /** @param in1970 whether it began at 1970 when the device did */
    Instant now(boolean in1970, Fault wrong) {
        Instant now = real.instant();
        if (in1970) {
            return Instant.EPOCH.plus(Duration.between(started, now));
        }
        if (wrong.http(Kind.CLOCK, "")) {
            Instant shifted = now.plusSeconds(wrong.seconds());
            return wrong.year() == 0
                    ? shifted
                    : shifted.atOffset(ZoneOffset.UTC).withYear(wrong.year()).toInstant();
        }
        Duration byHand = ahead;
        return byHand == null ? now : now.plus(byHand);
    }

    boolean isByHand() {
        return ahead != null;
    }

    /** @param time what it is now; null to follow a time server */
    void set(Instant time) {
        ahead = time == null ? null : Duration.between(real.instant(), time);
    }
}
