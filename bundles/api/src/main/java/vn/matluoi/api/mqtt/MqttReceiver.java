package vn.matluoi.api.mqtt;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes what a broker sends. */
@ConsumerType
@FunctionalInterface
public interface MqttReceiver {

    /**
     * Takes one message. Called for one after the other, in the order in which they came, on one of a few threads that all links share; the next
     * does not wait until the one before is kept.
     *
     * @return completes when the message is where it cannot be lost: only then the broker is told that it may forget it. If it fails,
     *     or this throws, the link is cut and made anew after a pause, and the broker sends again what was not confirmed. The link
     *     cancels it when its connection is gone and the broker brings the message again: what is not begun need not be
     */
    CompletionStage<?> take(MqttMessage message);
}
