package vn.matluoi.rest.internal.stream;

import java.util.Optional;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Sessions;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;

/**
 * Whether the one who opened a stream may still see what it shows: its session is not over, and its rights are what they
 * were, those to the devices' own words included. Looking does not keep a session from ending by idleness.
 */
public final class StillThere {

    private final Services services;
    private final Asking asking;
    private final Action action;
    private final boolean words;

    /**
     * @param action what the stream needs
     * @param words whether it is shown what only those may see who read sources
     */
    public StillThere(Services services, Asking asking, Action action, boolean words) {
        this.services = services;
        this.asking = asking;
        this.action = action;
        this.words = words;
    }

    /** Blocks on the database. */
    boolean test() {
        try {
            var access = services.need(AccessDecisions.class);
            return present().filter(caller -> seesTheSame(caller, access)).isPresent();
        } catch (HubException notNow) {
            return false; // what cannot be proved ends; the client opens it anew
        }
    }

    private boolean seesTheSame(Caller caller, AccessDecisions access) {
        var decision = access.decide(caller, action);
        return decision.allowed()
                && decision.scope().equals(asking.scope())
                && Discretion.towards(caller, access).everything() == words;
    }

    private Optional<Caller> present() {
        return asking.cookie().isPresent()
                ? services.need(Sessions.class).look(asking.cookie().get())
                : services.need(Accounts.class).current(asking.caller().account());
    }
}
