package vn.matluoi.shell.internal;

import java.util.Optional;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.driver.DriverAdmin;
import vn.matluoi.api.driver.Drivers;

/** A change of a driver plug-in: the plan is shown, then carried out, unless only the plan is wanted. */
abstract class DriverCommand extends HubCommand {

    @Option(name = "--plan", description = "Chỉ cho xem sẽ làm gì / Only show what would be done")
    boolean planOnly;

    @Reference(optional = true)
    DriverAdmin drivers;

    /** @return what was asked for */
    abstract DriverAdmin.Order order();

    /** @return the plug-in or file it is about */
    abstract String about();

    @Override
    final Optional<String> subject() {
        return planOnly ? Optional.empty() : Optional.of(about());
    }

    @Override
    final void run(Caller caller) {
        access().require(caller, Action.DRIVER_CHANGE);
        var admin = there(drivers, "core");
        if (planOnly) {
            show(admin.plan(caller, order()));
            return;
        }
        var plugin = admin.carryOut(caller, order(), this::show);
        if (order() instanceof DriverAdmin.Order.Remove) {
            out().println("đã gỡ trình điều khiển %s / driver %s removed".formatted(about(), about()));
            return;
        }
        plugin.ifPresent(this::show);
    }

    private void show(DriverAdmin.Plan plan) {
        if (json && !planOnly) {
            return; // the plug-in is shown
        }
        var table = new Table("family", "present", "next", "step");
        if (json) {
            plan.steps()
                    .forEach(step -> table.row(
                            plan.family(),
                            plan.present().orElse(""),
                            plan.next().orElse(""),
                            step.toString()));
            show(table);
            return;
        }
        plan.steps().forEach(step -> out().println("  " + step.vi()));
        plan.steps().forEach(step -> out().println("  " + step.en()));
    }

    private void show(Drivers.Plugin plugin) {
        show(new Table("family", "version", "status", "problem")
                .row(
                        plugin.family(),
                        plugin.version().orElse(""),
                        plugin.status(),
                        plugin.problem().map(Object::toString).orElse("")));
    }
}
