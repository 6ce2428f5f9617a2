package vn.matluoi.source.webhook.internal;

import java.util.function.Function;
import vn.matluoi.api.route.AgencyRoute;

/** One delivery on its way through a route. Used by one thread. */
public final class Delivery<T> {

    private final Function<AgencyRoute, T> work;
    private T result;

    Delivery(Function<AgencyRoute, T> work) {
        this.work = work;
    }

    void take(AgencyRoute agency) {
        result = work.apply(agency);
    }

    T result() {
        return result;
    }
}
