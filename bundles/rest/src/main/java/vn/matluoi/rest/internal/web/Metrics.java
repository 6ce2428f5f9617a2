package vn.matluoi.rest.internal.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import vn.matluoi.api.State;
import vn.matluoi.api.access.Scope;
import vn.matluoi.api.media.LiveTickets;
import vn.matluoi.api.source.Sources;
import vn.matluoi.api.source.Sources.Listening;
import vn.matluoi.rest.internal.Services;

/**
 * What is measured, in Prometheus' own form: the JVM, requests by operation, sources by state and by how their events are listened
 * to, events, routes, sinks, messages by SOAP, what media does. Sources are counted when somebody asks, at most every ten seconds. The hub's own are listed in
 * {@code docs/reference/metrics.md}.
 */
public final class Metrics implements AutoCloseable {

    private static final int PAGE = 200;
    private static final long COUNT_AGAIN = TimeUnit.SECONDS.toNanos(10);
    private static final LiveTickets.Load NOTHING = new LiveTickets.Load(0, 0, 0, 0, 0, 0);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Services services;
    private final LongSupplier nanos;
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final EventMetrics events;
    private final SinkMetrics sinks;
    private final RouteMetrics routes;
    private final MessageMetrics messages;
    /** Of all sources. Guarded by {@code this}. */
    private Counted counted = new Counted();

    private long countedAt;

    public Metrics(Services services, LongSupplier nanos) {
        this.services = services;
        this.nanos = nanos;
        this.countedAt = nanos.getAsLong() - COUNT_AGAIN;
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
        for (var kind : State.Kind.values()) {
            Gauge.builder("matluoi.sources", this, metrics -> metrics.sources()
                            .states
                            .getOrDefault(kind, 0))
                    .tag("state", kind.name().toLowerCase(Locale.ROOT))
                    .description("Sources by computed state")
                    .register(registry);
        }
        for (var kind : Listening.Kind.values()) {
            Gauge.builder("matluoi.subscriptions", this, metrics -> metrics.sources()
                            .subscriptions
                            .getOrDefault(kind, 0))
                    .tag("state", kind.name().toLowerCase(Locale.ROOT))
                    .description("Subscriptions to devices' events: open, waiting to be begun anew, or refused by the"
                            + " device")
                    .register(registry);
        }
        events = new EventMetrics(registry, services);
        sinks = new SinkMetrics(registry, services);
        routes = new RouteMetrics(registry, services, Clock.systemUTC());
        messages = new MessageMetrics(registry, services);
        gauge("matluoi.media.upstreams", "Streams open to devices", LiveTickets.Load::upstreams);
        gauge("matluoi.media.viewers", "Connections that watch", LiveTickets.Load::viewers);
        gauge("matluoi.media.queued.bytes", "Bytes waiting for slow viewers", LiveTickets.Load::queuedBytes);
        counter("matluoi.media.in.bytes", "Bytes from devices", LiveTickets.Load::bytesIn);
        counter("matluoi.media.out.bytes", "Bytes to viewers", LiveTickets.Load::bytesOut);
        counter(
                "matluoi.media.dropped.groups",
                "Groups of pictures dropped for slow viewers",
                LiveTickets.Load::droppedGroups);
    }

    /** Notes one request. */
    void request(String method, String template, int status, long took, TimeUnit unit) {
        Timer.builder("http.server.requests")
                .description("Requests by operation and status")
                .tag("method", method)
                .tag("uri", template)
                .tag("status", String.valueOf(status))
                .register(registry)
                .record(took, unit);
    }

    /** @return everything, in Prometheus' text format 0.0.4 */
    String scrape() {
        events.count();
        sinks.count();
        routes.count();
        messages.count();
        return registry.scrape();
    }

    private void gauge(String name, String description, ToDoubleFunction<LiveTickets.Load> value) {
        Gauge.builder(name, this, metrics -> value.applyAsDouble(metrics.load()))
                .description(description)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<LiveTickets.Load> value) {
        FunctionCounter.builder(name, this, metrics -> value.applyAsDouble(metrics.load()))
                .description(description)
                .register(registry);
    }

    private LiveTickets.Load load() {
        return services.find(LiveTickets.class).map(LiveTickets::load).orElse(NOTHING);
    }

    /** Sources by their state, and by how their events are listened to. */
    private static final class Counted {

        private final Map<State.Kind, Integer> states = new EnumMap<>(State.Kind.class);
        private final Map<Listening.Kind, Integer> subscriptions = new EnumMap<>(Listening.Kind.class);

        private void add(Sources.Source source) {
            states.merge(source.state().kind(), 1, Integer::sum);
            source.listening().ifPresent(listening -> subscriptions.merge(listening.kind(), 1, Integer::sum));
        }
    }

    private synchronized Counted sources() {
        var now = nanos.getAsLong();
        if (now - countedAt >= COUNT_AGAIN) {
            counted = services.find(Sources.class).map(Metrics::count).orElseGet(Counted::new);
            countedAt = now;
        }
        return counted;
    }

    private static Counted count(Sources sources) {
        var counts = new Counted();
        var cursor = Optional.<String>empty();
        do {
            var page = sources.list(Scope.all(), Optional.empty(), PAGE, cursor);
            page.items().forEach(counts::add);
            cursor = page.next();
        } while (cursor.isPresent());
        return counts;
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
