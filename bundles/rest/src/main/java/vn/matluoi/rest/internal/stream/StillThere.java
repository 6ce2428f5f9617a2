package vn.matluoi.rest.internal.stream;

import java.util.Optional;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Accounts;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.access.Sessions;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;

/**
 * Whether the one who opened a stream may still see what it shows: its session is not over, and its rights are what they
 * were, those to the devices' own words included. Looking does not keep a session from ending by idleness, unless a file is
 * fetched. For one stream, on one thread at a time.
 */
public final class StillThere {

    private final Services services;
    private final Asking asking;
    private final Action action;
    private final boolean words;
    private final Optional<CameraId> fetched;
    private boolean doubted;

    /**
     * @param action what the stream needs
     * @param words whether it is shown what only those may see who read sources
     */
    public StillThere(Services services, Asking asking, Action action, boolean words) {
        this(services, asking, action, words, Optional.empty());
    }

    /**
     * For a file of one camera's footage. It cannot be gone on with: what cannot be proved ends it only if it could not be proved at
     * the look before either. Who waits for it uses the session.
     */
    public static StillThere fetching(Services services, Asking asking, CameraId camera, boolean words) {
        return new StillThere(services, asking, Action.PLAYBACK, words, Optional.of(camera));
    }

    private StillThere(Services services, Asking asking, Action action, boolean words, Optional<CameraId> fetched) {
        this.services = services;
        this.asking = asking;
        this.action = action;
        this.words = words;
        this.fetched = fetched;
    }

    /** Blocks on the database. */
    boolean test() {
        try {
            var access = services.need(AccessDecisions.class);
            var there = present().filter(caller -> seesTheSame(caller, access)).isPresent();
            doubted = false;
            return there;
        } catch (HubException notNow) {
            var again = doubted;
            doubted = true;
            return fetched.isPresent() && !again; // what cannot be proved ends; the client opens it anew
        }
    }

    private boolean seesTheSame(Caller caller, AccessDecisions access) {
        var decision = access.decide(caller, action);
        return decision.allowed()
                && decision.scope().equals(asking.scope())
                && Discretion.towards(caller, access).everything() == words
                && fetched.stream().allMatch(camera -> isWithin(decision.scope(), camera));
    }

    /** It may have been given to another area. */
    private boolean isWithin(Scope scope, CameraId camera) {
        return services.need(Cameras.class).find(scope, camera).isPresent();
    }

    private Optional<Caller> present() {
        if (asking.cookie().isEmpty()) {
            return services.need(Accounts.class).current(asking.caller().account());
        }
        var sessions = services.need(Sessions.class);
        var token = asking.cookie().get();
        return fetched.isPresent() ? sessions.find(token) : sessions.look(token);
    }
}
