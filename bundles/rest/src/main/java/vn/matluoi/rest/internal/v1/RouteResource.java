package vn.matluoi.rest.internal.v1;

import java.util.Locale;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.route.Routes;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The configured routes. */
@Path("/routes")
@Produces(MediaType.APPLICATION_JSON)
public final class RouteResource {

    private final Services services;

    public RouteResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.ROUTE_READ, reach = Reach.PROVINCE)
    @Doc("Lists configured routes and how they are.")
    public ListJson<RouteJson> listRoutes(@Context Asking asking) {
        return ListJson.whole(services.need(Routes.class).list().stream()
                .map(route -> RouteJson.of(route, asking))
                .toList());
    }

    @POST
    @Path("/{name}/start")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Starts a route.")
    public RouteJson startRoute(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        route(name, asking);
        services.need(Routes.class).start(asking.caller(), name);
        return route(name, asking);
    }

    @POST
    @Path("/{name}/stop")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Stops a route.")
    public RouteJson stopRoute(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        route(name, asking);
        services.need(Routes.class).stop(asking.caller(), name);
        return route(name, asking);
    }

    private RouteJson route(String name, Asking asking) {
        return services.need(Routes.class).list().stream()
                .filter(route -> route.name().equals(name))
                .findFirst()
                .map(route -> RouteJson.of(route, asking))
                .orElseThrow(Values::notFound);
    }

    /**
     * One route.
     *
     * @param problem what is wrong with its settings: file, key, rule, mend
     * @param messages how many went through since start
     */
    public record RouteJson(
            @Limit(max = 100, required = true) String name,
            @Limit(max = 100, required = true) String template,
            @Limit(max = 60) String source,
            @Limit(max = 10, required = true, pattern = "started|stopped|refused|waiting") String status,
            @Limit(max = 4000) String problem,
            @Limit(required = true) long messages,
            @Limit(required = true) long failures,
            @Limit(max = 40) String lastMessage) {

        static RouteJson of(Routes.Route route, Asking asking) {
            return new RouteJson(
                    route.name(),
                    route.template(),
                    route.source().map(SourceId::value).orElse(null),
                    route.status().name().toLowerCase(Locale.ROOT),
                    route.problem().map(asking::say).orElse(null),
                    route.messages(),
                    route.failures(),
                    route.lastMessage().map(Object::toString).orElse(null));
        }
    }
}
