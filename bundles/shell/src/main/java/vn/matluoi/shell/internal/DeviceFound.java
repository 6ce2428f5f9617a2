package vn.matluoi.shell.internal;

import java.util.Optional;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.discovery.Discovery;
import vn.matluoi.api.discovery.Found;
import vn.matluoi.api.discovery.Scan;

/** {@code hub:device-found}: lists devices that answered a scan, before anybody makes sources of them. */
@Service
@Command(
        scope = "hub",
        name = "device-found",
        description = "Liệt kê thiết bị tìm thấy / Lists devices that answered a scan")
public final class DeviceFound extends HubCommand {

    @Option(name = "--all", description = "Cả những mục đã bỏ qua / Those put aside, too")
    boolean all;

    @Option(name = "--dismiss", description = "Bỏ qua mục có số này / Puts the entry of this number aside")
    Long dismiss;

    @Reference(optional = true)
    Discovery discovery;

    @Override
    Optional<String> subject() {
        return Optional.ofNullable(dismiss).map(String::valueOf);
    }

    @Override
    void run(Caller caller) {
        access().require(caller, Action.SOURCE_CHANGE);
        var found = there(discovery, "discovery");
        if (dismiss != null) {
            found.dismiss(caller, dismiss);
        }
        var table = new Table("id", "address", "how", "name", "hardware", "mac", "last", "source");
        for (Found each : found.inbox(all)) {
            table.row(
                    each.id(),
                    each.address(),
                    each.how(),
                    each.name(),
                    each.hardware(),
                    each.mac().orElse(""),
                    each.lastSeen(),
                    each.source().orElse(""));
        }
        show(table);
        found.latest().filter(scan -> scan.ended().isEmpty()).ifPresent(this::running);
        found.latest().flatMap(Scan::problem).ifPresent(why -> out().println(why));
    }

    private void running(Scan scan) {
        out().println("đang tìm, đã hỏi %d trên %d / a scan runs, %d of %d asked"
                .formatted(scan.asked(), scan.addresses(), scan.asked(), scan.addresses()));
    }
}
