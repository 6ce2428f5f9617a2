package vn.matluoi.camel.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.access.Caller;

/** What people order: routes are added, changed, removed, started and stopped, or stay as they are. Guarded by its owner. */
final class RouteOrders {

    private static final Logger LOG = LoggerFactory.getLogger(RouteOrders.class);

    private final RouteBook book;
    private final RunningRoutes running;
    private final RouteJudge judge;
    private final Consumer<RouteSettings> reconcile;

    /** @param reconcile makes a route run, or stop, as its settings say */
    RouteOrders(RouteBook book, RunningRoutes running, RouteJudge judge, Consumer<RouteSettings> reconcile) {
        this.book = book;
        this.running = running;
        this.judge = judge;
        this.reconcile = reconcile;
    }

    void add(Caller by, String name, String template, Map<String, String> parameters) {
        var wanted = entered(name, template, parameters, true);
        refuseIfTaken(name);
        change(by, "route.create", wanted, Optional.empty());
    }

    void update(Caller by, String name, String template, Map<String, String> parameters) {
        var before = ownedByPeople(name);
        var wanted = entered(name, template, parameters, before.running());
        if (!wanted.equals(before)) {
            change(by, "route.update", wanted, Optional.of(before));
        }
    }

    void remove(Caller by, String name) {
        ownedByPeople(name);
        book.remove(by.account(), name);
        LOG.info("route {} removed", name);
    }

    /** Whoever owns the route. */
    void switchTo(Caller by, String name, boolean wanted) {
        var route = book.desired.get(name);
        if (route == null) {
            throw Optional.ofNullable(book.refusals.get(name))
                    .map(RouteRefusals::ofFile)
                    .orElseGet(() -> RouteRefusals.unknown(name));
        }
        if (route.running() == wanted && (running.isStarted(name) == wanted || !judge.isReady(route.template()))) {
            return;
        }
        var changed = route.withRunning(wanted);
        book.put(RouteBook.record(by.account(), wanted ? "route.start" : "route.stop", name, Map.of()), changed);
        reconcile.accept(changed);
    }

    /**
     * A person started it by JMX, and wants what {@code hub:route-start} does: one that is made anew, and tries again what was refused. Who
     * it was Camel does not say.
     */
    void startedByJmx(String name) {
        var route = book.desired.get(name);
        if (route == null) {
            return;
        }
        try {
            book.recorded(RouteBook.record("jmx", "route.start", name, Map.of()), () -> {
                if (route.running() && running.isStarted(name) && judge.isReady(route.template())) {
                    LOG.info("route {} was started by JMX, and is made anew", name);
                    running.stop(name);
                    reconcile.accept(route);
                }
            });
        } catch (HubException failure) {
            LOG.warn("route {} was started by JMX, and cannot be made anew: {}", name, failure.text());
        }
    }

    private static RouteSettings entered(
            String name, String template, Map<String, String> parameters, boolean running) {
        var given = new TreeMap<String, String>();
        parameters.forEach((key, value) -> {
            if (!value.isBlank()) {
                given.put(key, value.strip());
            }
        });
        return new RouteSettings(name, template.strip(), given, RouteSettings.BY_HAND, running);
    }

    /** Judges, records, starts and stores; where one of them does not go, all stays as it was. */
    private void change(Caller by, String action, RouteSettings wanted, Optional<RouteSettings> before) {
        refuse(wanted);
        var details = Map.of("template", wanted.template(), "changed", String.join(", ", changed(wanted, before)));
        book.put(
                RouteBook.record(by.account(), action, wanted.name(), details),
                wanted,
                () -> run(wanted),
                () -> before.ifPresentOrElse(reconcile, () -> running.stop(wanted.name())));
        book.failures.remove(wanted.name());
        LOG.info("route {} is as {} wants it (template {})", wanted.name(), by.account(), wanted.template());
    }

    private void run(RouteSettings wanted) {
        try {
            if (wanted.running()) {
                running.run(wanted);
            }
        } catch (RouteFailure e) {
            throw RouteRefusals.notStarted(wanted, e);
        }
    }

    /** @return keys whose values are others than before; the values may be an agency's affair */
    private static Set<String> changed(RouteSettings wanted, Optional<RouteSettings> before) {
        var old = before.map(RouteSettings::parameters).orElseGet(TreeMap::new);
        var keys = new TreeSet<>(wanted.parameters().keySet());
        keys.addAll(old.keySet());
        keys.removeIf(key -> Objects.equals(wanted.parameters().get(key), old.get(key)));
        return keys;
    }

    private void refuse(RouteSettings wanted) {
        var template = wanted.template();
        var failure = running.templateFailure(template);
        if (failure.isPresent() || running.hasTemplate(template) && !judge.isReady(template)) {
            throw RouteRefusals.templateNotReady(template, failure);
        }
        var errors = running.hasTemplate(template) ? judge.errors(wanted) : List.of(judge.unknownTemplate(template));
        if (!errors.isEmpty()) {
            throw RouteRefusals.invalid(wanted, errors);
        }
    }

    private RouteSettings ownedByPeople(String name) {
        var route = Optional.ofNullable(book.desired.get(name));
        route.flatMap(RouteSettings::owner).or(() -> book.fileThatWaits(name)).ifPresent(file -> {
            throw RouteRefusals.ownedByFile(name, file);
        });
        return route.orElseThrow(() -> RouteRefusals.unknown(name));
    }

    private void refuseIfTaken(String name) {
        var file = Optional.ofNullable(book.desired.get(name))
                .flatMap(RouteSettings::owner)
                .or(() -> book.fileThatWaits(name));
        if (file.isPresent() || book.desired.containsKey(name)) {
            throw RouteRefusals.taken(name, file);
        }
    }
}
