package vn.matluoi.source.mqtt.internal;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.api.source.Sources;

/**
 * Messages that tell events: into the journal, and confirmed when they are there.
 */
final class EventTaker implements Taker {

    private final Events events;
    private final KnownSource source;
    private final EventReading reading;
    private final Pacing pacing;

    /** @param nanos a monotonic clock */
    EventTaker(MqttSettings settings, Events events, Sources sources, InstantSource clock, LongSupplier nanos) {
        this.events = events;
        this.source = new KnownSource(settings.agency(), sources, nanos);
        this.reading = new EventReading(settings, clock);
        this.pacing = new Pacing(settings.rate(), nanos);
    }

    @Override
    public CompletionStage<?> take(MqttMessage message) throws Unusable {
        var told = reading.read(message);
        source.register();
        return written(told);
    }

    private CompletionStage<?> written(List<CameraEvent> told) {
        var turn = pacing.turn(told.size());
        var all = told.stream()
                .map(event -> events.publish(event, false).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenCompose(done -> Pacing.after(turn));
    }
}
