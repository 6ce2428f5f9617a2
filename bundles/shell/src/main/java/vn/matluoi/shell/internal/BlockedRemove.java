package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.BlockedModels;

/** {@code hub:blocked-remove}: takes a device off the list of those warned of. */
@Service
@Command(
        scope = "hub",
        name = "blocked-remove",
        description = "Bỏ một mục khỏi danh sách bị cảnh báo / Takes a device off the list of those warned of")
public final class BlockedRemove extends HubCommand {

    @Argument(name = "id", required = true, multiValued = true, description = "Mã của mục / The entry's id")
    List<String> words;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(id);
    }

    @Reference(optional = true)
    BlockedModels models;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_CHANGE);
        there(models, "registry").remove(caller, "shell", id);
        out().println("đã bỏ %s / %s is off the list".formatted(id, id));
    }
}
