package vn.matluoi.camel.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.camel.api.management.ManagedCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.route.Poll;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes.Route;
import vn.matluoi.api.route.Routes.Status;

/** Routes as people see them: what is wanted, what runs, and what is in the way. */
final class ShownRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ShownRoutes.class);

    private final RunningRoutes running;
    private final Predicate<String> isReady;

    /** @param isReady whether the template of that name and its check are there */
    ShownRoutes(RunningRoutes running, Predicate<String> isReady) {
        this.running = running;
        this.isReady = isReady;
    }

    /** @return every route that is wanted, and every file that was not taken */
    List<Route> all(RouteBook book) {
        var routes = new ArrayList<Route>();
        book.desired.values().forEach(route -> {
            var said = Optional.ofNullable(book.pending.get(route.name()));
            var problem = Optional.ofNullable(book.refusals.get(route.name()))
                    .or(() -> Optional.ofNullable(book.failures.get(route.name())));
            routes.add(desired(route, said.filter(one -> !book.refusals.containsKey(one.name())), problem));
        });
        book.pending.values().stream()
                .filter(said -> !book.desired.containsKey(said.name()) && !book.refusals.containsKey(said.name()))
                .forEach(said -> routes.add(waiting(said)));
        book.refusals.forEach((name, problem) -> {
            if (!book.desired.containsKey(name)) {
                routes.add(refused(name, problem));
            }
        });
        return routes;
    }

    /** A file that was refused, of a route that never ran. */
    private static Route refused(String name, Text problem) {
        return new Route(
                name,
                "",
                Optional.empty(),
                true,
                Status.REFUSED,
                Optional.of(problem),
                0,
                0,
                Optional.empty(),
                Duration.ZERO,
                Optional.empty(),
                Map.of());
    }

    /** A file that nobody has judged yet. */
    private Route waiting(RouteSettings said) {
        return resting(said, Status.WAITING, Optional.of(waitsFor(said)));
    }

    private static Route resting(RouteSettings route, Status status, Optional<Text> problem) {
        return new Route(
                route.name(),
                route.template(),
                source(route),
                route.running(),
                status,
                problem,
                0,
                0,
                Optional.empty(),
                Duration.ZERO,
                route.owner(),
                route.parameters());
    }

    /**
     * @param said what its file says, if nobody has judged that yet
     * @param refusal why its file was refused, or why it does not start
     */
    private Route desired(RouteSettings route, Optional<RouteSettings> said, Optional<Text> refusal) {
        var name = route.name();
        var problem = refusal;
        var status = Status.STARTED;
        if (said.isPresent()) {
            status = Status.WAITING;
            problem = said.map(this::waitsFor);
        } else if (!route.running()) {
            status = Status.STOPPED;
        } else if (problem.isPresent()) {
            status = Status.REFUSED;
        } else if (!isReady.test(route.template()) && !running.isStarted(name)) {
            status = Status.WAITING;
            problem = Optional.of(waitsFor(route));
        } else if (!running.isStarted(name)) {
            status = Status.STOPPED;
            problem = Optional.of(new Text(
                    "%s: phải chạy mà đang dừng, vì đã bị dừng từ ngoài trạm (JMX); hãy chạy hub:route-start %s"
                            .formatted(route.where(), name),
                    "%s: is wanted to run and stands still, as it was stopped from outside the hub (JMX); run hub:route-start %s"
                            .formatted(route.where(), name)));
        }
        var managed = running.camel()
                .getCamelContextExtension()
                .getContextPlugin(ManagedCamelContext.class)
                .getManagedRoute(name);
        if (managed == null) {
            return resting(route, status, problem);
        }
        var runs = Optional.ofNullable(
                        running.camel().getRegistry().lookupByNameAndType(PollComponent.NAME + "-" + name, Poll.class))
                .map(Poll::runs);
        try {
            var last = Optional.ofNullable(managed.getLastExchangeCompletedTimestamp())
                    .map(date -> Instant.ofEpochMilli(date.getTime()));
            return new Route(
                    name,
                    route.template(),
                    source(route),
                    route.running(),
                    status,
                    problem,
                    managed.getExchangesCompleted(),
                    managed.getExchangesFailed() + runs.map(Poll.Runs::failed).orElse(0L),
                    runs.map(Poll.Runs::lastGood).orElse(last),
                    Duration.ofMillis(managed.getTotalProcessingTime()),
                    route.owner(),
                    route.parameters());
        } catch (Exception e) { // the management interface declares it; nothing else is thrown by a live route
            throw new IllegalStateException("no statistics of route " + name, e);
        }
    }

    /** @param check of its template; null if it is not there */
    static Route withComplaint(Route route, RouteCheck check) {
        return check == null ? route : with(route, check::complaint);
    }

    /** @param complaints what is in the way of a route of that name that runs */
    static Route with(Route route, Function<String, Optional<Text>> complaints) {
        if (route.status() != Status.STARTED) {
            return route;
        }
        try {
            return complaints
                    .apply(route.name())
                    .map(text -> new Route(
                            route.name(),
                            route.template(),
                            route.source(),
                            route.wanted(),
                            route.status(),
                            Optional.of(text),
                            route.messages(),
                            route.failures(),
                            route.lastMessage(),
                            route.busy(),
                            route.file(),
                            route.parameters()))
                    .orElse(route);
        } catch (RuntimeException | LinkageError e) { // a plug-in's code: the list is not to fail by it
            LOG.warn("template {} cannot say how route {} is", route.template(), route.name(), e);
            return route;
        }
    }

    private Text waitsFor(RouteSettings route) {
        if (isReady.test(route.template())) {
            return new Text(
                    "%s: chờ cơ sở dữ liệu, sẽ tự thử lại".formatted(route.where()),
                    "%s: waits for the database, is tried again by itself".formatted(route.where()));
        }
        var failure = running.templateFailure(route.template());
        if (failure.isPresent()) {
            return new Text(
                    "%s: mẫu %s không dùng được: %s"
                            .formatted(
                                    route.where(),
                                    route.template(),
                                    failure.get().vi()),
                    "%s: template %s cannot be used: %s"
                            .formatted(
                                    route.where(),
                                    route.template(),
                                    failure.get().en()));
        }
        var names = String.join(", ", running.templateNames());
        return new Text(
                "%s: chờ mẫu %s; hãy cài hoặc khởi động gói mang mẫu ấy. Các mẫu hiện có: %s"
                        .formatted(route.where(), route.template(), names),
                "%s: waits for template %s; install or start the bundle that brings it. There are: %s"
                        .formatted(route.where(), route.template(), names));
    }

    /** What is no source's id was refused before, or stems from an older hub: the route is listed without one. */
    private static Optional<SourceId> source(RouteSettings route) {
        try {
            return Optional.ofNullable(route.parameters().get("source")).map(SourceId::new);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
