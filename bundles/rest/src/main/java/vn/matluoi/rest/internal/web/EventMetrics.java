package vn.matluoi.rest.internal.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventCounts;
import vn.matluoi.api.event.EventCounts.OfFamily;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.rest.internal.Services;

/**
 * What is measured of events: what devices told, by their driver's family, and what became of it in the journal. Labels are
 * families of installed drivers and the hub's own types, never a device's words.
 */
final class EventMetrics {

    private static final EventLog.Load NOTHING = new EventLog.Load(0, 0, 0, 0, 0);

    private final MeterRegistry registry;
    private final Services services;
    private volatile Map<String, OfFamily> families = Map.of();

    EventMetrics(MeterRegistry registry, Services services) {
        this.registry = registry;
        this.services = services;
        journal("written", "Events written in the journal", EventLog.Load::written);
        journal("personal", "Events not kept, since plates and faces are not to be", EventLog.Load::personal);
        journal("lost", "Events the journal or its database did not take", EventLog.Load::lost);
        journal("refused", "Events a program has to send again", EventLog.Load::refused);
        Gauge.builder("matluoi.events.waiting", this, metrics -> metrics.load().waiting())
                .description("Events waiting to be written")
                .register(registry);
    }

    private void journal(String name, String description, ToLongFunction<EventLog.Load> count) {
        FunctionCounter.builder("matluoi.events." + name, this, metrics -> count.applyAsLong(metrics.load()))
                .description(description)
                .register(registry);
    }

    private EventLog.Load load() {
        return services.find(EventLog.class).map(EventLog::load).orElse(NOTHING);
    }

    /** Counts anew, and takes in what was not counted before. To be called before what is measured is read. */
    void count() {
        families = services.find(EventCounts.class).stream()
                .flatMap(counts -> counts.families().stream())
                .collect(Collectors.toUnmodifiableMap(OfFamily::family, Function.identity()));
        families.values().forEach(each -> {
            var family = each.family();
            each.taken().keySet().forEach(type -> taken(family, type));
            told("repeats", "Events told again, and dropped", family, OfFamily::repeats);
            told("excess", "Events dropped, since a device told too many", family, OfFamily::tooMany);
        });
    }

    private void taken(String family, CameraEvent.Type type) {
        counter("taken", family, told -> told.taken().getOrDefault(type, 0L))
                .tag("type", type.name().toLowerCase(Locale.ROOT))
                .description("Events that went on to the journal")
                .register(registry);
    }

    private void told(String name, String description, String family, ToLongFunction<OfFamily> count) {
        counter(name, family, count).description(description).register(registry);
    }

    /** One that is registered already stays as it is. */
    private FunctionCounter.Builder<EventMetrics> counter(String name, String family, ToLongFunction<OfFamily> count) {
        return FunctionCounter.builder("matluoi.events." + name, this, metrics -> {
                    var told = metrics.families.get(family);
                    return told == null ? 0 : count.applyAsLong(told);
                })
                .tag("family", family);
    }
}
