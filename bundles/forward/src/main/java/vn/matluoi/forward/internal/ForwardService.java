package vn.matluoi.forward.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.audit.AuditLog;
import vn.matluoi.api.audit.AuditRecord;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventReader;
import vn.matluoi.api.forward.Carrier;
import vn.matluoi.api.forward.Forwarding;
import vn.matluoi.api.forward.SinkRoute;
import vn.matluoi.api.forward.SinkRoute.Content;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.Cameras;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.SourceStore;
import vn.matluoi.api.registry.Units;
import vn.matluoi.api.schema.SchemaReady;

/**
 * Serves the sinks. An idle sink has no thread: news of the journal, or a pause that is over, bring it one of a few that grow with
 * what is to be done. Of the catalogue's changes it is asked twice a second whether there are any, as long as a sink is told of them.
 */
@Component(service = {Forwarding.class, ForwardService.class})
public final class ForwardService implements Forwarding, EventReader {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardService.class);
    private static final Duration REMEMBERED = Duration.ofDays(30);
    private static final int MOST_WORKERS = 64;
    private static final int TIMERS = 2;
    private static final long ENDS_WITHIN_S = 5;

    private final EventLog events;
    private final Changes changes;
    private final Areas areas;
    private final Units units;
    private final AuditLog audit;
    private final SinkTable table;
    private final Catalogue catalogue;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor workers;
    private final AutoCloseable watch;
    private final ChangeWatch changeWatch;
    private final Map<String, Runner> open = new ConcurrentHashMap<>();
    /** Those that were closed while they had something on its way. */
    private final Map<String, Runner> ending = new ConcurrentHashMap<>();
    /** Those that are not open, as they were last seen; null until the database told. */
    private volatile Map<String, Kept> known;

    private Optional<ServiceRegistration<EventReader>> reader = Optional.empty();
    private volatile String hub = "";

    @Activate
    public ForwardService(
            @Reference(target = "(osgi.jndi.service.name=jdbc/matluoi)") DataSource database,
            @Reference(target = "(part=forward)") SchemaReady schema,
            @Reference EventLog events,
            @Reference Changes changes,
            @Reference Cameras cameras,
            @Reference SourceStore sources,
            @Reference Areas areas,
            @Reference Units units,
            @Reference AuditLog audit,
            BundleContext context) {
        this(
                database,
                events,
                changes,
                cameras,
                sources,
                areas,
                units,
                audit,
                InstantSource.system(),
                System::nanoTime);
        // not by a component: the journal asks for its readers while it begins, and this one asks for the journal
        this.reader = Optional.of(context.registerService(EventReader.class, this, null));
    }

    ForwardService(
            DataSource database,
            EventLog events,
            Changes changes,
            Cameras cameras,
            SourceStore sources,
            Areas areas,
            Units units,
            AuditLog audit,
            InstantSource clock,
            LongSupplier nanos) {
        this.events = events;
        this.changes = changes;
        this.areas = areas;
        this.units = units;
        this.audit = audit;
        this.table = new SinkTable(database);
        this.catalogue = new Catalogue(cameras, sources, changes);
        this.clock = clock;
        this.nanos = nanos;
        this.timer = new ScheduledThreadPoolExecutor(TIMERS, threads("matluoi-forward-timer"));
        this.workers = new ThreadPoolExecutor(
                0, MOST_WORKERS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), threads("matluoi-forward"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(30, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        this.changeWatch = new ChangeWatch(
                changes::last,
                this::toldOfChanges,
                (pause, work) -> timer.schedule(work, pause.toMillis(), TimeUnit.MILLISECONDS));
        timer.execute(this::look);
        this.watch = events.watch(this::newEvents);
    }

    private static ThreadFactory threads(String name) {
        var count = new AtomicInteger();
        return work -> {
            var thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Deactivate
    void close() throws Exception {
        reader.ifPresent(ServiceRegistration::unregister);
        watch.close();
        open.values().forEach(runner -> runner.close(() -> {}));
        timer.shutdownNow();
        workers.shutdown();
        if (!workers.awaitTermination(ENDS_WITHIN_S, TimeUnit.SECONDS)) {
            LOG.warn("sinks are still at work: what they confirm is sent again");
            workers.shutdownNow();
        }
    }

    /** Learns which sinks there are: what they have not got is kept for them. Those that left long ago go. */
    private void look() {
        try {
            hub = table.hub();
            var sinks = new HashMap<String, Kept>();
            table.forget(clock.instant().minus(REMEMBERED));
            table.all().forEach(sink -> sinks.put(sink.name(), sink));
            known = new ConcurrentHashMap<>(sinks);
        } catch (HubException e) {
            LOG.debug("the sinks are not known yet", e);
            timer.schedule(this::look, 5, TimeUnit.SECONDS);
        }
    }

    private void newEvents(long last) {
        for (var runner : open.values()) {
            if (runner.loop().route().content() == Content.EVENTS) {
                runner.news(last);
            }
        }
    }

    private List<LongConsumer> toldOfChanges() {
        return open.values().stream()
                .filter(runner -> runner.loop().route().content() == Content.CHANGES)
                .map(runner -> (LongConsumer) runner::news)
                .toList();
    }

    @Override
    public Feed open(SinkRoute route, Carrier carrier) {
        var loop = new SinkLoop(
                route, carrier, () -> telling(route), table, audit, clock, nanos, () -> ThreadLocalRandom.current()
                        .nextDouble());
        var runner = new Runner(loop, timer, workers);
        retire(route.routeName());
        open.put(route.routeName(), runner);
        runner.urge();
        if (route.content() == Content.CHANGES) {
            changeWatch.begin();
        }
        return () -> end(route.routeName(), runner);
    }

    private void end(String name, Runner runner) {
        if (!runner.equals(open.get(name))) { // another is that sink by now, or none
            return;
        }
        ending.put(name, runner);
        remember(runner.loop());
        open.remove(name, runner);
        runner.close(() -> {
            if (ending.remove(name, runner)) {
                remember(runner.loop());
            }
        });
    }

    /** What was that sink until now writes nothing any more, even if it has something on its way. */
    private void retire(String name) {
        Stream.of(open, ending)
                .map(those -> those.get(name))
                .filter(Objects::nonNull)
                .forEach(runner -> {
                    runner.close(() -> {});
                    runner.loop().standing().retire();
                    remember(runner.loop());
                    open.remove(name, runner);
                    ending.remove(name, runner);
                });
    }

    /** The sink does not run, and is about to be changed: what it has on its way does not count for it any more. */
    void settle(String name) {
        Optional.ofNullable(ending.remove(name))
                .ifPresent(runner -> runner.loop().standing().retire());
    }

    private void remember(SinkLoop loop) {
        var sinks = known;
        if (sinks != null) {
            loop.standing().shown().kept().ifPresent(kept -> sinks.put(kept.name(), kept));
        }
    }

    private Telling telling(SinkRoute route) {
        if (hub.isEmpty()) {
            hub = table.hub();
        }
        return route.content() == Content.EVENTS
                ? new EventTelling(route, events, catalogue, areas, hub)
                : new ChangeTelling(route, changes, catalogue, units, areas, hub);
    }

    @Override
    public void forget(String routeName) {
        retire(routeName);
        table.all().stream().filter(sink -> sink.name().equals(routeName)).forEach(sink -> {
            var left = sink.left(Optional.of(clock.instant()));
            audit.append(AuditRecord.of(
                    "system",
                    "route",
                    "sink.end",
                    routeName,
                    AuditRecord.Outcome.DONE,
                    Map.of("after", String.valueOf(sink.position()))));
            table.put(left);
            Optional.ofNullable(known).ifPresent(sinks -> sinks.put(routeName, left));
        });
    }

    /** How far the last of them has read; from the beginning, as long as it is not known which there are. */
    @Override
    public OptionalLong read() {
        var sinks = known;
        if (sinks == null) {
            return OptionalLong.of(0);
        }
        var all = new HashMap<>(sinks);
        open.values()
                .forEach(runner ->
                        runner.loop().standing().shown().kept().ifPresent(kept -> all.put(kept.name(), kept)));
        return all.values().stream()
                .filter(sink -> sink.content() == Content.EVENTS && sink.left().isEmpty())
                .mapToLong(Kept::position)
                .min();
    }

    SinkTable table() {
        return table;
    }

    InstantSource clock() {
        return clock;
    }

    long nanos() {
        return nanos.getAsLong();
    }

    /** @return the sink of that name, if its route runs */
    Optional<Runner> running(String name) {
        return Optional.ofNullable(open.get(name));
    }

    /** @return those whose route runs */
    Collection<Runner> running() {
        return List.copyOf(open.values());
    }

    /** A sink whose route does not run was changed. */
    void changed(Kept sink) {
        Optional.ofNullable(known).ifPresent(sinks -> sinks.put(sink.name(), sink));
    }
}
