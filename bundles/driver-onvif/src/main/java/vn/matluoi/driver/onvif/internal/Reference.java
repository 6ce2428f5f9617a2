package vn.matluoi.driver.onvif.internal;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import vn.matluoi.api.driver.DeviceException;
import vn.matluoi.api.http.XmlElement;

/**
 * A subscription as the device gave it: where it is, what has to be sent along, and how long it lasts. Source: ONVIF core
 * specification 9.2; WS-Addressing 1.0 SOAP binding 3.4, by which reference parameters become headers.
 *
 * @param place where to send to, on the source's host
 * @param address as the device wrote it, for {@code wsa:To}
 * @param parameters header elements, as the device wrote them
 * @param from the device's clock when it was given; empty if it does not say
 * @param until when it ends by the device's clock; empty if it does not say
 */
record Reference(
        Services.Place place, String address, String parameters, Optional<Instant> from, Optional<Instant> until) {

    /** Seconds, as some devices read minutes as seconds. */
    static final Duration ASKED = Duration.ofSeconds(600);

    private static String addressed(String action, String to) {
        return Soap.element("wsa:Action", action)
                + (to.isEmpty() ? "" : Soap.element("wsa:To", to))
                + Soap.element("wsa:MessageID", "urn:uuid:" + UUID.randomUUID())
                + "<wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>";
    }

    /** @return the operation that creates one, with a message id of its own */
    static Operation create() {
        var action = "http://www.onvif.org/ver10/events/wsdl/EventPortType/CreatePullPointSubscriptionRequest";
        return new Operation(
                Service.EVENTS,
                "CreatePullPointSubscription",
                action,
                "<tev:CreatePullPointSubscription><tev:InitialTerminationTime>PT%dS</tev:InitialTerminationTime></tev:CreatePullPointSubscription>"
                        .formatted(ASKED.toSeconds()),
                addressed(action, ""),
                Duration.ZERO);
    }

    /** @return the operation by which the device sends to an address */
    static Operation subscribe(URI to) {
        var action = "http://docs.oasis-open.org/wsn/bw-2/NotificationProducer/SubscribeRequest";
        return new Operation(
                Service.EVENTS,
                "Subscribe",
                action,
                "<wsnt:Subscribe><wsnt:ConsumerReference>%s</wsnt:ConsumerReference><wsnt:InitialTerminationTime>PT%dS</wsnt:InitialTerminationTime></wsnt:Subscribe>"
                        .formatted(Soap.element("wsa:Address", to.toString()), ASKED.toSeconds()),
                addressed(action, ""),
                Duration.ZERO);
    }

    /** An address that is empty or {@code None} means the event service itself. */
    static Reference read(Answer.Found answer, Onvif onvif) throws DeviceException {
        var created = answer.response();
        var reference = created.child("SubscriptionReference");
        var address = reference.flatMap(r -> r.text("Address")).orElse("");
        var told = Told.read(address).filter(Told::web);
        var place = told.isPresent()
                ? new Services.Place(onvif.ports().web(told.get()), told.get().path())
                : onvif.place(Service.EVENTS);
        var parameters = Parameters.copy(answer.text().get());
        return new Reference(
                place,
                told.isPresent() ? address.strip() : "",
                parameters,
                time(created, "CurrentTime"),
                time(created, "TerminationTime"));
    }

    private static Optional<Instant> time(XmlElement answer, String name) {
        return answer.text(name).flatMap(DeviceClock::instant);
    }

    /** The same with the times of a later answer, where it tells them. */
    Reference until(XmlElement answer) {
        var current = time(answer, "CurrentTime");
        var ends = time(answer, "TerminationTime");
        return current.isPresent() && ends.isPresent()
                ? new Reference(place, address, parameters, current, ends)
                : this;
    }

    /** @return how long it lasts by the device's own clock; what was asked for if it does not say */
    Duration lasts() {
        var told = from.flatMap(f -> until.map(u -> Duration.between(f, u)));
        return told.filter(d -> !d.isNegative() && !d.isZero()).orElse(ASKED);
    }

    Operation pull(Duration wait, int most) {
        return at(
                "PullMessages",
                "http://www.onvif.org/ver10/events/wsdl/PullPointSubscription/PullMessagesRequest",
                "<tev:PullMessages><tev:Timeout>PT%dS</tev:Timeout><tev:MessageLimit>%d</tev:MessageLimit></tev:PullMessages>"
                        .formatted(wait.toSeconds(), most),
                wait);
    }

    Operation synchronise() {
        return at(
                "SetSynchronizationPoint",
                "http://www.onvif.org/ver10/events/wsdl/PullPointSubscription/SetSynchronizationPointRequest",
                "<tev:SetSynchronizationPoint/>",
                Duration.ZERO);
    }

    Operation renew() {
        return at(
                "Renew",
                "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/RenewRequest",
                "<wsnt:Renew><wsnt:TerminationTime>PT%dS</wsnt:TerminationTime></wsnt:Renew>"
                        .formatted(ASKED.toSeconds()),
                Duration.ZERO);
    }

    Operation unsubscribe() {
        return at(
                "Unsubscribe",
                "http://docs.oasis-open.org/wsn/bw-2/SubscriptionManager/UnsubscribeRequest",
                "<wsnt:Unsubscribe/>",
                Duration.ZERO);
    }

    /**
     * Gives it back, without waiting; be it the last thing that is sent.
     *
     * @param hold begun when it was decided: later the connection may be closed
     */
    void giveBack(Onvif onvif, Unfinished.Hold hold) {
        onvif.unfinished().inTime(onvif.send(unsubscribe(), place)).whenComplete((answer, why) -> hold.close());
    }

    private Operation at(String name, String action, String body, Duration patience) {
        return new Operation(Service.EVENTS, name, action, body, addressed(action, address) + parameters, patience);
    }
}
