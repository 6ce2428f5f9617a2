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

/** {@code hub:route-remove}: stops a route and forgets its settings. */
@Service
@Command(
        scope = "hub",
        name = "route-remove",
        description =
                "Dừng và bỏ một tuyến; dữ liệu đã nhận vẫn giữ / Stops a route and forgets it; what it brought stays")
public final class RouteRemove extends HubCommand {

    @Argument(name = "route", required = true, multiValued = true, description = "Tên tuyến / The route's name")
    List<String> words;

    @Reference(optional = true)
    Routes routes;

    private String name;

    @Override
    void words() {
        name = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(name);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        there(routes, "camel").remove(caller, name);
        out().println("đã bỏ tuyến %s / route %s removed".formatted(name, name));
    }
}
