package vn.matluoi.rest.internal.v1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.Consumes;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.HubException;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.route.AgencyDoor;
import vn.matluoi.api.route.DeadLetters;
import vn.matluoi.api.route.DeliverySignature;
import vn.matluoi.api.route.RefusedDelivery;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Where agencies' programs tell events. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventDoor {

    private final Services services;
    private final Clock clock;

    public EventDoor(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, "application/cloudevents+json", "application/cloudevents-batch+json"})
    @Needs(value = Action.EVENTS_SUBMIT, reach = Reach.SOURCE)
    @Doc(
            value =
                    "Takes in events of a source, told by its program with a key of that source: one object or an array of at most"
                            + " 1000, each {camera, type, phase, time, topic} or a CloudEvent 1.0 with that as data. camera is the"
                            + " agency's code; an unknown one is kept with the source. All are kept or none: if one is malformed, none is taken."
                            + " 202 comes when all are durable; after a refusal none is kept, but by the rule events.slow, of which"
                            + " nobody knows. Signed after Standard Webhooks by the key, a webhook-id whose events were kept is not"
                            + " taken again (repeated): it is noted with them for three days, or until 50,000 more of the source came."
                            + " A route with signature = required takes nothing unsigned from a key (401, webhook.unsigned)."
                            + " What is malformed and came with a key of a source is kept as a dead letter of its route; the 400 says its number."
                            + " A source that tells faster than source.rate of etc/vn.matluoi.events.cfg is answered 429 with Retry-After.",
            status = 202)
    public Told tellEvents(
            @Context Asking asking,
            @Context HttpServletRequest request,
            @QueryParam("source") @Limit(max = 60, about = "source id; with a key of a source, that one") String source,
            @HeaderParam(DeliverySignature.ID) @Limit String id,
            @HeaderParam(DeliverySignature.TIMESTAMP) @Limit(max = 20) String timestamp,
            @HeaderParam(DeliverySignature.SIGNATURE) @Limit(max = 1000) String signatures,
            InputStream body)
            throws IOException {
        var speaks = source(asking, source);
        services.need(AccessDecisions.class).require(asking.caller(), Action.EVENTS_SUBMIT, speaks);
        var bytes = body.readAllBytes();
        var now = clock.instant();
        var signature = DeliverySignature.of(id, timestamp, signatures);
        if (signature.isPresent()) {
            signature.get().verify(request.getHeader("Authorization"), new ByteArrayInputStream(bytes), now);
        }
        var named = signature.map(one -> asking.caller().account() + " " + one.id());
        var events = services.need(Events.class);
        var delivered = new RefusedDelivery(
                "POST /api/v1/events", RefusedDelivery.mediaType(request.getContentType()), () -> bytes);
        return through(
                asking,
                speaks,
                signature.isPresent(),
                delivered,
                () -> take(events, new ToldEvents(speaks, now).read(bytes), named));
    }

    private static SourceId source(Asking asking, String given) {
        return Values.source("source", given)
                .or(() -> asking.caller().source())
                .orElseThrow(() -> Values.invalid(
                        "source",
                        "required",
                        new Text(
                                "Ghi nguồn mà sự kiện thuộc về: ?source=.",
                                "Say which source the events are of: ?source=.")));
    }

    private Told through(
            Asking asking, SourceId source, boolean signed, RefusedDelivery delivered, Supplier<Told> taking) {
        if (asking.caller().source().isEmpty()) {
            return taking.get();
        }
        return services.need(AgencyDoor.class).through(source, signed, route -> {
            try {
                return taking.get();
            } catch (HubException refusal) {
                throw delivered.keep(services.find(DeadLetters.class), route, refusal);
            }
        });
    }

    private static Told take(Events events, List<CameraEvent> all, Optional<String> delivery) {
        var taken = events.take(all, delivery);
        return new Told(taken.kept(), taken.notKept(), taken.repeated());
    }

    /**
     * What became of them.
     *
     * @param kept how many are in the journal
     * @param notKept how many are not, as number plates and faces that nobody switched on
     * @param repeated that this delivery had been taken before
     */
    public record Told(
            @Limit(required = true) long kept,
            @Limit(required = true) long notKept,
            @Limit(required = true) boolean repeated) {}
}
