package vn.matluoi.api.route;

import java.util.function.BooleanSupplier;

/** How one kind of system is asked for its cameras. One thread at a time. */
@FunctionalInterface
public interface Listing {

    /**
     * Asks once, and blocks until all is there. The system is not trusted: it is bounded in time, and {@link Gathered} in size.
     *
     * @param into is given a record a camera
     * @param wanted whether anybody still wants it; false once the route is stopped. Asked between pages
     * @throws Unusable if the system does not answer, or not what the settings say it does; nothing is taken then
     */
    void read(Gathered into, BooleanSupplier wanted) throws Unusable;
}
