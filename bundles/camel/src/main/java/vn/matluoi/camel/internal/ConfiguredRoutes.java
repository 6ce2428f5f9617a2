package vn.matluoi.camel.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.api.management.ManagedCamelContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.schema.SchemaReady;

/**
 * The routes this hub should have, and those that run. The database holds the last good settings; running
 * routes are reconciled to them whenever settings or templates come and go. Guarded by {@code this}.
 */
@Component(service = {Routes.class, ConfiguredRoutes.class})
public final class ConfiguredRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredRoutes.class);

    private final RunningRoutes running;
    private final RouteStore store;
    private final AuditLog audit;
    private final Map<String, RouteSettings> desired = new TreeMap<>();
    private final Map<String, RouteCheck> checks = new HashMap<>();
    private final Map<String, Text> problems = new HashMap<>();

    @Activate
    public ConfiguredRoutes(
            @Reference HubCamelContext context,
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=routes)") SchemaReady ready,
            @Reference AuditLog audit) {
        this(context, new RouteStore(database), audit);
    }

    ConfiguredRoutes(HubCamelContext context, RouteStore store, AuditLog audit) {
        this.running = new RunningRoutes(context.camel());
        this.store = store;
        this.audit = audit;
        store.all().forEach(route -> desired.put(route.name(), route));
    }

    /** A bundle brings a template. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + RouteCheck.TEMPLATE + "=*)")
    synchronized void addTemplate(RoutesBuilder routes, Map<String, Object> properties) {
        var template = String.valueOf(properties.get(RouteCheck.TEMPLATE));
        running.addTemplate(template, routes);
        LOG.info("route template {} is there", template);
        reconcileAll();
    }

    synchronized void removeTemplate(RoutesBuilder routes, Map<String, Object> properties) {
        var template = String.valueOf(properties.get(RouteCheck.TEMPLATE));
        running.removeTemplate(template, routes);
        LOG.info("route template {} is gone", template);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    synchronized void addCheck(RouteCheck check, Map<String, Object> properties) {
        checks.put(String.valueOf(properties.get(RouteCheck.TEMPLATE)), check);
        reconcileAll();
    }

    synchronized void removeCheck(RouteCheck check, Map<String, Object> properties) {
        checks.remove(String.valueOf(properties.get(RouteCheck.TEMPLATE)), check);
    }

    /**
     * Takes settings from a file. Refused settings leave the last good ones as they are, running and stored.
     *
     * @param named parameters as written, with {@code template}
     */
    synchronized void configure(String name, String file, Map<String, String> named) {
        var parameters = new TreeMap<>(named);
        var template = parameters.remove("template");
        if (template == null || template.isBlank()) {
            refuse(
                    name,
                    file,
                    List.of(new HubException.FieldError(
                            "template",
                            "required",
                            new Text(
                                    "thiếu khóa template; ví dụ template = source-file",
                                    "the key template is missing; for example template = source-file"))));
            return;
        }
        var before = desired.get(name);
        var wanted = new RouteSettings(name, template.strip(), parameters, file, before == null || before.running());
        if (running.hasTemplate(wanted.template())) {
            var errors = errors(wanted);
            if (!errors.isEmpty()) {
                refuse(name, file, errors);
                return;
            }
        }
        problems.remove(name);
        if (before != null && before.sameRouteAs(wanted) && before.file().equals(file)) {
            reconcile(wanted);
            return;
        }
        store.put(wanted);
        desired.put(name, wanted);
        record("route.configure", name, Map.of("file", file, "template", wanted.template()));
        reconcile(wanted);
    }

    /** The file of a route is gone: so is the route. */
    synchronized void forget(String name) {
        problems.remove(name);
        if (desired.remove(name) != null) {
            running.stop(name);
            store.remove(name);
            record("route.remove", name, Map.of());
            LOG.info("route {} removed: its file is gone", name);
        }
    }

    /** @return whether a person or a file wants that route to run */
    synchronized boolean shouldRun(String name) {
        var route = desired.get(name);
        return route != null && route.running();
    }

    /** @return names of the routes, with the file that owns each */
    synchronized Map<String, String> files() {
        return desired.values().stream().collect(Collectors.toMap(RouteSettings::name, RouteSettings::file));
    }

    @Override
    public synchronized List<Route> list() {
        var routes = new ArrayList<Route>();
        desired.values().forEach(route -> routes.add(described(route)));
        problems.forEach((name, problem) -> {
            if (!desired.containsKey(name)) {
                routes.add(new Route(
                        name, "", Optional.empty(), Status.REFUSED, Optional.of(problem), 0, 0, Optional.empty()));
            }
        });
        return routes;
    }

    @Override
    public void start(Caller by, String name) {
        switchTo(by, name, true);
    }

    @Override
    public void stop(Caller by, String name) {
        switchTo(by, name, false);
    }

    private synchronized void switchTo(Caller by, String name, boolean wanted) {
        var route = desired.get(name);
        if (route == null) {
            throw new HubException(
                    Reason.NOT_FOUND,
                    "route.unknown",
                    new Text("không có tuyến %s".formatted(name), "there is no route %s".formatted(name)));
        }
        var changed = route.withRunning(wanted);
        store.put(changed);
        desired.put(name, changed);
        audit.append(AuditRecord.of(
                by.account(),
                "route",
                wanted ? "route.start" : "route.stop",
                name,
                AuditRecord.Outcome.DONE,
                Map.of()));
        reconcile(changed);
    }

    private void reconcileAll() {
        desired.values().forEach(this::reconcile);
    }

    private void reconcile(RouteSettings route) {
        if (!running.hasTemplate(route.template())) {
            return;
        }
        if (!route.running()) {
            running.stop(route.name());
            return;
        }
        var errors = errors(route);
        if (!errors.isEmpty()) {
            refuse(route.name(), route.file(), errors);
            return;
        }
        try {
            if (running.run(route)) {
                LOG.info("route {} runs (template {})", route.name(), route.template());
            }
            problems.remove(route.name());
        } catch (RouteFailure e) {
            LOG.warn("route {} does not start: {}", route.name(), e.getMessage());
            problems.put(
                    route.name(),
                    new Text(
                            "%s: tuyến không khởi động được: %s".formatted(route.file(), e.getMessage()),
                            "%s: the route does not start: %s".formatted(route.file(), e.getMessage())));
        }
    }

    private List<HubException.FieldError> errors(RouteSettings route) {
        var errors = new ArrayList<>(running.unknownOrMissing(route));
        var check = checks.get(route.template());
        if (errors.isEmpty() && check != null) {
            errors.addAll(check.check(running.withDefaults(route)));
        }
        return errors;
    }

    private void refuse(String name, String file, List<HubException.FieldError> errors) {
        var vi = errors.stream()
                .map(e -> "%s: %s".formatted(e.field(), e.message().vi()));
        var en = errors.stream()
                .map(e -> "%s: %s".formatted(e.field(), e.message().en()));
        var problem = new Text(
                "%s bị từ chối; %s".formatted(file, vi.collect(Collectors.joining("; "))),
                "%s is refused; %s".formatted(file, en.collect(Collectors.joining("; "))));
        if (!problem.equals(problems.put(name, problem))) {
            LOG.warn("{}", problem);
            audit.append(AuditRecord.of(
                    "system",
                    "route",
                    "route.configure",
                    name,
                    AuditRecord.Outcome.REFUSED,
                    Map.of("why", problem.en())));
        }
    }

    private void record(String action, String name, Map<String, String> details) {
        audit.append(AuditRecord.of("system", "route", action, name, AuditRecord.Outcome.DONE, details));
    }

    private Route described(RouteSettings route) {
        var problem = Optional.ofNullable(problems.get(route.name()));
        var status = Status.STARTED;
        if (!route.running()) {
            status = Status.STOPPED;
        } else if (problem.isPresent()) {
            status = Status.REFUSED;
        } else if (!running.hasTemplate(route.template())) {
            status = Status.WAITING;
        } else if (!running.isStarted(route.name())) {
            status = Status.STOPPED;
        }
        var source = Optional.ofNullable(route.parameters().get("source")).map(SourceId::new);
        var managed = running.camel()
                .getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute(route.name());
        if (managed == null) {
            return new Route(route.name(), route.template(), source, status, problem, 0, 0, Optional.empty());
        }
        try {
            var last = Optional.ofNullable(managed.getLastExchangeCompletedTimestamp());
            return new Route(
                    route.name(),
                    route.template(),
                    source,
                    status,
                    problem,
                    managed.getExchangesCompleted(),
                    managed.getExchangesFailed(),
                    last.map(date -> Instant.ofEpochMilli(date.getTime())));
        } catch (Exception e) { // the management interface declares it; nothing else is thrown by a live route
            throw new IllegalStateException("no statistics of route " + route.name(), e);
        }
    }
}
