package vn.matluoi.shell.internal;

import java.util.List;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers;

/** {@code hub:driver-install}: installs a driver plug-in of drivers/repository, or changes its version in place. */
@Service
@Command(
        scope = "hub",
        name = "driver-install",
        description =
                "Cài trình điều khiển từ drivers/repository, hoặc đổi phiên bản tại chỗ / Installs a driver plug-in of drivers/repository, or changes its version in place")
public final class DriverInstall extends HubCommand {

    @Argument(
            name = "family [version]",
            required = true,
            multiValued = true,
            description =
                    "Ví dụ hikvision; phiên bản muốn dùng, kể cả bản cũ, không ghi thì bản mới nhất / For example hikvision; the version wanted, older ones included, else the newest")
    List<String> words;

    private String family;
    private String version;

    @Override
    void words() {
        family = words.get(0);
        version = words.size() == 2 ? words.get(1) : null;
        if (words.size() > 2) {
            only(words);
        }
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
        var plugin = there(drivers, "core").install(caller, family, Names.given(version));
        show(new Table("family", "version", "status", "problem")
                .row(
                        plugin.family(),
                        plugin.version().orElse(""),
                        plugin.status(),
                        plugin.problem().map(Object::toString).orElse("")));
        if (plugin.status() != Drivers.Status.ACTIVE) {
            throw new HubException(
                    HubException.Reason.UNAVAILABLE,
                    "driver.does-not-serve",
                    plugin.problem()
                            .orElseGet(() ->
                                    vn.matluoi.api.Text.same(plugin.status().name())));
        }
    }
}
