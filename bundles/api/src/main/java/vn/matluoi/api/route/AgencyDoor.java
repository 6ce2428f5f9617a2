package vn.matluoi.api.route;

import java.util.function.Function;
import java.util.function.Supplier;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.SourceId;

/**
 * Where a surface hands over what an agency's program delivered by itself, so that it passes the agency's route: seen, counted, stopped and
 * started there. Any thread.
 */
@ProviderType
public interface AgencyDoor {

    /**
     * Does that within the route that lets this source's deliveries in, in the calling thread.
     *
     * @param work takes the delivery in, as the route that it is given says; what it throws counts as the route's failure, and is thrown on
     * @return what the work returned
     * @throws vn.matluoi.api.HubException {@code UNAVAILABLE}, with the reason, if that route is stopped or no route lets this source in
     */
    <T> T through(SourceId source, Function<AgencyRoute, T> work);

    /** The same for what no setting of the route bears on. */
    default <T> T through(SourceId source, Supplier<T> work) {
        return through(source, route -> work.get());
    }
}
