package vn.matluoi.shell.internal;

import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.driver.DriverAdmin;

/** {@code hub:driver-install}: installs a driver plug-in of drivers/repository or of a file, or changes its version in place. */
@Service
@Command(
        scope = "hub",
        name = "driver-install",
        description =
                "Cài trình điều khiển từ drivers/repository hay từ tệp .kar, hoặc đổi phiên bản tại chỗ / Installs a driver plug-in of drivers/repository or of a .kar file, or changes its version in place")
public final class DriverInstall extends DriverCommand {

    @Argument(
            name = "family [version] | file",
            required = true,
            multiValued = true,
            description =
                    "Ví dụ hikvision; phiên bản muốn dùng, kể cả bản cũ, không ghi thì bản mới nhất; hoặc đường dẫn tệp .kar trên máy chủ / For example hikvision; the version wanted, older ones included, else the newest; or the path of a .kar file on the hub's machine")
    List<String> words;

    @Option(name = "--version", description = "Phiên bản muốn dùng / The version wanted")
    String version;

    private String what;

    @Override
    void words() {
        what = words.get(0);
        if (words.size() == 2 && version == null) {
            version = words.get(1);
        } else {
            what = only(words);
        }
    }

    @Override
    String about() {
        return what;
    }

    @Override
    DriverAdmin.Order order() {
        return what.endsWith(".kar")
                ? new DriverAdmin.Order.Take(Path.of(what))
                : new DriverAdmin.Order.Install(what, Names.given(version));
    }
}
