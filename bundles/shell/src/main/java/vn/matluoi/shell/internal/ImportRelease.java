package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.WaitingImports;

/** {@code hub:import-release}: applies an import that waits. */
@Service
@Command(
        scope = "hub",
        name = "import-release",
        description =
                "Ghi lần nhập đang chờ vì làm mất nhiều camera / Applies an import that waits because many cameras would be missing")
public final class ImportRelease extends HubCommand {

    @Argument(
            name = "import",
            required = true,
            multiValued = true,
            description =
                    "Số của lần nhập, theo hub:import-list --waiting / Its number, from hub:import-list --waiting")
    List<String> words;

    @Reference(optional = true)
    WaitingImports waiting;

    private long number;

    @Override
    void words() {
        number = Names.number("import", only(words));
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.IMPORT_DECIDE);
        show(Reports.table(there(waiting, "registry").release(scope, number, caller.account(), "shell")));
    }
}
