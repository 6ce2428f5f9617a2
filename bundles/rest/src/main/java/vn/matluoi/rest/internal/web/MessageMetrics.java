package vn.matluoi.rest.internal.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import vn.matluoi.api.route.MessageCounts;
import vn.matluoi.api.route.MessageCounts.OfOperation;
import vn.matluoi.rest.internal.Services;

/** What is measured of messages to the SOAP surface, by operation of its contract and by what became of them. */
final class MessageMetrics {

    private final MeterRegistry registry;
    private final Services services;
    private volatile Map<String, OfOperation> operations = Map.of();

    MessageMetrics(MeterRegistry registry, Services services) {
        this.registry = registry;
        this.services = services;
    }

    /** Counts anew, and takes in what was not counted before. To be called before what is measured is read. */
    void count() {
        operations = services.find(MessageCounts.class).stream()
                .flatMap(counts -> counts.operations().stream())
                .collect(Collectors.toUnmodifiableMap(OfOperation::operation, Function.identity()));
        operations.keySet().forEach(operation -> {
            counter(operation, "taken", OfOperation::taken);
            counter(operation, "refused", OfOperation::refused);
            counter(operation, "failed", OfOperation::failed);
        });
    }

    /** One that is registered already stays as it is. */
    private void counter(String operation, String result, ToLongFunction<OfOperation> count) {
        FunctionCounter.builder("matluoi.soap.messages", this, metrics -> {
                    var one = metrics.operations.get(operation);
                    return one == null ? 0 : count.applyAsLong(one);
                })
                .tag("operation", operation)
                .tag("result", result)
                .description("Messages of agencies' programs by SOAP")
                .register(registry);
    }
}
