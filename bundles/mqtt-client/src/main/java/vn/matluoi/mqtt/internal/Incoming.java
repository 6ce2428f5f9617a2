package vn.matluoi.mqtt.internal;

import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientConfig;
import com.hivemq.client.mqtt.mqtt5.advanced.interceptor.qos2.Mqtt5IncomingQos2Interceptor;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubcomp.Mqtt5PubCompBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrec.Mqtt5PubRecBuilder;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrec.Mqtt5PubRecReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.pubrel.Mqtt5PubRel;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.driver.DeviceException.Busy;
import vn.matluoi.api.mqtt.MqttMessage;
import vn.matluoi.api.mqtt.MqttSubscription;

/**
 * What comes by a link: handed on in the order in which it came, and confirmed when it is kept. What could not be taken cuts the
 * connection, since the broker sends it again by the next, and so does all that came after it.
 */
final class Incoming {

    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);

    /** Times as many as wanted may be unconfirmed, of a broker that does not keep to that. */
    private static final int PATIENCE = 4;

    private final String routeName;
    private final MqttSubscription wanted;
    private final Consumer<DeviceException> cuts;
    private final AtomicLong dropped = new AtomicLong();

    private final Unconfirmed nothing = new Unconfirmed(0);

    private List<Unconfirmed.One> left = List.of(); // guarded by this; by the last connection that brought something
    private volatile Unconfirmed now;
    private volatile Unconfirmed cut = nothing; // what still comes by that connection waits for the next
    private final Repeats repeats = new Repeats();
    private volatile boolean over;

    /** @param cuts the connection, for that reason */
    Incoming(String routeName, MqttSubscription wanted, Consumer<DeviceException> cuts) {
        this.routeName = routeName;
        this.wanted = wanted;
        this.cuts = cuts;
        this.now = new Unconfirmed(wanted.unconfirmed());
    }

    MqttSubscription wanted() {
        return wanted;
    }

    Mqtt5Subscribe order() {
        return Mqtt5Subscribe.builder()
                .addSubscription(Mqtt5Subscription.builder()
                        .topicFilter(wanted.filter())
                        .qos(MqttQos.fromCode(wanted.qos()))
                        .retainHandling(
                                switch (wanted.retained()) {
                                    case NEVER -> Mqtt5RetainHandling.DO_NOT_SEND;
                                    case ONCE -> Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST;
                                    case ALWAYS -> Mqtt5RetainHandling.SEND;
                                })
                        .build())
                .build();
    }

    /** To be called while there is no connection, before the next is tried. */
    synchronized void begin() {
        var back = now.letGo();
        if (!back.isEmpty()) { // else the one before was none
            left = back;
        }
        now = new Unconfirmed(wanted.unconfirmed());
    }

    /**
     * The broker has let the hub in; to be called before anything comes by the connection.
     *
     * @param resumed whether the session goes on: then the broker brings again what was not confirmed
     */
    synchronized void established(boolean resumed) {
        if (resumed) {
            repeats.expect(left);
        } else {
            repeats.forget();
        }
        left = List.of();
        cut = nothing;
    }

    /**
     * What is let go must come again. With QoS 2 the client would answer for it by itself that it has it; an error has it forget it, and is
     * told to nobody, since there is no connection.
     */
    Mqtt5IncomingQos2Interceptor forgets() {
        return new Mqtt5IncomingQos2Interceptor() {
            @Override
            public void onPublish(Mqtt5ClientConfig client, Mqtt5Publish message, Mqtt5PubRecBuilder answer) {
                if (!client.getState().isConnected()) {
                    answer.reasonCode(Mqtt5PubRecReasonCode.UNSPECIFIED_ERROR);
                }
            }

            @Override
            public void onPubRel(Mqtt5ClientConfig client, Mqtt5PubRel release, Mqtt5PubCompBuilder answer) {
                // as it is
            }
        };
    }

    /** The connection is gone. */
    void lost() {
        now.lost();
    }

    /** Nothing more is handed on. */
    void end() {
        over = true;
    }

    /** @return how many messages with QoS 0 were dropped */
    long dropped() {
        return dropped.get();
    }

    /** To be called at once for all that comes by a connection, before it can be gone. @return empty if it is dropped */
    Optional<Unconfirmed.One> came(Mqtt5Publish message) {
        var one = now.came(message);
        if (one.isEmpty()) {
            dropped.incrementAndGet();
        } else if (now.size() > PATIENCE * wanted.unconfirmed()) {
            cut(
                    now,
                    new Text(
                            "máy chủ MQTT gửi quá nhiều thông điệp chưa xác nhận; hãy đặt mức ở máy chủ (với mosquitto: max_inflight_messages %d)"
                                    .formatted(wanted.unconfirmed()),
                            "the broker sends far too many unconfirmed messages; set a limit at the broker (mosquitto: max_inflight_messages %d)"
                                    .formatted(wanted.unconfirmed())));
        }
        if (message.getQos() != MqttQos.AT_MOST_ONCE) {
            repeats.of(message).ifPresent(before -> {
                if (before.isKept()) {
                    one.ifPresent(Unconfirmed.One::wasKept);
                } else {
                    before.giveUp();
                }
            });
        }
        return one;
    }

    /** Hands on what came; to be called in the same order. */
    void received(Unconfirmed.One one) {
        if (one.isKept()) {
            one.confirm();
            return;
        }
        if (over || one.connection() == cut || one.isGivenUp()) {
            return;
        }
        var message = one.message();
        if (!MqttTopicFilter.of(wanted.filter()).matches(message.getTopic())) {
            one.confirm(); // of a topic that the route named before
            return;
        }
        try {
            var taken = wanted.receiver().take(told(message));
            one.given(taken);
            taken.whenComplete((done, failure) -> {
                if (failure == null) {
                    one.confirm();
                } else {
                    notTaken(one, failure);
                }
            });
        } catch (RuntimeException | LinkageError e) { // a receiver's code
            notTaken(one, e);
        }
    }

    private static MqttMessage told(Mqtt5Publish message) {
        return new MqttMessage(
                message.getTopic().toString(),
                message.getPayloadAsBytes(),
                message.getContentType().map(Object::toString),
                message.isRetain());
    }

    private void notTaken(Unconfirmed.One one, Throwable failure) {
        var connection = one.connection();
        if (one.isGivenUp() || connection == cut) {
            LOG.debug("route {}: a message that comes again is not taken", routeName, failure);
        } else if (connection.isGone()) {
            LOG.warn(
                    "route {}: a message of a connection that is gone is not taken: {}", routeName, failure.toString());
        } else {
            LOG.warn("route {}: a message is not taken, the broker sends it again: {}", routeName, failure.toString());
            cut(
                    connection,
                    new Text(
                            "trạm chưa ghi được thông điệp; máy chủ MQTT sẽ gửi lại",
                            "the hub could not keep a message; the broker sends it again"));
        }
    }

    private void cut(Unconfirmed connection, Text why) {
        if (connection != cut) {
            cut = connection;
            cuts.accept(new Busy(why));
        }
    }
}
