package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.Routes;

/** {@code hub:route-stop}: stops a configured route. */
@Service
@Command(scope = "hub", name = "route-stop", description = "Dừng một tuyến đã cấu hình / Stops a configured route")
public final class RouteStop extends HubCommand {

    @Argument(
            name = "route",
            required = true,
            multiValued = true,
            description = "Tên tuyến, theo etc/vn.matluoi.route-TÊN.cfg / Its name, from etc/vn.matluoi.route-NAME.cfg")
    List<String> words;

    private String name;

    @Override
    void words() {
        name = only(words);
    }

    @Reference(optional = true)
    Routes routes;

    @Override
    Optional<String> subject() {
        return Optional.of(name);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        there(routes, "camel").stop(caller, name);
        out().println("đã dừng tuyến %s / route %s stopped".formatted(name, name));
    }
}
