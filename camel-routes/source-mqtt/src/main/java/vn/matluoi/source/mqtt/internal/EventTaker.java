package vn.matluoi.source.mqtt.internal;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.Unusable;
import vn.matluoi.api.source.Sources;

/**
 * Messages that tell events: all of one go into the journal, or none, and it is confirmed when they are there. Messages wait here for
 * their turn, in the order in which they came, and those behind them at the broker.
 */
final class EventTaker implements Taker {

    /** More than a broker may send unconfirmed on end: some wait of a connection that is gone. */
    static final int MOST_WAITING = 500;

    private final Events events;
    private final KnownSource source;
    private final EventReading reading;
    private final Pacing pacing;
    private CompletableFuture<?> before = CompletableFuture.completedFuture(null); // guarded by this, as the next
    private int waiting; // messages that were not given to the journal

    /** @param nanos a monotonic clock */
    EventTaker(MqttSettings settings, Events events, Sources sources, InstantSource clock, LongSupplier nanos) {
        this.events = events;
        this.source = new KnownSource(settings.agency(), sources, nanos);
        this.reading = new EventReading(settings, clock);
        this.pacing = new Pacing(settings.rate(), nanos);
    }

    @Override
    public CompletionStage<?> take(MqttMessage message, BooleanSupplier comesAgain) throws Unusable {
        var told = reading.read(message);
        source.register();
        return inTurn(told, comesAgain).thenCompose(written -> written);
    }

    /** @return completes when the journal was given them, with its answer, or when they come again, with none */
    private synchronized CompletionStage<CompletionStage<?>> inTurn(
            List<CameraEvent> told, BooleanSupplier comesAgain) {
        if (waiting >= MOST_WAITING) {
            throw new HubException(
                    HubException.Reason.BUSY,
                    "mqtt.busy",
                    new Text(
                            "tuyến còn %d thông điệp chờ ghi".formatted(waiting),
                            "%d messages of the route wait to be written".formatted(waiting)));
        }
        waiting++;
        var given = before.thenCompose(done -> pacing.turnUnless(comesAgain, told.size()))
                .thenCompose(done -> give(told, comesAgain));
        before = given.handle((answer, failure) -> {
            isGiven();
            return null;
        });
        return given;
    }

    private synchronized void isGiven() {
        waiting--;
    }

    /** Where {@code source.rate} allows less than the route they are given again, before any other. */
    private CompletionStage<CompletionStage<?>> give(List<CameraEvent> told, BooleanSupplier comesAgain) {
        if (comesAgain.getAsBoolean()) {
            return CompletableFuture.completedFuture(CompletableFuture.completedFuture(null));
        }
        var answer = events.publish(told, Optional.empty());
        return later(answer)
                .map(pause -> Pacing.after(pause).thenCompose(done -> give(told, comesAgain)))
                .orElseGet(() -> CompletableFuture.completedFuture(answer));
    }

    /** The journal says so at once, or takes them. */
    private static Optional<Duration> later(CompletionStage<?> answer) {
        var said = answer.toCompletableFuture();
        return said.isCompletedExceptionally()
                ? said.handle((taken, failure) -> Optional.ofNullable(failure)
                                .filter(HubException.Later.class::isInstance)
                                .map(later -> Duration.ofSeconds(((HubException.Later) later).seconds())))
                        .join()
                : Optional.empty();
    }
}
