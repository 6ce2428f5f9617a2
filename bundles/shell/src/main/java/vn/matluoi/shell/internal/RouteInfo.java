package vn.matluoi.shell.internal;

import java.util.List;
import java.util.TreeMap;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.Routes;

/** {@code hub:route-info}: shows one route with its parameters. */
@Service
@Command(
        scope = "hub",
        name = "route-info",
        description = "Xem một tuyến và tham số của nó / Shows one route with its parameters")
public final class RouteInfo extends HubCommand {

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
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        var route = there(routes, "camel").find(name).orElseThrow(() -> notFound("tuyến", "route", name));
        var table = new Table("key", "value")
                .row("name", route.name())
                .row("template", route.template())
                .row("file", route.file().orElse(""))
                .row("status", route.status())
                .row("problem", route.problem().map(Object::toString).orElse(""))
                .row("messages", route.messages())
                .row("failures", route.failures())
                .row("last", route.lastMessage().<Object>map(moment -> moment).orElse(""));
        new TreeMap<>(route.parameters()).forEach(table::row);
        show(table);
    }
}
