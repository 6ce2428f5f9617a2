package vn.matluoi.core.internal.supervise;

import java.util.Map;
import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.driver.DeviceDriver;
import vn.matluoi.api.registry.SourceStore.StoredSource;
import vn.matluoi.core.internal.driver.DriverShelf.Serving;
import vn.matluoi.core.internal.supervise.Evidence.Standing;

/**
 * The settings a job began with. What was changed since then ends the job's right to judge.
 *
 * @param epoch grows with every change of settings or driver
 */
record Ticket(StoredSource stored, long epoch, Optional<Serving> driver, Standing standing) {

    /** @throws HubException if no driver of the family serves */
    DeviceDriver serving() {
        return driver.orElseThrow(() -> Refusals.driverMissing(stored.settings()))
                .driver();
    }

    /** @throws HubException if nothing may be sent to the device now */
    void refuse() {
        refuseIfHeld();
        refuseToAll();
    }

    /** @throws HubException while the password of the device is being changed, or which one holds is not known */
    void refuseIfHeld() {
        if (standing.hold() != Holds.Kind.NONE) {
            throw Refusals.passwordChanging();
        }
    }

    /** @throws HubException if nothing may be sent to the device, not even by who changes its password */
    void refuseToAll() {
        refuseIfBroken();
        if (standing.suspended()) {
            throw Refusals.suspended(stored.settings().id());
        }
        serving();
    }

    /** @throws HubException if nothing may be sent until a person acts, or never again */
    void refuseIfBroken() {
        if (standing.ended()) {
            throw Refusals.ended();
        }
        if (standing.block().isPresent()) {
            throw Refusals.blocked(stored, standing.block().get());
        }
    }

    Map<String, String> options() {
        return stored.settings().options();
    }
}
