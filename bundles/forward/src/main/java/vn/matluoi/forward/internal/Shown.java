package vn.matluoi.forward.internal;

import java.time.Instant;
import java.util.Optional;
import vn.matluoi.api.Text;
import vn.matluoi.api.forward.Sinks;

/**
 * How a sink is, for those who look on while it works.
 *
 * @param kept where it is; empty until the database told
 * @param behind when the entry was written that is next; empty if there is none
 */
record Shown(
        Sinks.State state,
        Optional<Text> problem,
        Optional<Kept> kept,
        long last,
        Optional<Instant> behind,
        long failures,
        long quarantined,
        LinkDays.Known link) {}
