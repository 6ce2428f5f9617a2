package vn.matluoi.core.internal.ladder;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.source.TestReport.Rung;
import vn.matluoi.core.internal.work.Lanes;

/** The rungs of one climb so far, each with the time it took. For one thread. */
final class Rungs {

    private final InstantSource time;
    private final List<Rung> all = new ArrayList<>();
    private long begun;

    /** The climb begins. */
    Rungs(InstantSource time) {
        this.time = time;
        this.begun = time.millis();
    }

    /** The ladder ends here. */
    static final class Fallen extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Optional<DeviceException> failure;

        private Fallen(Optional<DeviceException> failure) {
            super("the rung does not hold");
            this.failure = failure;
        }

        Optional<DeviceException> failure() {
            return failure;
        }
    }

    void holds(String name, String vi, String en) {
        Lanes.goesOn();
        all.add(new Rung(name, true, new Text(vi, en), Text.same(""), lap()));
    }

    /** @param failure what a device call failed with, if it has consequences */
    Fallen falls(String name, Text message, Text mend, Optional<DeviceException> failure) {
        all.add(new Rung(name, false, message, mend, lap()));
        return new Fallen(failure);
    }

    private long lap() {
        var now = time.millis();
        var lap = now - begun;
        begun = now;
        return lap;
    }

    List<Rung> all() {
        return all;
    }
}
