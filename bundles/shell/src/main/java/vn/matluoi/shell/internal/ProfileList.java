package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.Profiles;

/** {@code hub:profile-list}: lists the profiles there are, and the files that are refused. */
@Service
@Command(
        scope = "hub",
        name = "profile-list",
        description =
                "Liệt kê các mẫu bảng, và các tệp mẫu bị từ chối / Lists the profiles, and the files that are refused")
public final class ProfileList extends HubCommand {

    @Reference(optional = true)
    Profiles profiles;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_READ);
        var table = new Table("name", "title", "base", "file", "usable", "problem");
        there(profiles, "profiles")
                .list()
                .forEach(one -> table.row(
                        one.name(),
                        one.title(),
                        one.base().orElse(""),
                        one.file().orElse(""),
                        one.usable(),
                        one.problem().map(Object::toString).orElse("")));
        show(table);
    }
}
