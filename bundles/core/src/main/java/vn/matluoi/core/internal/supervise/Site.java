package vn.matluoi.core.internal.supervise;

import vn.matluoi.api.intake.Intake;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.secret.Vault;
import vn.matluoi.core.internal.driver.DriverShelf;
import vn.matluoi.core.internal.events.EventDesk;
import vn.matluoi.core.internal.work.Backoff;
import vn.matluoi.core.internal.work.Lanes;
import vn.matluoi.core.internal.work.Timer;
import vn.matluoi.core.internal.work.Turns;

/**
 * What all supervisors share.
 *
 * @param seeking the line of those that look whether a device they missed is back
 */
record Site(
        Timer timer,
        Lanes lanes,
        Backoff backoff,
        SourceLedger ledger,
        Vault vault,
        DriverShelf drivers,
        Intake intake,
        Cameras cameras,
        EventDesk events,
        Secrets secrets,
        Turns seeking,
        Twins twins) {}
