package vn.matluoi.source.mqtt.internal;

import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.api.source.Sources;

/**
 * Messages that tell whether cameras give a picture: what changed goes into the journal, and they are confirmed when it is there. Brokers
 * repeat such messages with each connection.
 */
final class StatusTaker implements Taker {

    private final KnownSource source;
    private final StatusReading reading;
    private final LastStates states;
    private final Pacing pacing;

    /** @param nanos a monotonic clock */
    StatusTaker(
            MqttSettings settings,
            Events events,
            EventLog log,
            Sources sources,
            InstantSource clock,
            LongSupplier nanos) {
        this.source = new KnownSource(settings.agency(), sources, nanos);
        this.reading = new StatusReading(settings, clock);
        this.states = new LastStates(settings.agency().source(), events, log, clock);
        this.pacing = new Pacing(settings.rate(), nanos);
    }

    @Override
    public CompletionStage<?> take(MqttMessage message) throws Unusable {
        if (message.payload().length == 0) { // has the broker forget what it kept, and says nothing
            return Pacing.after(pacing.turn(1));
        }
        var told = reading.read(message);
        source.register();
        var turn = pacing.turn(told.size());
        var all = told.stream().map(states::tell).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenCompose(done -> Pacing.after(turn));
    }
}
