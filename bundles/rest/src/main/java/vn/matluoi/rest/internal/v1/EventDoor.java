package vn.matluoi.rest.internal.v1;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import vn.matluoi.api.HubException.Reason;
import vn.matluoi.api.SourceId;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.Events;
import vn.matluoi.api.route.AgencyDoor;
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

    private static final long PATIENCE_SECONDS = 20;

    private final Services services;
    private final Clock clock;
    private final Signature signature = new Signature();

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
                            + " agency's code; an unknown one is kept with the source. If one is malformed, none is taken. 202 comes when"
                            + " all are durable. They are kept one by one: a 503 may leave some of them taken; send all again with the"
                            + " same webhook-id, and those may be kept twice. Signed after Standard Webhooks by the key, a webhook-id whose"
                            + " events are durable is not taken again (repeated) for 10 minutes; one still under way answers 503. What"
                            + " was taken is remembered in memory only, of the last 100,000 ids, until the hub is restarted.",
            status = 202)
    public Told tellEvents(
            @Context Asking asking,
            @Context HttpServletRequest request,
            @QueryParam("source") @Limit(max = 60, about = "source id; with a key of a source, that one") String source,
            @HeaderParam("webhook-id") @Limit String id,
            @HeaderParam("webhook-timestamp") @Limit(max = 20) String timestamp,
            @HeaderParam("webhook-signature") @Limit(max = 1000) String signatures,
            InputStream body)
            throws IOException {
        var speaks = source(asking, source);
        services.need(AccessDecisions.class).require(asking.caller(), Action.EVENTS_SUBMIT, speaks);
        var bytes = body.readAllBytes();
        var now = clock.instant();
        var events = services.need(Events.class);
        Supplier<Told> taking = () -> take(events, new ToldEvents(speaks, now).read(bytes));
        if (signatures == null) {
            return through(asking, speaks, taking);
        }
        signature.verify(new Signature.Given(id, timestamp, signatures), key(request), bytes, now);
        var caller = asking.caller().account();
        if (!signature.begin(caller, id, now)) {
            return new Told(0, 0, true);
        }
        var durable = false;
        try {
            var told = through(asking, speaks, taking);
            durable = true;
            return told;
        } finally {
            signature.end(caller, id, clock.instant(), durable);
        }
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

    /** The key is the signature's secret; it came with the delivery, and is kept nowhere. */
    private static String key(HttpServletRequest request) {
        var header = String.valueOf(request.getHeader("Authorization"));
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw new HubException(
                    Reason.UNAUTHENTICATED,
                    "webhook.key",
                    new Text(
                            "Chỉ ký được bằng khóa API (Authorization: Bearer).",
                            "Only an API key signs (Authorization: Bearer)."));
        }
        return header.substring(7).strip();
    }

    private Told through(Asking asking, SourceId source, Supplier<Told> taking) {
        return asking.caller().source().isPresent()
                ? services.need(AgencyDoor.class).through(source, taking)
                : taking.get();
    }

    /** All are read before the first is told to the hub, which keeps them one by one: some may be kept though another fails. */
    private static Told take(Events events, List<CameraEvent> all) {
        var told = all.stream().map(event -> events.publish(event, false)).toList();
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        var kept = 0;
        for (var one : told) {
            kept += durable(one, end - System.nanoTime()) ? 1 : 0;
        }
        return new Told(kept, all.size() - kept, false);
    }

    private static boolean durable(CompletionStage<Boolean> one, long nanos) {
        try {
            return one.toCompletableFuture().get(nanos, TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof HubException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        } catch (TimeoutException slow) {
            throw notNow("events.slow");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw notNow("hub.stopping");
        }
    }

    private static HubException notNow(String rule) {
        return new HubException(
                Reason.UNAVAILABLE,
                rule,
                new Text(
                        "Chưa ghi xong mọi sự kiện. Hãy gửi lại sau.",
                        "Not every event is kept yet. Send this again later."));
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
