package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.Profiles;

/** {@code hub:profile-show}: writes the document of a profile. */
@Service
@Command(
        scope = "hub",
        name = "profile-show",
        description = "Ghi ra tài liệu JSON của một mẫu bảng / Writes the JSON document of a profile")
public final class ProfileShow extends HubCommand {

    @Argument(name = "name", required = true, multiValued = true, description = "Tên mẫu bảng / Name of the profile")
    List<String> words;

    private String name;

    @Override
    void words() {
        name = only(words);
    }

    @Reference(optional = true)
    Profiles profiles;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_READ);
        out().println(there(profiles, "profiles").document(name));
    }
}
