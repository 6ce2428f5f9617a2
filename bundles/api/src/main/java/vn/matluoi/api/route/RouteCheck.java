package vn.matluoi.api.route;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;
import vn.matluoi.api.HubException.FieldError;

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
}
