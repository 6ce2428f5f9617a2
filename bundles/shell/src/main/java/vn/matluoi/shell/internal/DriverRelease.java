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

/** {@code hub:driver-release}: lets a quarantined driver plug-in run again. */
@Service
@Command(
        scope = "hub",
        name = "driver-release",
        description = "Cho trình điều khiển bị cách ly chạy lại / Lets a quarantined driver plug-in run again")
public final class DriverRelease extends HubCommand {

    @Argument(
            name = "family",
            required = true,
            multiValued = true,
            description = "Ví dụ hikvision / For example hikvision")
    List<String> words;

    private String family;

    @Reference(optional = true)
    DriverAdmin drivers;

    @Override
    void words() {
        family = only(words);
    }

    @Override
    Optional<String> subject() {
        return Optional.of(family);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.DRIVER_CHANGE);
        there(drivers, "core").release(caller, family);
        out().println("đã cho %s chạy lại / %s is released".formatted(family, family));
    }
}
