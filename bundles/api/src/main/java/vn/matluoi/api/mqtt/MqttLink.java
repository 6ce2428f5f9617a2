package vn.matluoi.api.mqtt;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;
import vn.matluoi.api.Text;

/** A link to one broker, connected or not. Any thread; never blocks. */
@ProviderType
public interface MqttLink extends AutoCloseable {

    /**
     * To send once there is a connection that is being made already.
     *
     * @return completes when there is a connection, at once if there is one; fails with a
     *     {@link vn.matluoi.api.driver.DeviceException} when what is being tried comes to nothing, at once if nothing is being tried now
     */
    CompletionStage<Void> connected();

    /**
     * Sends with QoS 1. Nothing waits for a connection, and nothing is sent again by itself.
     *
     * @return completes when the broker has confirmed the message (PUBACK). Fails with {@link MqttNotTaken} if the broker does not take
     *     it for what it is, or does not say why; else with a {@link vn.matluoi.api.driver.DeviceException}: {@code Unreachable} if there
     *     is no connection, or it broke before the broker confirmed (which may have the message all the same), {@code Busy} if too many
     *     wait for their confirmation or the broker's quota is used up, {@code Refused} if the log-in, the certificate or the topic is
     *     not allowed, or the broker confirms nothing, as one that takes QoS 0 alone: then nothing is sent
     */
    CompletionStage<Void> publish(MqttMessage message);

    /** @return what keeps the link from working, or from what it was asked for, and how to mend it; empty if all is well. Answers at once */
    Optional<Text> problem();

    /** @return how many messages with QoS 0 were dropped, since more came than {@link MqttSubscription#unconfirmed()} allows to wait */
    long dropped();

    /** Ends it. What waits for a confirmation fails; the broker keeps the session as long as it was told to. */
    @Override
    void close();
}
