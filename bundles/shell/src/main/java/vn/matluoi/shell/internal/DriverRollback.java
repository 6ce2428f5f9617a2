package vn.matluoi.shell.internal;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.driver.DriverAdmin;

/** {@code hub:driver-rollback}: goes back to a version that was installed before. */
@Service
@Command(
        scope = "hub",
        name = "driver-rollback",
        description =
                "Đưa trình điều khiển và tùy chọn của các nguồn trở lại bản trước / Takes a driver plug-in and the options of its sources back to the version before")
public final class DriverRollback extends DriverCommand {

    @Argument(
            name = "family",
            required = true,
            multiValued = true,
            description = "Ví dụ hikvision / For example hikvision")
    List<String> words;

    @Option(
            name = "--version",
            description =
                    "Một trong ba bản được giữ, không ghi thì bản ngay trước / One of the three kept, else the one just before")
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
        return new DriverAdmin.Order.RollBack(family, Names.given(version));
    }
}
