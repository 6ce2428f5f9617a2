package vn.matluoi.api.route;

import java.util.function.Function;
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
     * @param signed whether the delivery bears a {@link DeliverySignature} that was verified
     * @param work takes the delivery in, as the route that it is given says; what it throws counts as the route's failure, and is thrown on
     * @return what the work returned
     * @throws vn.matluoi.api.HubException {@code UNAVAILABLE}, with the reason, if that route is stopped or no route lets this source in;
     *     {@code UNAUTHENTICATED} if the route demands signatures and this delivery has none: the work is not done then
     */
    <T> T through(SourceId source, boolean signed, Function<AgencyRoute, T> work);
}
