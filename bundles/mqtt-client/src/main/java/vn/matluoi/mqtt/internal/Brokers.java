package vn.matluoi.mqtt.internal;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import vn.matluoi.api.http.DeviceNetworks;
import vn.matluoi.api.mqtt.MqttBroker;
import vn.matluoi.api.mqtt.MqttBrokers;
import vn.matluoi.api.mqtt.MqttLink;
import vn.matluoi.api.mqtt.MqttSubscription;

/** All links to brokers. Until the first is opened there is no thread, and nothing of the library is loaded. */
@Component(service = MqttBrokers.class)
public final class Brokers implements MqttBrokers {

    private final DeviceNetworks networks;
    private final LinkThreads threads = new LinkThreads();
    private final Pauses pauses;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();

    @Activate
    public Brokers(@Reference DeviceNetworks networks) {
        this(networks, Pauses.usual());
    }

    Brokers(DeviceNetworks networks, Pauses pauses) {
        this.networks = networks;
        this.pauses = pauses;
    }

    @Override
    public MqttLink open(MqttBroker broker, Optional<MqttSubscription> subscription) {
        var link = new Link(broker, subscription, networks, threads, pauses, links::remove);
        links.add(link);
        link.begin();
        return link;
    }

    @Deactivate
    void close() {
        links.forEach(Link::close);
        threads.close();
    }
}
