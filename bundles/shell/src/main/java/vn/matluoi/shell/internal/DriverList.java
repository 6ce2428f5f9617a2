package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.Drivers;

/** {@code hub:driver-list}: lists the driver plug-ins. */
@Service
@Command(scope = "hub", name = "driver-list", description = "Liệt kê các trình điều khiển / Lists the driver plug-ins")
public final class DriverList extends HubCommand {

    @Reference(optional = true)
    Drivers drivers;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.DRIVER_READ);
        var table = new Table("family", "version", "status", "sources", "kept", "problem");
        there(drivers, "core")
                .list()
                .forEach(plugin -> table.row(
                        plugin.family(),
                        plugin.version().orElse(""),
                        plugin.status(),
                        plugin.sources(),
                        String.join(" ", plugin.kept()),
                        plugin.problem().map(Object::toString).orElse("")));
        show(table);
    }
}
