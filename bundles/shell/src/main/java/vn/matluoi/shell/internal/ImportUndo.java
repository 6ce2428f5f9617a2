package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.UndoneImports;

/** {@code hub:import-undo}: takes an import back. */
@Service
@Command(
        scope = "hub",
        name = "import-undo",
        description = "Hoàn tác lần nhập mới nhất của một nguồn / Takes back the newest import of a source")
public final class ImportUndo extends HubCommand {

    @Argument(
            name = "import",
            required = true,
            multiValued = true,
            description = "Số của lần nhập, theo hub:import-list / Its number, from hub:import-list")
    List<String> words;

    @Reference(optional = true)
    UndoneImports imports;

    private long number;

    @Override
    void words() {
        number = Names.number("import", only(words));
    }

    @Override
    void run(Caller caller) {
        var scope = access().require(caller, Action.IMPORT_DECIDE);
        show(Reports.table(there(imports, "registry").undo(scope, number, caller.account(), "shell")));
    }
}
