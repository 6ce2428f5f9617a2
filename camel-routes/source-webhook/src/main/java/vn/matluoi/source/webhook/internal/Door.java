package vn.matluoi.source.webhook.internal;

import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.source.Sources;

/** Takes in what was delivered for one agency. Any thread. */
public final class Door {

    private final AgencyRoute agency;
    private final Sources sources;
    private volatile boolean known;

    Door(AgencyRoute agency, Sources sources) {
        this.agency = agency;
        this.sources = sources;
    }

    /** Called by the route. */
    public void take(Delivery<?> delivery) {
        if (!known) {
            agency.register(sources);
            known = true;
        }
        delivery.take(agency);
    }
}
