package vn.matluoi.shell.internal;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.health.HealthCheck;

/** {@code hub:health}: asks every part of the hub whether it works. */
@Service
@Command(scope = "hub", name = "health", description = "Asks every part of the hub whether it works")
public final class Health extends HubCommand {

    @Reference
    BundleContext context;

    @Override
    void run(Caller caller) throws InvalidSyntaxException {
        access().require(caller, Action.METRICS_READ);
        var table = new Table("check", "healthy", "detail");
        var allWell = true;
        for (var reference : context.getServiceReferences(HealthCheck.class, null)) {
            var check = context.getService(reference);
            if (check == null) {
                continue; // went while we asked
            }
            try {
                var result = check.check();
                allWell &= result.healthy();
                table.row(check.name(), result.healthy(), result.detail());
            } finally {
                context.ungetService(reference);
            }
        }
        show(table);
        if (!allWell) {
            throw new HubException(
                    HubException.Reason.UNAVAILABLE,
                    "hub.unhealthy",
                    new vn.matluoi.api.Text("có phần chưa hoạt động", "some part does not work"));
        }
    }
}
