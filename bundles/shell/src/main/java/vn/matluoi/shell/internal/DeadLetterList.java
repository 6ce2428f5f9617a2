package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.route.DeadLetterDesk;
import vn.matluoi.api.route.Routes;

/** {@code hub:dead-letter-list}: what a route brought and the hub could not take; without a route, how much of each. */
@Service
@Command(
        scope = "hub",
        name = "dead-letter-list",
        description =
                "Liệt kê những gì một tuyến mang tới mà trạm chưa nhận được / Lists what a route brought and the hub could not take")
public final class DeadLetterList extends HubCommand {

    private static final int PAGE = 200;

    @Argument(
            name = "route",
            multiValued = true,
            description =
                    "Tên tuyến; để trống: số lượng của mọi tuyến / The route's name; without it: how many of each")
    List<String> words;

    @Reference(optional = true)
    DeadLetterDesk desk;

    @Reference(optional = true)
    Routes routes;

    private String name = "";

    @Override
    void words() {
        name = words == null || words.isEmpty() ? "" : only(words);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_READ);
        show(name.isEmpty() ? counts() : letters());
    }

    private Table counts() {
        var table = new Table("route", "letters", "bytes", "overrun");
        there(desk, "camel")
                .counts()
                .forEach((route, count) -> table.row(route, count.letters(), count.bytes(), count.overrun()));
        return table;
    }

    private Table letters() {
        var table = new Table("id", "name", "bytes", "last", "times", "replays", "rule", "why");
        Optional<String> cursor = Optional.empty();
        do {
            var page = there(desk, "camel").list(name, PAGE, cursor);
            // letters of a route that is gone are there still
            if (page.total() == 0 && there(routes, "camel").find(name).isEmpty()) {
                throw notFound("tuyến", "route", name);
            }
            page.items()
                    .forEach(letter -> table.row(
                            letter.id(),
                            letter.name(),
                            letter.size(),
                            letter.lastAt(),
                            letter.times(),
                            letter.replays(),
                            letter.rule(),
                            letter.why()));
            cursor = page.next();
        } while (cursor.isPresent());
        return table;
    }
}
