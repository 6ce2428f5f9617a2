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

/** {@code hub:profile-install}: installs a profile from a file on the hub's machine. */
@Service
@Command(
        scope = "hub",
        name = "profile-install",
        description =
                "Cài một mẫu bảng từ tệp trên máy chủ; có hiệu lực ngay / Installs a profile from a file on the hub's machine; it holds at once")
public final class ProfileInstall extends HubCommand {

    @Argument(
            name = "file",
            required = true,
            multiValued = true,
            description = "Đường dẫn tệp JSON trên máy chủ / Path of the JSON file on the hub's machine")
    List<String> words;

    private String file;

    @Override
    void words() {
        file = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(file);
    }

    @Reference(optional = true)
    Profiles profiles;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_CHANGE);
        var one = there(profiles, "profiles").install(caller, "shell", HubFiles.text(file));
        out().println("đã cài mẫu bảng %s / profile %s is installed".formatted(one.name(), one.name()));
    }
}
