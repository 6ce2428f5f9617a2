package vn.matluoi.driver.dahua.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceFacet;
import vn.matluoi.api.driver.Target;

/** A device's clock: {@code global.cgi}, wall time in whole seconds; {@code name=NTP} for the server it follows. */
final class DahuaClock implements DeviceFacet.Clock {

    static final String PATH = "/cgi-bin/global.cgi?action=getCurrentTime";

    static final String SERVER = Cgi.config("NTP");

    static final String FOLLOW_NONE = "/cgi-bin/configManager.cgi?action=setConfig&NTP.Enable=false";

    static final String FOLLOW_AGAIN = "/cgi-bin/configManager.cgi?action=setConfig&NTP.Enable=true";

    /** What is read back after it was set may be this far off: two exchanges and the device's whole second. */
    private static final Duration SET_WITHIN = Duration.ofSeconds(5);

    private final Cgi cgi;
    private final Target target;
    private final InstantSource clock;

    DahuaClock(Cgi cgi, Target target, InstantSource clock) {
        this.cgi = cgi;
        this.target = target;
        this.clock = clock;
    }

    /**
     * What a look at the clock showed.
     *
     * @param said the device's words
     * @param offset device clock minus hub clock; empty if the words are no time
     * @param roundTrip of the exchange
     */
    record Look(String said, Optional<Duration> offset, Duration roundTrip) {}

    /** @return empty if the device tells no time */
    Optional<Look> look() throws DeviceException {
        var zone = zone();
        var before = clock.instant();
        long began = System.nanoTime();
        var said = cgi.find(PATH, "result").flatMap(t -> t.get("result"));
        var took = Duration.ofNanos(System.nanoTime() - began);
        var middle = before.plus(Duration.between(before, clock.instant()).dividedBy(2));
        return said.map(s -> new Look(s, DeviceTime.wall(s).map(w -> DeviceTime.offset(w, zone, middle)), took));
    }

    ZoneId zone() throws DeviceException {
        return DeviceTime.zone(target);
    }

    @Override
    public Duration offset() throws DeviceException {
        return look().flatMap(Look::offset).orElseThrow(Words::noClock);
    }

    @Override
    public Optional<String> follows() throws DeviceException {
        return cgi.findUnlessBusy(SERVER, "table.NTP")
                .map(t -> t.under("table.NTP"))
                .filter(t -> t.flag("Enable", false))
                .map(t -> Clean.optional(t.get("Address")).orElse("NTP"));
    }

    /**
     * What was not set and seen to be set leaves the device with the time server it had.
     *
     * @throws DeviceException.Garbled if the device said that it did, and did not
     */
    @Override
    public void set(Instant now) throws DeviceException {
        var wall = LocalDateTime.ofInstant(now, zone());
        var ahead = Duration.between(clock.instant(), now);
        boolean followed = follows().isPresent();
        cgi.order("/cgi-bin/global.cgi?action=setCurrentTime&time=" + Encoded.wall(wall));
        if (!followed) {
            seeThatItIsSet(ahead);
            return;
        }
        try {
            cgi.order(FOLLOW_NONE);
            seeThatItIsSet(ahead);
        } catch (DeviceException e) {
            followAgain(e);
            throw e;
        }
    }

    private void followAgain(DeviceException why) {
        try {
            cgi.order(FOLLOW_AGAIN);
        } catch (DeviceException e) {
            why.addSuppressed(e);
        }
    }

    private void seeThatItIsSet(Duration ahead) throws DeviceException {
        var shown = offset();
        if (shown.minus(ahead).abs().compareTo(SET_WITHIN) > 0) {
            throw Words.clockNotSet(shown.toSeconds());
        }
    }
}
