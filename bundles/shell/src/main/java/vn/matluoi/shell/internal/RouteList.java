package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.Routes;

/** {@code hub:route-list}: lists the configured routes and how they are. */
@Service
@Command(
        scope = "hub",
        name = "route-list",
        description = "Liệt kê các tuyến đã cấu hình và tình trạng / Lists the configured routes and how they are")
public final class RouteList extends HubCommand {

    @Reference(optional = true)
    Routes routes;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_READ);
        var table = new Table("name", "template", "source", "status", "messages", "failures", "last", "problem");
        there(routes, "camel")
                .list()
                .forEach(route -> table.row(
                        route.name(),
                        route.template(),
                        route.source().map(Object::toString).orElse(""),
                        route.status(),
                        route.messages(),
                        route.failures(),
                        route.lastMessage().map(Object::toString).orElse(""),
                        route.problem().map(Object::toString).orElse("")));
        show(table);
    }
}
