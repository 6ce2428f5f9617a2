package vn.matluoi.api.route;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import vn.matluoi.api.Text;

/**
 * How a surface takes a delivery again that it refused ({@link RefusedDelivery}). What came in by a surface it alone can read: each that lets
 * agencies' programs in registers one as a service.
 */
@ConsumerType
public interface DeliveryReplay {

    /** @return whether it came in by this surface */
    boolean reads(DeadLetter letter);

    /**
     * Takes it as {@link DeadLetterReplay#replay} does, within the route.
     *
     * @param route by which it comes in, as it is now
     */
    Optional<Text> replay(AgencyRoute route, DeadLetter letter, byte[] raw);
}
