package vn.matluoi.source.mqtt.internal;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import vn.matluoi.api.Text;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.route.Unusable;

/** Takes the messages of one route in. Any thread. */
interface Taker {

    /**
     * As {@link vn.matluoi.api.mqtt.MqttReceiver#take}; may fail with {@link Unusable}, too.
     *
     * @param comesAgain whether the broker brings it again: what is not begun by then is left
     * @throws Unusable if the message is not what the settings say it is, and never will be
     */
    CompletionStage<?> take(MqttMessage message, BooleanSupplier comesAgain) throws Unusable;

    /**
     * The same for a message that could not be taken when it came.
     *
     * @param came when that was
     * @return completes with what people should know of how it was taken
     */
    default CompletionStage<Optional<Text>> again(MqttMessage message, Instant came) throws Unusable {
        return take(message, () -> false).thenApply(done -> Optional.empty());
    }

    /** Another takes its place: it does nothing by itself any more. */
    default void end() {}

    /** @return what is wrong with what came last */
    default Optional<Text> problem() {
        return Optional.empty();
    }
}
