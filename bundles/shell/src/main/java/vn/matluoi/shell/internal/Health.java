package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.health.Readiness;

/** {@code hub:health}: what /health/ready says. */
@Service
@Command(scope = "hub", name = "health", description = "Asks every part of the hub whether it works")
public final class Health extends HubCommand {

    @Reference(optional = true)
    Readiness readiness;

    @Override
    void run(Caller caller) {
        access().require(caller, Action.METRICS_READ);
        var answer = there(readiness, "rest").ask();
        var table = new Table("check", "healthy", "detail");
        answer.checks().forEach(check -> table.row(check.name(), check.healthy(), check.detail()));
        show(table);
        if (!answer.ready()) {
            throw new HubException(
                    HubException.Reason.UNAVAILABLE,
                    "hub.unhealthy",
                    new Text("có phần chưa hoạt động", "some part does not work"));
        }
    }
}
