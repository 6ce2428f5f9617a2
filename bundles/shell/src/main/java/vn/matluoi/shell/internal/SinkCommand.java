package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Sinks;

/** A command that changes one sink. */
public abstract class SinkCommand extends HubCommand {

    @Argument(
            name = "sink",
            required = true,
            multiValued = true,
            description = "Tên nơi nhận, theo tên tuyến của nó / The sink's name, that of its route")
    List<String> words;

    @Reference(optional = true)
    Sinks sinks;

    String name;

    @Override
    void words() {
        name = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(name);
    }

    @Override
    final void run(Caller caller) {
        access().require(caller, Action.ROUTE_CHANGE);
        change(there(sinks, "forward"), caller);
    }

    abstract void change(Sinks all, Caller caller);
}
