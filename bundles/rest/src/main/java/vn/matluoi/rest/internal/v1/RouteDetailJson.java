package vn.matluoi.rest.internal.v1;

import java.util.Map;
import vn.matluoi.api.route.Routes;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.json.Limit;

/**
 * One route with what it was given, as for {@link RouteBody}; to those who may change it.
 *
 * @param route how it is
 * @param parameters as written
 */
public record RouteDetailJson(
        @Limit(max = 100, required = true) String name,
        @Limit(max = 100, required = true) String template,
        @Limit(max = 8000, items = 1000, required = true) Map<String, String> parameters,
        @Limit(required = true) RouteJson route) {

    static RouteDetailJson of(Routes.Route route, Asking asking) {
        return new RouteDetailJson(route.name(), route.template(), route.parameters(), RouteJson.of(route, asking));
    }
}
