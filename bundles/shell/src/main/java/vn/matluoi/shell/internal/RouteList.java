package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Locale;
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

    /** So that a row, its borders included, is at most 120 columns wide. */
    private static final int LONGEST_NAME = 24;

    private static final int LONGEST_TEMPLATE = 16;
    private static final int LONGEST_SOURCE = 18;

    @Reference(optional = true)
    Routes routes;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_READ);
        var all = there(routes, "camel").list();
        if (json) {
            show(whole(all));
            return;
        }
        // what is wrong stands below: a table that holds it is wider than a terminal
        var table = new Table("name", "template", "source", "status", "messages", "failures", "last");
        all.forEach(route -> table.row(
                cut(route.name(), LONGEST_NAME),
                cut(route.template(), LONGEST_TEMPLATE),
                cut(route.source().map(Object::toString).orElse(""), LONGEST_SOURCE),
                route.status().name().toLowerCase(Locale.ROOT),
                route.messages(),
                route.failures(),
                route.lastMessage().<Object>map(moment -> moment).orElse("")));
        show(table);
        all.forEach(route ->
                route.problem().ifPresent(problem -> out().println("! %s: %s".formatted(route.name(), problem))));
    }

    private static Table whole(List<Routes.Route> all) {
        var table = new Table(
                "name", "template", "source", "wanted", "status", "messages", "failures", "last", "file", "problem");
        all.forEach(route -> table.row(
                route.name(),
                route.template(),
                route.source().map(Object::toString).orElse(""),
                route.wanted(),
                route.status(),
                route.messages(),
                route.failures(),
                route.lastMessage().map(Object::toString).orElse(""),
                route.file().orElse(""),
                route.problem().map(Object::toString).orElse("")));
        return table;
    }

    static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
