package vn.matluoi.api.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/**
 * A message as it travels.
 *
 * @param topic 1 to 65,535 bytes in UTF-8, without wildcards
 * @param payload of a message that came fewer than {@value #MOST_BYTES} bytes; not copied: it is changed by nobody
 * @param contentType MIME type of the payload, if it is told
 * @param retained of a message that came: the broker had kept it, it may be old. Of one that goes: the broker is to keep it
 */
public record MqttMessage(String topic, byte[] payload, Optional<String> contentType, boolean retained) {

    /** A broker is told to send no larger packet, topic and properties included. */
    public static final int MOST_BYTES = 256 * 1024;

    public MqttMessage {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(contentType, "contentType");
    }

    /** @return the payload as UTF-8; what is no UTF-8 becomes U+FFFD */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "%d bytes to %s".formatted(payload.length, topic);
    }
}
