package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.Profiles;

/** {@code hub:profile-remove}: removes a profile that was installed. */
@Service
@Command(
        scope = "hub",
        name = "profile-remove",
        description =
                "Xóa một mẫu bảng đã cài; mẫu đi kèm hệ thống vẫn còn / Removes a profile that was installed; shipped ones stay")
public final class ProfileRemove extends HubCommand {

    @Argument(name = "name", required = true, multiValued = true, description = "Tên mẫu bảng / Name of the profile")
    List<String> words;

    private String name;

    @Override
    void words() {
        name = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(name);
    }

    @Reference(optional = true)
    Profiles profiles;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_CHANGE);
        there(profiles, "profiles").remove(caller, "shell", name);
        out().println("đã xóa mẫu bảng %s / profile %s is removed".formatted(name, name));
    }
}
