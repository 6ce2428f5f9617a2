package vn.matluoi.camel.internal;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.Text;
import vn.matluoi.api.health.HealthCheck;
import vn.matluoi.api.route.Routes;

/** Every route that should run, runs, and what it works with is there. */
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
        var problems = new TreeMap<>(routes.ailing());
        wrong.forEach(
                route -> problems.put(route.name(), route.problem().orElse(new Text("không chạy", "does not run"))));
        if (problems.isEmpty()) {
            return Result.ok(new Text("%d tuyến".formatted(all.size()), "%d routes".formatted(all.size())));
        }
        return Result.down(new Text(said(problems, Text::vi), said(problems, Text::en)));
    }

    private static String said(Map<String, Text> problems, Function<Text, String> language) {
        return problems.entrySet().stream()
                .map(problem -> "%s: %s".formatted(problem.getKey(), language.apply(problem.getValue())))
                .collect(Collectors.joining("; "));
    }
}
