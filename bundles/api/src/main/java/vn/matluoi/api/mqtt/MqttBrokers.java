package vn.matluoi.api.mqtt;

import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one MQTT 5 client of the hub. Its threads do not grow with links. It connects only where {@code vn.matluoi.devices.cfg}
 * allows, sends a password over TLS only, to a broker that proved who it is, and tries a wrong one once.
 */
@ProviderType
public interface MqttBrokers {

    /**
     * Keeps a link to a broker until it is closed: connects at once, and again whenever it is lost, after pauses that double from
     * one second to a minute, with jitter. A secret that the broker refuses is shown once: the link tries again only when
     * the file holds another. Who closes it and opens a new one has it tried once more. Returns at once; nothing is connected yet.
     *
     * @param subscription what is to be received; empty for a link that only sends
     */
    MqttLink open(MqttBroker broker, Optional<MqttSubscription> subscription);
}
