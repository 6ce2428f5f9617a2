package vn.matluoi.source.mqtt.internal;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.Unusable;

/** Has messages taken in, and keeps those that cannot be as dead letters: the broker need not send them again. Any thread. */
final class Keeping {

    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    private final String route;
    private final Taker taker;
    private final DeadLetters letters;
    private final Nonsense nonsense;
    private final Pacing pacing;

    /** @param nanos a monotonic clock */
    Keeping(MqttSettings settings, Taker taker, DeadLetters letters, LongSupplier nanos) {
        this.route = settings.agency().routeName();
        this.taker = taker;
        this.letters = letters;
        this.nonsense = new Nonsense(nanos);
        this.pacing = new Pacing(settings.rate(), nanos);
    }

    /** As {@link Taker#end}. */
    void end() {
        taker.end();
    }

    /** As {@link vn.matluoi.api.mqtt.MqttReceiver#take}, of a message that does not come again. */
    CompletionStage<?> take(MqttMessage message) {
        return take(message, () -> false);
    }

    /** As {@link Taker#take(MqttMessage, BooleanSupplier)}. */
    CompletionStage<?> take(MqttMessage message, BooleanSupplier comesAgain) {
        try {
            return taker.take(message, comesAgain)
                    .handle(this::unusable)
                    .thenCompose(why ->
                            why.isPresent() ? kept(message, why.get()) : CompletableFuture.completedFuture(null));
        } catch (Unusable e) {
            return kept(message, e);
        } catch (HubException | RejectedExecutionException e) { // the hub cannot now, or goes down
            throw e;
        } catch (RuntimeException e) { // a fault of the hub: the same message would come round for ever
            LOG.error("route {}: a message to {} cannot be read", route, Payload.topic(message), e);
            return kept(
                    message,
                    Unusable.because(
                            "mqtt.fault",
                            "trạm không đọc được thông điệp ở chủ đề “%s”; xem nhật ký của trạm"
                                    .formatted(Payload.topic(message)),
                            "the hub cannot read a message to “%s”; see its log".formatted(Payload.topic(message))));
        }
    }

    /** @return why it will never be taken; empty if it was */
    private Optional<Unusable> unusable(Object done, Throwable failure) {
        var cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause == null || cause instanceof Unusable) {
            return Optional.ofNullable((Unusable) cause);
        }
        throw new CompletionException(cause);
    }

    private CompletionStage<Void> kept(MqttMessage message, Unusable why) {
        if (nonsense.keep(why)) {
            LOG.warn("route {}: {}", route, why.text());
            letters.keep(
                    route,
                    new DeadLetters.Letter(
                            message.topic(),
                            message.contentType().orElse("application/octet-stream"),
                            message.payload(),
                            why.rule(),
                            why.text()));
        }
        return Pacing.after(pacing.turn(1));
    }

    /** As {@link Taker#again}, without keeping it again. */
    CompletionStage<Optional<Text>> again(MqttMessage message, Instant came) throws Unusable {
        return taker.again(message, came);
    }

    Optional<Text> problem() {
        return taker.problem().or(nonsense::problem);
    }
}
