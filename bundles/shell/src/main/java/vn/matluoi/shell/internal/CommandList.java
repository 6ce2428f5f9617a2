package vn.matluoi.shell.internal;

import java.util.Comparator;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Caller;

/** {@code hub:commands}: what the hub's part of the shell can do. */
@Service
@Command(scope = "hub", name = "commands", description = "Liệt kê các lệnh của trạm / Lists the hub's commands")
public final class CommandList extends HubCommand {

    @Override
    void run(Caller caller) {
        var table = new Table("command", "what");
        session.getRegistry().getCommands().stream()
                .filter(command -> command.getScope().equals("hub"))
                .sorted(Comparator.comparing(org.apache.karaf.shell.api.console.Command::getName))
                .forEach(command -> table.row("hub:" + command.getName(), command.getDescription()));
        show(table);
        if (!json) {
            out().println("Tùy chọn của một lệnh / the options of one: hub:NAME --help");
        }
    }
}
