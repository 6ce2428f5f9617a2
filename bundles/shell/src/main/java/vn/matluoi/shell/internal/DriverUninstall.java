package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.driver.DriverAdmin;

/** {@code hub:driver-uninstall}: removes a driver plug-in; its sources wait for it. */
@Service
@Command(
        scope = "hub",
        name = "driver-uninstall",
        description =
                "Gỡ một trình điều khiển; các nguồn của nó chờ / Removes a driver plug-in; its sources wait for it")
public final class DriverUninstall extends DriverCommand {

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

    @Override
    String about() {
        return family;
    }

    @Override
    DriverAdmin.Order order() {
        return new DriverAdmin.Order.Remove(family);
    }
}
