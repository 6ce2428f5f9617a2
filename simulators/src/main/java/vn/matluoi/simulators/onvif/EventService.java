package vn.matluoi.simulators.onvif;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Events by pull point ({@code ver10/events/wsdl}) and by notification (WS-BaseNotification): at most {@value #MAX_SUBSCRIPTIONS}
 * subscriptions, each of which first hears the state of every property. Safe for any thread.
 */
final class EventService implements Service {

    static final String CAPABILITIES = " WSSubscriptionPolicySupport=\"false\""
            + " WSPausableSubscriptionManagerInterfaceSupport=\"false\" MaxNotificationProducers=\"0\" MaxPullPoints=\""
            + EventService.MAX_SUBSCRIPTIONS + "\" PersistentNotificationStorage=\"false\">";

    static final int MAX_SUBSCRIPTIONS = 5;

    private static final int MAX_PROPERTIES = 1024;
    private static final int LIVES = 3;
    private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);
    private static final Duration SHORT_LIFE = Duration.ofSeconds(10);
    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final Duration LONGEST_PULL = Duration.ofMinutes(2);
    private static final String PARAMETER = "SubscriptionId";

    private final OnvifDevice device;
    private final ScheduledExecutorService timer;
    // guarded by this
    private final List<PullPoint> subscriptions = new ArrayList<>(1);
    private final Map<String, Event> properties = new LinkedHashMap<>();
    private int created;
    private boolean refusesNext;

    EventService(OnvifDevice device, ScheduledExecutorService timer) {
        this.device = device;
        this.timer = timer;
    }

    /** What the event service's own address answers. */
    @Override
    public String answer(Call call) throws SoapFault {
        return switch (call.operation()) {
            case "GetServiceCapabilities" -> "<tev:Capabilities" + CAPABILITIES + "</tev:Capabilities>";
            case "GetEventProperties" -> Topics.PROPERTIES;
            case "CreatePullPointSubscription" -> create(call);
            default -> throw SoapFault.notSupported();
        };
    }

    /** What a subscription's address answers, but to pulls. */
    String answer(Call call, int number) throws SoapFault {
        PullPoint subscription = find(call, number);
        switch (call.operation()) {
            case "Renew" -> {
                if (device.has(Mode.RENEW_FAULTS)) {
                    throw SoapFault.cannotRenew();
                }
                subscription.renew(life(call, call.text("TerminationTime")));
                return "<wsnt:TerminationTime>" + Call.utc(subscription.ends()) + "</wsnt:TerminationTime>"
                        + "<wsnt:CurrentTime>" + Call.utc(call.now()) + "</wsnt:CurrentTime>";
            }
            case "Unsubscribe" -> {
                synchronized (this) {
                    subscriptions.remove(subscription);
                }
                subscription.end();
                return "";
            }
            case "SetSynchronizationPoint" -> {
                tellState(subscription);
                return "";
            }
            default -> throw SoapFault.notSupported();
        }
    }

    /**
     * Takes a pull; the answer comes when there is one.
     *
     * @param reply what stands in the response element
     * @return to be called if nobody waits for the answer any more
     */
    Runnable pull(Call call, int number, Consumer<String> reply) throws SoapFault {
        PullPoint subscription = find(call, number);
        if (device.has(Mode.BLOCKED_THREAD_UPPER_LIMIT) && subscription.pulling()) {
            throw SoapFault.blockedThreads();
        }
        if (device.has(Mode.DYING_PULL_POINT) && subscription.pulls() >= LIVES) {
            synchronized (this) {
                subscriptions.remove(subscription);
                refusesNext = true;
            }
            throw SoapFault.unknownSubscription();
        }
        Duration asked = Call.duration(call.text("Timeout"));
        Duration left = Duration.between(call.now(), subscription.ends());
        Duration time = min(min(asked.isNegative() ? Duration.ZERO : asked, LONGEST_PULL), left);
        int limit = Math.max(1, Math.min(100, (int) call.number(100, call.text("MessageLimit"))));
        return subscription.pull(limit, time, timer, (events, ends) -> {
            StringBuilder answer = new StringBuilder("<tev:CurrentTime>");
            answer.append(Call.utc(device.now())).append("</tev:CurrentTime><tev:TerminationTime>");
            answer.append(Call.utc(ends)).append("</tev:TerminationTime>");
            events.forEach(event -> answer.append(event.xml()));
            reply.accept(answer.toString());
        });
    }

    /** Something happens. */
    void happen(Event event) {
        List<PullPoint> hear;
        synchronized (this) {
            if (!event.operation().isEmpty()
                    && (properties.containsKey(event.property()) || properties.size() < MAX_PROPERTIES)) {
                properties.put(event.property(), event);
            }
            hear = List.copyOf(subscriptions);
        }
        if (!device.has(Mode.SILENT_EVENTS)) {
            hear.forEach(subscription -> subscription.add(event));
        }
    }

    /** Subscriptions that have not ended. */
    int subscriptions() {
        return living(device.now()).size();
    }

    /** Somebody wants to be sent what happens. */
    String subscribe(Call call) throws SoapFault {
        String to = call.text("ConsumerReference", "Address");
        try {
            URI consumer = new URI(to);
            if (!"http".equals(consumer.getScheme()) || consumer.getHost() == null || consumer.getPort() < 1) {
                throw SoapFault.invalid("InvalidConsumerReference");
            }
            return create(call, "wsnt", Optional.of(consumer));
        } catch (URISyntaxException e) {
            throw SoapFault.invalid("InvalidConsumerReference");
        }
    }

    /** Sends this to all who want to be sent something, and waits until it is sent. */
    void send(byte[] body) {
        living(device.now()).forEach(each -> each.consumer.ifPresent(consumer -> Notifier.post(consumer, body)));
    }

    /** Forgets all subscriptions, as a device does that restarts. */
    void forget() {
        List<PullPoint> old = living(device.now());
        synchronized (this) {
            subscriptions.clear();
        }
        old.forEach(PullPoint::end);
    }

    private String create(Call call) throws SoapFault {
        if (device.has(Mode.NO_PULL_POINT)) {
            throw SoapFault.notSupported();
        }
        return create(call, "tev", Optional.empty());
    }

    private String create(Call call, String prefix, Optional<URI> consumer) throws SoapFault {
        if (device.has(Mode.PULL_POINT_NOT_AUTHORIZED_FOR_OPERATOR)) {
            throw SoapFault.notAuthorized();
        }
        int alive = living(call.now()).size();
        PullPoint subscription;
        synchronized (this) {
            if (refusesNext || device.has(Mode.BLOCKED_THREAD_UPPER_LIMIT) && alive > 0) {
                refusesNext = false;
                throw SoapFault.blockedThreads();
            }
            if (alive >= MAX_SUBSCRIPTIONS) {
                throw SoapFault.tooManySubscriptions();
            }
            subscription = new PullPoint(++created, life(call, call.text("InitialTerminationTime")), consumer);
            subscriptions.add(subscription);
        }
        tellState(subscription);
        boolean byParameter = device.has(Mode.REFERENCE_PARAMETERS);
        String address = device.has(Mode.EMPTY_SUBSCRIPTION_ADDRESS)
                ? ""
                : device.base() + OnvifDevice.SUBSCRIPTIONS + (byParameter ? 0 : subscription.number);
        return "<" + prefix + ":SubscriptionReference><wsa:Address>" + address + "</wsa:Address>"
                + (byParameter
                        ? "<wsa:ReferenceParameters><vs:" + PARAMETER + " xmlns:vs=\"http://vendor.example/event\">"
                                + subscription.number + "</vs:" + PARAMETER + "></wsa:ReferenceParameters>"
                        : "")
                + "</" + prefix + ":SubscriptionReference><wsnt:CurrentTime>" + Call.utc(call.now())
                + "</wsnt:CurrentTime><wsnt:TerminationTime>" + Call.utc(subscription.ends())
                + "</wsnt:TerminationTime>";
    }

    private Instant life(Call call, String asked) throws SoapFault {
        Instant until = call.until(asked, DEFAULT_LIFE);
        Instant longest = call.now().plus(device.has(Mode.SHORT_SUBSCRIPTIONS) ? SHORT_LIFE : LONGEST_LIFE);
        if (until.isBefore(call.now())) {
            throw SoapFault.invalid("UnacceptableTerminationTime");
        }
        return until.isAfter(longest) ? longest : until;
    }

    private void tellState(PullPoint subscription) {
        List<Event> state;
        synchronized (this) {
            state = List.copyOf(properties.values());
        }
        if (!device.has(Mode.SILENT_EVENTS)) {
            state.forEach(event -> subscription.add(event.initial()));
        }
    }

    /** @param number in the address: 0 if the reference parameter says it, -1 for the newest one */
    private PullPoint find(Call call, int number) throws SoapFault {
        String parameter = call.request()
                .headerBlock(PARAMETER)
                .map(element -> element.getTextContent().trim())
                .orElse("");
        return living(call.now()).stream()
                .filter(s ->
                        number < 0 || (number > 0 ? s.number == number : parameter.equals(Integer.toString(s.number))))
                .max(Comparator.comparingInt(s -> s.number))
                .orElseThrow(SoapFault::unknownSubscription);
    }

    private synchronized List<PullPoint> living(Instant now) {
        subscriptions.removeIf(subscription -> !subscription.ends().isAfter(now));
        return List.copyOf(subscriptions);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
