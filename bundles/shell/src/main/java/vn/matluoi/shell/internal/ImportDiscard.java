package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.WaitingImports;

/** {@code hub:import-discard}: puts an import that waits aside. */
@Service
@Command(
        scope = "hub",
        name = "import-discard",
        description = "Hủy lần nhập đang chờ / Puts an import that waits aside")
public final class ImportDiscard extends HubCommand {

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
        show(Reports.table(there(waiting, "registry").discard(scope, number, caller.account(), "shell")));
    }
}
