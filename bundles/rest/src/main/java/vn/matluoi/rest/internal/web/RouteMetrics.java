package vn.matluoi.rest.internal.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import vn.matluoi.api.route.DeadLetterDesk;
import vn.matluoi.api.route.DeadLetterDesk.Count;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.route.Routes.Route;
import vn.matluoi.api.route.Routes.Status;
import vn.matluoi.rest.internal.Services;

/**
 * What is measured of each configured route: read from the routes when somebody asks, so it takes no thread and costs a message nothing.
 * Its label is the name an administrator gave it; with the route its measures go.
 */
final class RouteMetrics {

    private static final Count NONE = new Count(0, 0, 0);
    private static final double MILLIS = 1000;

    private final MeterRegistry registry;
    private final Services services;
    private final Clock clock;
    private final Map<String, List<Meter>> meters = new HashMap<>(); // by route; guarded by this
    private volatile Map<String, Route> routes = Map.of();
    private volatile Map<String, Count> letters = Map.of();

    RouteMetrics(MeterRegistry registry, Services services, Clock clock) {
        this.registry = registry;
        this.services = services;
        this.clock = clock;
    }

    /** Reads all anew. To be called before what is measured is read. */
    synchronized void count() {
        routes = services.find(Routes.class).stream()
                .flatMap(all -> all.list().stream())
                .collect(Collectors.toUnmodifiableMap(RouteMetrics::key, Function.identity()));
        letters =
                services.find(DeadLetterDesk.class).map(DeadLetterDesk::counts).orElse(Map.of());
        var gone =
                meters.keySet().stream().filter(key -> !routes.containsKey(key)).toList();
        gone.forEach(key -> meters.remove(key).forEach(registry::remove));
        routes.forEach((key, route) -> meters.computeIfAbsent(key, each -> measured(each, route)));
    }

    /** One that is made anew from another template is another. */
    private static String key(Route route) {
        return route.name() + " " + route.template();
    }

    private List<Meter> measured(String key, Route route) {
        var measures = new ArrayList<Meter>();
        measures.add(counter(key, route, "messages", "Messages that went through", Route::messages));
        measures.add(counter(key, route, "failures", "Messages and runs that failed", Route::failures));
        measures.add(counter(key, route, "busy.seconds", "Time all of them took together", one -> seconds(one.busy())));
        measures.add(gauge(key, route, "running", "Whether it runs", one -> one.status() == Status.STARTED ? 1 : 0));
        measures.add(gauge(
                key, route, "last.success.age.seconds", "Since something last went through", one -> one.lastMessage()
                        .map(moment -> seconds(Duration.between(moment, clock.instant())))
                        .orElse(Double.NaN)));
        measures.add(gauge(key, route, "letters", "Dead letters that wait for a person", one -> letters(one)
                .letters()));
        measures.add(counter(key, route, "letters.overrun", "Dead letters that gave way to others", one -> letters(one)
                .overrun()));
        return measures;
    }

    private Count letters(Route route) {
        return letters.getOrDefault(route.name(), NONE);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS;
    }

    private Meter counter(String key, Route route, String name, String description, ToDoubleFunction<Route> value) {
        return FunctionCounter.builder("matluoi.route." + name, this, metrics -> metrics.value(key, value, 0))
                .tag("route", route.name())
                .tag("template", route.template())
                .description(description)
                .register(registry);
    }

    private Meter gauge(String key, Route route, String name, String description, ToDoubleFunction<Route> value) {
        return Gauge.builder("matluoi.route." + name, this, metrics -> metrics.value(key, value, Double.NaN))
                .tag("route", route.name())
                .tag("template", route.template())
                .description(description)
                .register(registry);
    }

    private double value(String key, ToDoubleFunction<Route> value, double otherwise) {
        var route = routes.get(key);
        return route == null ? otherwise : value.applyAsDouble(route);
    }
}
