package vn.matluoi.rest.internal.v1;

import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.PUT;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import javax.ws.rs.core.Response;
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
        return ListJson.whole(routes().list().stream()
                .map(route -> RouteJson.of(route, asking))
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc(
            value = "Adds a route from a template (/route-templates) and starts it.",
            status = 201,
            answer = RouteDetailJson.class)
    public Response createRoute(@Context Asking asking, RouteBody body) {
        var route = routes().add(asking.caller(), body.newName(), body.template(), body.values());
        return Response.status(201)
                .header("Location", "/api/v1/routes/" + route.name())
                .entity(RouteDetailJson.of(route, asking))
                .build();
    }

    @GET
    @Path("/{name}")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("A route with its parameters.")
    public RouteDetailJson getRoute(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        return RouteDetailJson.of(route(name), asking);
    }

    @PUT
    @Path("/{name}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc(
            "Changes a route: these settings take the place of all it had. One that belongs to a file in etc is changed there only.")
    public RouteDetailJson changeRoute(
            @Context Asking asking, @PathParam("name") @Limit(max = 100) String name, RouteBody body) {
        route(name);
        body.refuseRenaming(name);
        return RouteDetailJson.of(routes().update(asking.caller(), name, body.template(), body.values()), asking);
    }

    @DELETE
    @Path("/{name}")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Stops a route and forgets its settings; what it brought stays.", status = 204)
    public void removeRoute(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        route(name);
        routes().remove(asking.caller(), name);
    }

    @POST
    @Path("/{name}/start")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Starts a route.")
    public RouteJson startRoute(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        route(name);
        routes().start(asking.caller(), name);
        return RouteJson.of(route(name), asking);
    }

    @POST
    @Path("/{name}/stop")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Stops a route.")
    public RouteJson stopRoute(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        route(name);
        routes().stop(asking.caller(), name);
        return RouteJson.of(route(name), asking);
    }

    private Routes routes() {
        return services.need(Routes.class);
    }

    private Routes.Route route(String name) {
        return Values.inPath(routes().find(name));
    }
}
