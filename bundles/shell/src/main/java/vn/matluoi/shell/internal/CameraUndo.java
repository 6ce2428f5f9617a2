package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Identity;

/** {@code hub:camera-undo}: undoes the last merge or split of a camera. */
@Service
@Command(
        scope = "hub",
        name = "camera-undo",
        description = "Hoàn tác lần gộp hoặc tách sau cùng của camera / Undoes the last merge or split of a camera")
public final class CameraUndo extends HubCommand {

    @Argument(name = "camera", required = true, multiValued = true, description = "Mã camera / The camera's id")
    List<String> words;

    @Reference(optional = true)
    Identity identity;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.IDENTITY_DECIDE);
        var other = there(identity, "registry").undo(scope, Names.camera(id), caller.account(), "shell");
        out().println("đã hoàn tác với camera %s / undone with camera %s".formatted(other, other));
    }
}
