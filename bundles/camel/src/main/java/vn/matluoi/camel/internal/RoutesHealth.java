package vn.matluoi.camel.internal;

import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.route.Routes;

/** Every route that should run, runs. */
@Component
public final class RoutesHealth implements HealthCheck {

    private final HubCamelContext context;
    private final ConfiguredRoutes routes;

    @Activate
    public RoutesHealth(@Reference HubCamelContext context, @Reference ConfiguredRoutes routes) {
        this.context = context;
        this.routes = routes;
    }

    @Override
    public String name() {
        return "routes";
    }

    @Override
    public Result check() {
        if (!context.camel().isStarted()) {
            return Result.down(new Text("bộ định tuyến Camel không chạy", "the CamelContext is not started"));
        }
        var all = routes.list();
        var wrong = all.stream()
                .filter(route -> route.status() == Routes.Status.REFUSED
                        || route.status() == Routes.Status.WAITING
                        || (route.status() == Routes.Status.STOPPED && routes.shouldRun(route.name())))
                .toList();
        if (wrong.isEmpty()) {
            return Result.ok(new Text("%d tuyến".formatted(all.size()), "%d routes".formatted(all.size())));
        }
        return Result.down(new Text(
                wrong.stream()
                        .map(route -> "%s: %s"
                                .formatted(
                                        route.name(),
                                        route.problem().map(Text::vi).orElse("không chạy")))
                        .collect(Collectors.joining("; ")),
                wrong.stream()
                        .map(route -> "%s: %s"
                                .formatted(
                                        route.name(),
                                        route.problem().map(Text::en).orElse("does not run")))
                        .collect(Collectors.joining("; "))));
    }
}
