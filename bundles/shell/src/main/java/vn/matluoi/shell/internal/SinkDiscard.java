package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.forward.Sinks;

/** {@code hub:sink-discard}: gives up what a receiver rejected. */
@Service
@Command(
        scope = "hub",
        name = "sink-discard",
        description = "Bỏ những bản tin nơi nhận đã trả lại / Gives up what a receiver rejected")
public final class SinkDiscard extends SinkCommand {

    @Override
    void change(Sinks all, Caller caller) {
        all.discard(caller, name);
        out().println("đã bỏ những bản tin mà %s trả lại / what sink %s rejected is given up".formatted(name, name));
    }
}
