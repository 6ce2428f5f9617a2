package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.api.registry.Identity;

/** {@code hub:camera-history}: what became of a camera, newest first. */
@Service
@Command(
        scope = "hub",
        name = "camera-history",
        description = "Xem lịch sử của một camera, mới nhất trước / Shows what became of a camera, newest first")
public final class CameraHistory extends HubCommand {

    @Argument(name = "camera", required = true, multiValued = true, description = "Mã camera / The camera's id")
    List<String> words;

    @Option(name = "--limit", description = "Nhiều nhất bao nhiêu dòng, 1 đến 200 / Most lines, 1 to 200")
    int limit = 50;

    @Reference(optional = true)
    Identity identity;

    private String id;

    @Override
    void words() {
        id = only(words);
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.CATALOGUE_READ);
        var discretion = Discretion.towards(caller, access());
        var table = new Table("sequence", "at", "kind", "camera", "fields", "by");
        there(identity, "registry")
                .history(scope, Names.camera(id), limit, Optional.empty())
                .items()
                .forEach(change -> table.row(
                        change.sequence(),
                        change.at(),
                        change.kind(),
                        change.subject(),
                        discretion.shownByKey(change.fields()),
                        discretion.everything() ? change.by() : ""));
        show(table);
    }
}
