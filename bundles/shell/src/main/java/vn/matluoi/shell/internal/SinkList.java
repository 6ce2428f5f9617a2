package vn.matluoi.shell.internal;

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

    @Reference(optional = true)
    Sinks sinks;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_READ);
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
                "basis",
                "problem");
        there(sinks, "forward")
                .list()
                .forEach(sink -> table.row(
                        sink.name(),
                        sink.content().name().toLowerCase(Locale.ROOT),
                        sink.state(),
                        sink.position(),
                        sink.lag(),
                        sink.behind().map(Object::toString).orElse(""),
                        sink.load().delivered(),
                        sink.load().quarantined(),
                        sink.load().lost(),
                        sink.legalBasis(),
                        sink.problem().map(Object::toString).orElse("")));
        show(table);
    }
}
