package vn.matluoi.rest.internal.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.api.forward.Sinks.Load;
import vn.matluoi.rest.internal.Services;

/** What is measured of sinks. The label is the name of the route's file: administrators write it, and there are few. */
final class SinkMetrics {

    private final MeterRegistry registry;
    private final Services services;
    private final Map<String, List<Meter>> shown = new HashMap<>(); // guarded by this
    private volatile Map<String, Load> loads = Map.of();

    SinkMetrics(MeterRegistry registry, Services services) {
        this.registry = registry;
        this.services = services;
    }

    /** Counts anew; takes in sinks that came, and drops those that went. To be called before what is measured is read. */
    synchronized void count() {
        loads = services.find(Sinks.class).stream()
                .flatMap(sinks -> sinks.loads().stream())
                .collect(Collectors.toUnmodifiableMap(Load::name, Function.identity()));
        shown.entrySet().removeIf(sink -> {
            var gone = !loads.containsKey(sink.getKey());
            if (gone) {
                sink.getValue().forEach(registry::remove);
            }
            return gone;
        });
        loads.keySet().forEach(name -> shown.computeIfAbsent(name, this::meters));
    }

    private List<Meter> meters(String sink) {
        var meters = new ArrayList<Meter>();
        meters.add(gauge(sink, "lag", "Entries of its journal a sink has not passed", Load::lag));
        meters.add(gauge(sink, "lag.seconds", "Age of the first of them", Load::lagSeconds));
        meters.add(gauge(sink, "quarantined", "Messages its receiver rejects", Load::quarantined));
        meters.add(counter(sink, "delivered", "Messages its receiver confirmed", Load::delivered));
        meters.add(counter(sink, "failures", "How often sending failed", Load::failures));
        meters.add(counter(sink, "lost", "Entries that were gone before the sink came to them", Load::lost));
        meters.add(Gauge.builder("matluoi.sink.availability", this, metrics -> metrics.availability(sink))
                .tag("sink", sink)
                .description("Share of the last thirty days in which its receiver could be reached")
                .register(registry));
        return meters;
    }

    private Gauge gauge(String sink, String name, String description, ToLongFunction<Load> value) {
        return Gauge.builder("matluoi.sink." + name, this, metrics -> metrics.value(sink, value))
                .tag("sink", sink)
                .description(description)
                .register(registry);
    }

    private FunctionCounter counter(String sink, String name, String description, ToLongFunction<Load> value) {
        return FunctionCounter.builder("matluoi.sink." + name, this, metrics -> metrics.value(sink, value))
                .tag("sink", sink)
                .description(description)
                .register(registry);
    }

    private double availability(String sink) {
        var load = loads.get(sink);
        return load == null ? Double.NaN : load.link().availability().orElse(Double.NaN);
    }

    private long value(String sink, ToLongFunction<Load> value) {
        var load = loads.get(sink);
        return load == null ? 0 : value.applyAsLong(load);
    }
}
