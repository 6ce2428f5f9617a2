package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttNotTaken;

/** What a link sends and the broker has not confirmed yet. */
final class Sending {

    private static final int MOST = 1_000;

    private final Causes causes;
    private final Executor threads;
    private final Set<CompletableFuture<Void>> waiting = ConcurrentHashMap.newKeySet();

    /** @param threads that tell how it went */
    Sending(Causes causes, Executor threads) {
        this.causes = causes;
        this.threads = threads;
    }

    CompletionStage<Void> send(Mqtt5AsyncClient client, MqttMessage message) {
        var confirmed = new CompletableFuture<Void>();
        if (waiting.size() >= MOST) {
            confirmed.completeExceptionally(new Busy(new Text(
                    "máy chủ MQTT chưa xác nhận %d thông điệp".formatted(MOST),
                    "the broker has not confirmed %d messages".formatted(MOST))));
            return confirmed;
        }
        waiting.add(confirmed);
        confirmed.whenComplete((done, failure) -> waiting.remove(confirmed));
        try {
            client.publish(packet(message))
                    .whenCompleteAsync(
                            (result, failure) -> {
                                var fault = failure != null
                                        ? failure
                                        : result.getError().orElse(null);
                                if (fault == null) {
                                    confirmed.complete(null);
                                } else {
                                    confirmed.completeExceptionally(causes.notSent(message.topic(), fault));
                                    if (Causes.isOutOfStep(fault)) {
                                        client.disconnect();
                                    }
                                }
                            },
                            threads);
        } catch (IllegalArgumentException e) { // no topic, or one with wildcards
            confirmed.completeExceptionally(new MqttNotTaken(
                    new Text("chủ đề của thông điệp không hợp lệ", "the message's topic cannot be one"),
                    MqttNotTaken.Why.MESSAGE));
        }
        return confirmed;
    }

    /** The connection is gone: nobody knows what the broker has. */
    void fail(Exception why) {
        waiting.forEach(one -> one.completeExceptionally(why));
    }

    private static Mqtt5Publish packet(MqttMessage message) {
        var packet = Mqtt5Publish.builder()
                .topic(message.topic())
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(message.payload())
                .retain(message.retained());
        message.contentType().ifPresent(packet::contentType);
        return packet.build();
    }
}
