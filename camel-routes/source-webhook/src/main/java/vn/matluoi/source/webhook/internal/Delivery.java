package vn.matluoi.source.webhook.internal;

import java.util.function.Function;
import vn.matluoi.api.route.AgencyRoute;

/** One delivery on its way through a route. Used by one thread. */
public final class Delivery<T> {

    private final boolean signed;
    private final Function<AgencyRoute, T> work;
    private T result;

    Delivery(boolean signed, Function<AgencyRoute, T> work) {
        this.signed = signed;
        this.work = work;
    }

    boolean signed() {
        return signed;
    }

    void take(AgencyRoute agency) {
        result = work.apply(agency);
    }

    T result() {
        return result;
    }
}
