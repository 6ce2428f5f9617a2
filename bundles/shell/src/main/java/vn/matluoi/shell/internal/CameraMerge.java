package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Identity;

/** {@code hub:camera-merge}: merges two cameras, of which the first keeps its id. */
@Service
@Command(
        scope = "hub",
        name = "camera-merge",
        description = "Gộp hai camera, giữ mã của camera đầu / Merges two cameras, of which the first keeps its id")
public final class CameraMerge extends HubCommand {

    @Argument(name = "cameras", required = true, multiValued = true, description = "Hai mã camera / Two camera ids")
    List<String> words;

    @Reference(optional = true)
    Identity identity;

    private String survivor;
    private String other;

    @Override
    void words() {
        if (words.size() != 2) {
            throw invalid("argument", "argument.count", "cần đúng hai mã camera", "two camera ids are wanted");
        }
        survivor = words.get(0);
        other = words.get(1);
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.IDENTITY_DECIDE);
        there(identity, "registry")
                .merge(scope, Names.camera(survivor), Names.camera(other), caller.account(), "shell");
        out().println("đã gộp %s vào %s / %s was merged into %s".formatted(other, survivor, other, survivor));
    }
}
