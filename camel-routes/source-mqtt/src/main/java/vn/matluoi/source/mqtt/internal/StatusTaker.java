package vn.matluoi.source.mqtt.internal;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.registry.Cameras;
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
    private final InstantSource clock;

    /**
     * @param newest as of {@link LastStates}
     * @param nanos a monotonic clock
     */
    StatusTaker(
            MqttSettings settings,
            Events events,
            EventLog log,
            LongSupplier newest,
            Cameras cameras,
            Sources sources,
            Later later,
            InstantSource clock,
            LongSupplier nanos) {
        this.source = new KnownSource(settings.agency(), sources, nanos);
        this.reading = new StatusReading(settings);
        this.states = new LastStates(settings.agency().source(), events, log, newest, cameras, later, clock);
        this.clock = clock;
        this.pacing = new Pacing(settings.rate(), nanos);
    }

    @Override
    public CompletionStage<?> take(MqttMessage message, BooleanSupplier comesAgain) throws Unusable {
        if (message.payload().length == 0) { // has the broker forget what it kept, and says nothing
            return pacing.inTurn(1, comesAgain);
        }
        return written(reading.read(message, clock.instant()), comesAgain);
    }

    /** What was said of a camera since then holds: an old letter does not say how it is today. */
    @Override
    public CompletionStage<Optional<Text>> again(MqttMessage message, Instant came) throws Unusable {
        var all = reading.read(message, came);
        var told = all.stream().filter(event -> !states.isOutdated(event)).toList();
        var outdated = all.size() - told.size();
        return written(told, () -> false).thenApply(done -> Optional.of(new Text(
                        "%d trên %d trạng thái đã cũ: sau đó trạm đã được báo khác về camera ấy, nên không ghi"
                                .formatted(outdated, all.size()),
                        "%d of %d states are outdated: the hub was told of their cameras since, so they are not written"
                                .formatted(outdated, all.size())))
                .filter(text -> outdated > 0));
    }

    @Override
    public void end() {
        states.end();
    }

    private CompletionStage<?> written(List<CameraEvent> told, BooleanSupplier comesAgain) {
        source.register();
        var turn = pacing.inTurn(told.size(), comesAgain);
        var all = told.stream().map(states::tell).toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenCompose(done -> turn);
    }
}
