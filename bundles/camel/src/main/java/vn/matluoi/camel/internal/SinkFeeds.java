package vn.matluoi.camel.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.driver.DeviceWords;
import vn.matluoi.api.forward.Delivery;
import vn.matluoi.api.forward.Forwarding;
import vn.matluoi.api.forward.SinkException;
import vn.matluoi.api.forward.SinkRoute;

/** Has the routes that are sinks be brought what is for them, as long as they run and somebody forwards. Any thread. */
final class SinkFeeds {

    private static final Logger LOG = LoggerFactory.getLogger(SinkFeeds.class);
    private static final int LONGEST_CAUSE = 300;

    private final DefaultCamelContext camel;
    private final Set<String> templates = new HashSet<>(); // guarded by this, as all below
    private final Set<String> comparing = new HashSet<>();
    private final Map<String, SinkRoute> sinks = new TreeMap<>();
    private final Map<String, Forwarding.Feed> feeds = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private Optional<Forwarding> forwarding = Optional.empty();
    private Optional<ProducerTemplate> producer = Optional.empty();

    SinkFeeds(DefaultCamelContext camel) {
        this.camel = camel;
    }

    /**
     * @param isSink whether routes of that template are sinks
     * @param compares whether they tell of cameras by themselves, too
     */
    synchronized void template(String template, boolean isSink, boolean compares) {
        note(templates, template, isSink);
        note(comparing, template, compares);
    }

    private static void note(Set<String> templates, String template, boolean among) {
        if (among) {
            templates.add(template);
        } else {
            templates.remove(template);
        }
    }

    synchronized boolean isSink(String template) {
        return templates.contains(template);
    }

    /** @param settings the route's parameters, defaults filled in; they have been checked */
    synchronized void started(String name, String template, Map<String, String> settings) {
        if (!isSink(template)) {
            return;
        }
        gone.remove(name);
        var named = new HashMap<>(settings);
        named.put("routeName", name);
        named.put(SinkRoute.COMPARES, String.valueOf(comparing.contains(template)));
        sinks.put(name, SinkRoute.of(named::get));
        forwarding.ifPresent(by -> open(by, name));
    }

    private void open(Forwarding by, String name) {
        feeds.put(name, by.open(sinks.get(name), batch -> carry(name, batch)));
    }

    synchronized void stopped(String name) {
        sinks.remove(name);
        Optional.ofNullable(feeds.remove(name)).ifPresent(Forwarding.Feed::close);
    }

    /** Its settings are gone. @throws vn.matluoi.api.HubException if that cannot be noted now */
    synchronized void forget(String name) {
        stopped(name);
        if (forwarding.isPresent()) {
            forwarding.get().forget(name);
        } else {
            gone.add(name);
        }
    }

    /** Its name is no sink's any more. If that cannot be noted now it is when somebody forwards again. */
    synchronized void leave(String name) {
        stopped(name);
        if (forwarding.filter(by -> isForgotten(by, name)).isEmpty()) {
            gone.add(name);
        }
    }

    synchronized void begin(Forwarding by) {
        forwarding = Optional.of(by);
        sinks.keySet().forEach(name -> open(by, name));
        gone.removeIf(name -> isForgotten(by, name));
    }

    private static boolean isForgotten(Forwarding by, String name) {
        try {
            by.forget(name);
            return true;
        } catch (HubException e) { // what is kept for it goes by the journal's bounds at the latest
            LOG.warn("it could not be noted that sink {} is gone: {}", name, e.text());
            return false;
        }
    }

    synchronized void end(Forwarding by) {
        if (forwarding.filter(by::equals).isPresent()) {
            close();
        }
    }

    synchronized void close() {
        forwarding = Optional.empty();
        feeds.values().forEach(Forwarding.Feed::close);
        feeds.clear();
    }

    private synchronized ProducerTemplate producer() {
        if (producer.isEmpty()) {
            producer = Optional.of(camel.createProducerTemplate());
        }
        return producer.get();
    }

    private void carry(String name, List<Delivery> batch) throws SinkException {
        var route = camel.getRoute(name);
        var status = camel.getRouteController().getRouteStatus(name);
        if (route == null || status == null || !status.isStarted()) {
            throw new SinkException.Away(new Text(
                    "tuyến %s không chạy; hãy chạy hub:route-start %s".formatted(name, name),
                    "route %s does not run; run hub:route-start %s".formatted(name, name)));
        }
        var done = producer()
                .send(route.getEndpoint(), exchange -> exchange.getMessage().setBody(batch));
        if (done.getException() != null) {
            throw failure(done.getException());
        }
    }

    private static SinkException failure(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SinkException known) {
                return known;
            }
        }
        var root = new RouteFailure(failure).getMessage();
        return new SinkException.Away(
                new Text(
                        "tuyến không gửi được: %s".formatted(DeviceWords.clean(root, LONGEST_CAUSE)),
                        "the route cannot send: %s".formatted(DeviceWords.clean(root, LONGEST_CAUSE))),
                failure);
    }
}
