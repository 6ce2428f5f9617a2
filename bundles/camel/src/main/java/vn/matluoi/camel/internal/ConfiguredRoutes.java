package vn.matluoi.camel.internal;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.RoutesBuilder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.forward.Forwarding;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.route.RouteCheck;
import vn.matluoi.api.route.Routes;
import vn.matluoi.api.schema.SchemaReady;

/**
 * The routes this hub should have, and those that run. The database holds the last good settings; running
 * routes are reconciled to them whenever settings or templates come and go. What is wanted anew comes from people ({@link RouteOrders})
 * and from files ({@link FileOrders}). What the check refuses is judged again when its template or check comes anew: a bundle
 * may have brought what it lacked; or when a file with a secret, over which it was refused, is mended ({@link KeyFileWatch}). While the hub stops its bundles go one by one, and nothing is judged by what is left.
 * Guarded by {@code this}.
 */
@Component(service = {Routes.class, ConfiguredRoutes.class})
public final class ConfiguredRoutes implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredRoutes.class);

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** A template's check comes anew with each profile, and at a start these come one after the other. */
    private static final Duration SETTLES = Duration.ofMillis(300);

    private final RunningRoutes running;
    private final RouteJudge judge;
    private final Executor later;
    private final Executor soon;
    private final BooleanSupplier stopping;
    private final KeyFileWatch keyFiles = new KeyFileWatch(this::lookSoon);
    private final RouteBook book;
    private final RouteOrders orders;
    private final StartsByJmx starts;
    private final FileOrders files;
    private final Map<String, Integer> comings = new HashMap<>(); // of templates and their checks, by template
    private final Set<String> settling = new HashSet<>(); // templates whose routes are judged soon
    private volatile Optional<Sinks> sinks = Optional.empty();
    private boolean retrying;
    private boolean looking;
    private boolean closed;

    @Activate
    public ConfiguredRoutes(
            BundleContext bundles,
            @Reference HubCamelContext context,
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=routes)") SchemaReady ready,
            @Reference AuditLog audit) {
        this(
                context,
                new RouteStore(database),
                audit,
                CompletableFuture.delayedExecutor(RETRY.toMillis(), TimeUnit.MILLISECONDS),
                CompletableFuture.delayedExecutor(SETTLES.toMillis(), TimeUnit.MILLISECONDS, oneThread()),
                () -> bundles.getBundle(Constants.SYSTEM_BUNDLE_ID).getState() == Bundle.STOPPING);
        context.remember(new PollMemory(database));
    }

    /** While it has nothing to do there is none. */
    private static Executor oneThread() {
        return new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(task, "matluoi-routes");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What comes is judged at once. */
    ConfiguredRoutes(
            HubCamelContext context, RouteStore store, AuditLog audit, Executor later, BooleanSupplier stopping) {
        this(context, store, audit, later, Runnable::run, stopping);
    }

    /**
     * @param later runs what it is given after a pause
     * @param soon the same, when what comes at a start has settled
     * @param stopping whether the hub stops
     */
    ConfiguredRoutes(
            HubCamelContext context,
            RouteStore store,
            AuditLog audit,
            Executor later,
            Executor soon,
            BooleanSupplier stopping) {
        this.running = new RunningRoutes(context.camel());
        this.judge = new RouteJudge(running);
        this.book = new RouteBook(running, store, audit, keyFiles);
        this.orders = new RouteOrders(book, running, judge, this::reconcile);
        this.files = new FileOrders(book, judge, settling::contains, this::reconcile, this::retry);
        this.later = later;
        this.soon = soon;
        this.stopping = stopping;
        this.starts = new StartsByJmx(running, name -> soon.execute(() -> startedByJmx(name)));
        context.camel().getManagementStrategy().addEventNotifier(starts);
    }

    private synchronized void startedByJmx(String name) {
        if (!closed && !stopping.getAsBoolean()) {
            orders.startedByJmx(name);
        }
    }

    @Deactivate
    synchronized void close() {
        closed = true;
        running.camel().getManagementStrategy().removeEventNotifier(starts);
        running.sinks().close();
    }

    /** A bundle brings a template. */
    @Reference(
            cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC,
            target = "(" + RouteCheck.TEMPLATE + "=*)")
    void addTemplate(RoutesBuilder routes, Map<String, Object> properties) {
        var template = String.valueOf(properties.get(RouteCheck.TEMPLATE));
        synchronized (this) {
            running.addTemplate(template, routes);
            running.sinks()
                    .template(template, isTrue(properties, SinkRoute.SINK), isTrue(properties, SinkRoute.COMPARES));
        }
        LOG.info("route template {} is there", template);
        hasCome(template);
    }

    private static boolean isTrue(Map<String, Object> properties, String key) {
        return Boolean.parseBoolean(String.valueOf(properties.get(key)));
    }

    synchronized void removeTemplate(RoutesBuilder routes, Map<String, Object> properties) {
        var template = String.valueOf(properties.get(RouteCheck.TEMPLATE));
        running.removeTemplate(template, routes);
        LOG.info("route template {} is gone", template);
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void addForwarding(Forwarding forwarding) {
        running.sinks().begin(forwarding);
    }

    void removeForwarding(Forwarding forwarding) {
        running.sinks().end(forwarding);
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addSinks(Sinks served) {
        sinks = Optional.of(served);
    }

    void removeSinks(Sinks served) {
        if (sinks.filter(served::equals).isPresent()) {
            sinks = Optional.empty();
        }
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addCheck(RouteCheck check, Map<String, Object> properties) {
        var template = String.valueOf(properties.get(RouteCheck.TEMPLATE));
        synchronized (this) {
            judge.add(template, check);
        }
        hasCome(template);
    }

    synchronized void removeCheck(RouteCheck check, Map<String, Object> properties) {
        judge.remove(String.valueOf(properties.get(RouteCheck.TEMPLATE)), check);
    }

    /** The database's turn: again in a while. */
    private void retry(HubException why) {
        if (!retrying) {
            retrying = true;
            LOG.warn("routes wait for the database: {}", why.text());
            later.execute(this::retryPending);
        }
    }

    private synchronized void retryPending() {
        retrying = false;
        if (!closed) {
            reconcileAll();
        }
    }

    private void lookSoon() {
        if (!looking) {
            looking = true;
            later.execute(this::lookAtKeyFiles);
        }
    }

    private synchronized void lookAtKeyFiles() {
        looking = false;
        if (!closed && !stopping.getAsBoolean()) {
            keyFiles.changed(book::isRefused).forEach(this::reconcileNow);
        }
    }

    /**
     * Takes settings from a file. Refused settings leave the last good ones as they are, running and stored.
     *
     * @param named parameters as written, with {@code template}
     */
    synchronized void configure(String name, String file, Map<String, String> named) {
        files.configure(name, file, named);
    }

    /** The file of a route is gone: so is the route. */
    synchronized void forget(String name) {
        files.forget(name);
    }

    /** @return names of the routes that files own, with the file of each */
    synchronized Map<String, String> files() {
        return files.owned();
    }

    /** @return whether a person or a file wants that route to run */
    synchronized boolean shouldRun(String name) {
        var route = book.desired.get(name);
        return route != null && route.running();
    }

    /** @return the template of that route, if it runs */
    synchronized Optional<String> templateOfRunning(String name) {
        return running.settings().stream()
                .filter(route -> route.name().equals(name))
                .map(RouteSettings::template)
                .findFirst();
    }

    /** Asks each running route's check. @return what is wrong with what they work with, by name of the route */
    Map<String, Text> ailing() {
        Map<String, Supplier<Optional<Text>>> questions;
        synchronized (this) {
            questions = judge.questions();
        }
        var ailing = new TreeMap<String, Text>(); // asked without the lock: a folder on a network may keep us waiting
        questions.forEach((name, question) -> question.get().ifPresent(problem -> ailing.put(name, problem)));
        return ailing;
    }

    @Override
    public List<Route> list() {
        Map<String, RouteCheck> asked;
        List<Route> all;
        synchronized (this) {
            asked = judge.checks();
            all = new ShownRoutes(running, judge::isReady).all(book);
        }
        // without the lock: who brings a check may be slow, or fail
        var complaints = new SinkComplaints(sinks);
        return all.stream()
                .map(route -> ShownRoutes.withComplaint(route, asked.get(route.template())))
                .map(route ->
                        running.sinks().isSink(route.template()) ? ShownRoutes.with(route, complaints::of) : route)
                .toList();
    }

    @Override
    public Optional<Route> find(String name) {
        return list().stream().filter(route -> route.name().equals(name)).findFirst();
    }

    @Override
    public synchronized List<Template> templates() {
        return running.shownTemplates();
    }

    @Override
    public Route add(Caller by, String name, String template, Map<String, String> parameters) {
        synchronized (this) {
            orders.add(by, name, template, parameters);
        }
        return find(name).orElseThrow(() -> RouteRefusals.unknown(name));
    }

    @Override
    public Route update(Caller by, String name, String template, Map<String, String> parameters) {
        synchronized (this) {
            orders.update(by, name, template, parameters);
        }
        return find(name).orElseThrow(() -> RouteRefusals.unknown(name));
    }

    @Override
    public synchronized void remove(Caller by, String name) {
        orders.remove(by, name);
        files.nameIsFree(name);
    }

    @Override
    public synchronized void start(Caller by, String name) {
        files.judgeAgain(name);
        orders.switchTo(by, name, true);
    }

    @Override
    public synchronized void stop(Caller by, String name) {
        orders.switchTo(by, name, false);
    }

    private void reconcileAll() {
        if (stopping.getAsBoolean()) {
            return;
        }
        List.copyOf(book.gone).forEach(files::remove);
        book.desired.values().forEach(this::reconcile);
        List.copyOf(book.pending.keySet()).forEach(files::settle);
    }

    /** Of hundreds of routes only those are judged whose template or check came, once it does not come again at once. */
    private void hasCome(String template) {
        int coming;
        synchronized (this) {
            coming = comings.merge(template, 1, Integer::sum);
            settling.add(template);
        }
        soon.execute(() -> judgeThoseOf(template, coming));
    }

    /** One by one: nobody is to wait for hundreds. */
    private void judgeThoseOf(String template, int coming) {
        List<String> names;
        synchronized (this) {
            if (comings.get(template) != coming) {
                return;
            }
            settling.remove(template);
            names = Stream.concat(book.desired.values().stream(), book.pending.values().stream())
                    .filter(route -> route.template().equals(template))
                    .map(RouteSettings::name)
                    .distinct()
                    .toList();
        }
        names.forEach(this::reconcileNow);
    }

    private synchronized void reconcileNow(String name) {
        if (closed || stopping.getAsBoolean()) {
            return;
        }
        if (book.gone.contains(name)) {
            files.remove(name);
        }
        Optional.ofNullable(book.desired.get(name)).ifPresent(this::reconcile);
        if (book.pending.containsKey(name)) {
            files.settle(name);
        }
    }

    private void reconcile(RouteSettings route) {
        if (!judge.isReady(route.template())) {
            return;
        }
        if (!route.running()) {
            running.stop(route.name());
            book.failures.remove(route.name());
            return;
        }
        try {
            var errors = judge.errors(route);
            if (!errors.isEmpty()) {
                book.fail(route, errors);
                return;
            }
            if (running.run(route)) {
                LOG.info("route {} runs (template {})", route.name(), route.template());
            }
            book.failures.remove(route.name());
        } catch (HubException e) { // the check could not look something up
            book.failures.put(route.name(), e.text());
            retry(e);
        } catch (RouteFailure e) {
            LOG.warn("route {} does not start: {}", route.name(), e.getMessage());
            book.failures.put(
                    route.name(),
                    new Text(
                            "%s: tuyến không khởi động được: %s".formatted(route.where(), e.getMessage()),
                            "%s: the route does not start: %s".formatted(route.where(), e.getMessage())));
        }
    }
}
