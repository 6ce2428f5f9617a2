package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.driver.DriverAdmin;

/** {@code hub:driver-upgrade}: puts a newer version of drivers/repository in place of the installed one. */
@Service
@Command(
        scope = "hub",
        name = "driver-upgrade",
        description =
                "Nâng trình điều khiển lên bản mới hơn trong drivers/repository / Upgrades a driver plug-in to a newer version in drivers/repository")
public final class DriverUpgrade extends DriverCommand {

    @Argument(
            name = "family",
            required = true,
            multiValued = true,
            description = "Ví dụ hikvision / For example hikvision")
    List<String> words;

    @Option(
            name = "--version",
            description = "Phiên bản muốn dùng, không ghi thì bản mới nhất / The version wanted, else the newest")
    String version;

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
        return new DriverAdmin.Order.Upgrade(family, Names.given(version));
    }
}
