package vn.matluoi.shell.internal;

import java.util.Map;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;

/** {@code hub:route-add}: adds a route and starts it. */
@Service
@Command(
        scope = "hub",
        name = "route-add",
        description = "Thêm một tuyến từ mẫu và chạy / Adds a route from a template and starts it")
public final class RouteAdd extends RouteForm {

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        there(routes, "camel").add(caller, route, Names.given(template).orElse(""), over(Map.of()));
        out().println("đã thêm và chạy tuyến %s / route %s added and started".formatted(route, route));
    }
}
