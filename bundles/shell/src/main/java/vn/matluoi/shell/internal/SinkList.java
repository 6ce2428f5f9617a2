package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Locale;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Sinks;

/** {@code hub:sink-list}: lists the sinks and how far they are. */
@Service
@Command(
        scope = "hub",
        name = "sink-list",
        description = "Liệt kê các nơi nhận và đã gửi tới đâu / Lists the sinks and how far they are")
public final class SinkList extends HubCommand {

    /** So that a row, its borders included, is at most 120 columns wide. */
    private static final int LONGEST_NAME = 20;

    @Reference(optional = true)
    Sinks sinks;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_READ);
        var all = there(sinks, "forward").list();
        if (json) {
            show(whole(all));
            return;
        }
        // by what right it is told, and what is wrong, stand below: a table that holds them is wider than a terminal
        var table = new Table("name", "content", "state", "position", "lag", "behind", "delivered", "aside", "lost");
        all.forEach(sink -> table.row(
                RouteList.cut(sink.name(), LONGEST_NAME),
                sink.content().name().toLowerCase(Locale.ROOT),
                sink.state(),
                sink.position(),
                sink.lag(),
                sink.behind().<Object>map(moment -> moment).orElse(""),
                sink.load().delivered(),
                sink.load().quarantined(),
                sink.load().lost()));
        show(table);
        all.forEach(sink -> {
            out().println("  %s: %s%s".formatted(sink.name(), sink.legalBasis(), reached(sink)));
            sink.problem().ifPresent(problem -> out().println("! %s: %s".formatted(sink.name(), problem)));
        });
    }

    private static String reached(Sinks.Sink sink) {
        var link = sink.load().link();
        return " · 30 ngày: nối được / reached "
                + (link.reached().toMillis() == 0
                        ? "–"
                        : "%.2f %%".formatted(Math.floor(link.availability().orElseThrow() * 10_000) / 100));
    }

    private static Table whole(List<Sinks.Sink> all) {
        var table = new Table(
                "name",
                "content",
                "state",
                "position",
                "lag",
                "behind",
                "delivered",
                "quarantined",
                "lost",
                "availability",
                "basis",
                "problem");
        all.forEach(sink -> table.row(
                sink.name(),
                sink.content().name().toLowerCase(Locale.ROOT),
                sink.state(),
                sink.position(),
                sink.lag(),
                sink.behind().map(Object::toString).orElse(""),
                sink.load().delivered(),
                sink.load().quarantined(),
                sink.load().lost(),
                sink.load().link().availability().orElse(Double.NaN),
                sink.legalBasis(),
                sink.problem().map(Object::toString).orElse("")));
        return table;
    }
}
