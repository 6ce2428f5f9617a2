package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Identity;

/** {@code hub:camera-split}: makes what one source says a camera of its own. */
@Service
@Command(
        scope = "hub",
        name = "camera-split",
        description = "Tách lời khai của một nguồn thành camera riêng / Makes what one source says a camera of its own")
public final class CameraSplit extends HubCommand {

    @Argument(name = "camera", required = true, multiValued = true, description = "Mã camera / The camera's id")
    List<String> words;

    @Reference(optional = true)
    Identity identity;

    @Option(
            name = "--source",
            required = true,
            description = "Nguồn khai về camera khác / The source that speaks of another camera")
    String source;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.IDENTITY_DECIDE);
        var made = there(identity, "registry")
                .split(scope, Names.camera(id), Names.source(source), caller.account(), "shell");
        out().println("đã tách thành camera %s / split off as camera %s".formatted(made, made));
    }
}
