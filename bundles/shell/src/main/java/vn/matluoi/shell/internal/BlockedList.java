package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.intake.BlockedModels;

/** {@code hub:blocked-list}: lists the devices of which the authorities warned. */
@Service
@Command(
        scope = "hub",
        name = "blocked-list",
        description =
                "Liệt kê các thiết bị bị cảnh báo (R2.8) / Lists the devices of which the authorities warned (R2.8)")
public final class BlockedList extends HubCommand {

    @Reference(optional = true)
    BlockedModels models;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.PROFILE_READ);
        var table = new Table("id", "manufacturer", "model", "firmware", "warning", "since");
        there(models, "registry")
                .list()
                .forEach(one -> table.row(
                        one.id(),
                        one.manufacturer().orElse("*"),
                        one.model().orElse("*"),
                        one.firmware().orElse("*"),
                        one.warning(),
                        one.since()));
        show(table);
    }
}
