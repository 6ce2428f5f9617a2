package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Sinks;

/** {@code hub:sink-quarantine}: lists messages that a receiver rejects. */
@Service
@Command(
        scope = "hub",
        name = "sink-quarantine",
        description = "Liệt kê những bản tin nơi nhận trả lại / Lists messages that a receiver rejects")
public final class SinkQuarantine extends HubCommand {

    private static final int MOST = 1000;

    @Argument(
            name = "sink",
            required = true,
            multiValued = true,
            description = "Tên nơi nhận, theo tên tuyến của nó / The sink's name, that of its route")
    List<String> words;

    @Reference(optional = true)
    Sinks sinks;

    private String name;

    @Override
    void words() {
        name = only(words);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.ROUTE_READ);
        var table = new Table("sequence", "id", "type", "at", "reason");
        there(sinks, "forward")
                .quarantine(name, MOST)
                .forEach(one -> table.row(one.sequence(), one.id(), one.type(), one.at(), one.reason()));
        show(table);
    }
}
