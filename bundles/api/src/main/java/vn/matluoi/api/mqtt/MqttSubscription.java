package vn.matluoi.api.mqtt;

import java.util.Objects;

/**
 * What a link is to receive.
 *
 * @param filter topic filter, wildcards {@code +} and {@code #} allowed; what else the broker's session still sends is confirmed
 *     and dropped
 * @param qos 0, 1 or 2, as MQTT has them. With 0 nothing is kept for a hub that is away
 * @param retained when messages that the broker had kept are wanted
 * @param unconfirmed how many messages with QoS 1 or 2 the broker may send before the first is confirmed, 1 to 65,535; of those with
 *     QoS 0 as many wait, and the rest is dropped. A broker that sends more is called again without that limit, and cut only when it
 *     sends more than four times as many
 * @param receiver takes them
 */
public record MqttSubscription(String filter, int qos, Retained retained, int unconfirmed, MqttReceiver receiver) {

    /** When messages that the broker had kept are wanted (retain handling of MQTT 5, 3.8.3.1). */
    public enum Retained {
        NEVER,
        /** When the session is new. */
        ONCE,
        /** With every connection. */
        ALWAYS
    }

    public MqttSubscription {
        Objects.requireNonNull(filter, "filter");
        Objects.requireNonNull(retained, "retained");
        Objects.requireNonNull(receiver, "receiver");
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("QoS is 0, 1 or 2, not " + qos);
        }
        if (unconfirmed < 1 || unconfirmed > 65_535) {
            throw new IllegalArgumentException("1 to 65535 may be unconfirmed, not " + unconfirmed);
        }
    }
}
