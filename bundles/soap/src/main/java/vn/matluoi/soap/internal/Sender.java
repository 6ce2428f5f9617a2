package vn.matluoi.soap.internal;

import java.util.Optional;
import java.util.Set;
import vn.matluoi.api.access.Caller;
import vn.matluoi.api.access.Role;
import vn.matluoi.api.route.AgencyRoute;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeliverySignature;
import vn.matluoi.api.route.RefusedDelivery;

/**
 * Who sent a message.
 *
 * @param caller in whose name it is taken
 * @param message as it came
 * @param signature of the message, verified; empty if it has none
 * @param again there if it was refused when it came, and is handed in again
 */
record Sender(Caller caller, RefusedDelivery message, Optional<DeliverySignature> signature, Optional<Again> again) {

    /** A letter, and the route by which it comes in again. */
    record Again(AgencyRoute route, DeadLetter letter) {}

    static Sender of(SoapRequest request, String operation) {
        return new Sender(
                request.caller(),
                new RefusedDelivery(
                        ("SOAP " + operation).strip(),
                        RefusedDelivery.mediaType(request.getContentType()),
                        request::body),
                request.signature(),
                Optional.empty());
    }

    static Sender again(AgencyRoute route, DeadLetter letter, byte[] raw) {
        return new Sender(
                new Caller("route:" + route.routeName(), Role.AGENCY, Set.of(), false, Optional.of(route.source())),
                new RefusedDelivery(letter.name(), letter.mediaType(), () -> raw),
                Optional.empty(),
                Optional.of(new Again(route, letter)));
    }
}
