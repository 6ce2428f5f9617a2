package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DriverAdmin;

/** {@code hub:driver-uninstall}: removes a driver plug-in; its sources wait for it. */
@Service
@Command(
        scope = "hub",
        name = "driver-uninstall",
        description =
                "Gỡ một trình điều khiển; các nguồn của nó chờ / Removes a driver plug-in; its sources wait for it")
public final class DriverUninstall extends HubCommand {

    @Argument(
            name = "family",
            required = true,
            multiValued = true,
            description = "Ví dụ hikvision / For example hikvision")
    List<String> words;

    private String family;

    @Override
    void words() {
        family = only(words);
    }

    @Reference(optional = true)
    DriverAdmin drivers;

    @Override
    Optional<String> subject() {
        return Optional.of(family);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.DRIVER_CHANGE);
        there(drivers, "core").uninstall(caller, family);
        out().println("đã gỡ trình điều khiển %s / driver %s removed".formatted(family, family));
    }
}
