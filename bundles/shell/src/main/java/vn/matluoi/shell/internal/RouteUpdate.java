package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;

/** {@code hub:route-update}: changes some parameters of a route. */
@Service
@Command(
        scope = "hub",
        name = "route-update",
        description = "Sửa tham số của một tuyến; khóa= để bỏ / Changes parameters of a route; key= takes one away")
public final class RouteUpdate extends RouteForm {

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        var present = there(routes, "camel").find(route).orElseThrow(() -> notFound("tuyến", "route", route));
        routes.update(caller, route, Names.given(template).orElse(present.template()), over(present.parameters()));
        out().println("đã sửa tuyến %s / route %s changed".formatted(route, route));
    }
}
