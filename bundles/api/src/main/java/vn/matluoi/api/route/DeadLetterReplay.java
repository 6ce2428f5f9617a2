package vn.matluoi.api.route;

import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import vn.matluoi.api.Text;

/**
 * How a template's routes take a letter that they brought before. A template's bundle that keeps letters
 * ({@link DeadLetters}) registers one as a service with the property {@link RouteCheck#TEMPLATE}.
 */
@ConsumerType
public interface DeadLetterReplay {

    /**
     * Takes a letter as its route would take it now, with the settings that it has now. When this returns, the letter is taken; it is then
     * forgotten. It is called by one thread for one letter, and may take as long as a
     * run of the route does. If the hub ends meanwhile it is called again with the same {@link DeadLetter#delivery()}.
     *
     * @param routeName name of the route; it runs
     * @param raw all its bytes
     * @return what people should know of how it was taken, for example that it no longer counts as complete
     * @throws vn.matluoi.api.HubException {@code INVALID} if it still cannot be taken: it stays, with this reason;
     *     any other: it stays as it is
     */
    Optional<Text> replay(String routeName, DeadLetter letter, byte[] raw);
}
