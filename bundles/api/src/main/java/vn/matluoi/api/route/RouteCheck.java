package vn.matluoi.api.route;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import vn.matluoi.api.HubException.FieldError;
import vn.matluoi.api.Text;

/**
 * What a route template knows of its parameters beyond their names: which values make sense. A template's
 * bundle registers one as a service with the property {@link #TEMPLATE}. Settings that it refuses never reach a
 * running route.
 */
@ConsumerType
public interface RouteCheck {

    /** Service property that names the template, for example {@code source-file}. */
    String TEMPLATE = "matluoi.template";

    /**
     * @param settings the route's parameters by key, defaults filled in
     * @return every value at fault; empty if all is well. Changes nothing
     */
    List<FieldError> check(Map<String, String> settings);

    /**
     * Whether what a running route works with is there: a folder, an address. Readiness asks for it; it answers
     * within a second, from any thread, and changes nothing.
     *
     * @param settings the running route's parameters by key, defaults filled in
     * @return what is wrong and how to mend it; empty if all is well
     */
    default Optional<Text> alive(Map<String, String> settings) {
        return Optional.empty();
    }

    /**
     * What keeps a running route from bringing anything though the hub is well: an agency's system that does not answer. It is shown
     * beside the route; readiness does not ask for it. Answers at once, from any thread.
     *
     * @param routeName name of the running route
     * @return what is wrong and how to mend it; empty if nothing is
     */
    default Optional<Text> complaint(String routeName) {
        return Optional.empty();
    }
}
