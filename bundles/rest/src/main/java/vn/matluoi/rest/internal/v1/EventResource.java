package vn.matluoi.rest.internal.v1;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.HeaderParam;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.CameraId;
import vn.matluoi.api.HubException;
import vn.matluoi.api.Text;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.event.CameraEvent;
import vn.matluoi.api.event.EventLog;
import vn.matluoi.api.event.EventQuery;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Json;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;
import vn.matluoi.rest.internal.stream.EventStreams;
import vn.matluoi.rest.internal.stream.StillThere;

/** What cameras and devices report. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventResource {

    static final String TYPES = "[a-z_]+(,[a-z_]+)*";

    private final Services services;
    private final EventStreams streams;

    public EventResource(Services services, EventStreams streams) {
        this.services = services;
        this.streams = streams;
    }

    @GET
    @Needs(value = Action.EVENTS_READ, reach = Reach.LIST)
    @Doc("Events within the caller's scope: after a sequence number, oldest first, or the newest, newest first.")
    public EventsJson listEvents(
            @Context Asking asking,
            @QueryParam("camera") @Limit(max = 12) String camera,
            @QueryParam("source") @Limit(max = 60) String source,
            @QueryParam("type") @Limit(max = 400, pattern = TYPES, about = "one or more, by commas") String type,
            @QueryParam("from")
                    @Limit(max = 40, about = "came to the hub at or after: 2026-11-22T07:00:00Z, by the hub's clock")
                    String from,
            @QueryParam("to") @Limit(max = 40, about = "came to the hub before; a moment after from") String to,
            @QueryParam("after") @DefaultValue("0") @Limit long after,
            @QueryParam("newest")
                    @DefaultValue("false")
                    @Limit(about = "the newest, newest first, whatever stands in after")
                    boolean newest,
            @QueryParam("limit") @DefaultValue("100") @Limit(least = 1, most = 1000) int limit) {
        var log = services.need(EventLog.class);
        var query = within(query(camera, source, type), Values.moment("from", from), Values.moment("to", to));
        var words = seesWords(asking);
        var last = log.last();
        var read = newest
                ? log.newest(asking.scope(), query, limit)
                : log.read(asking.scope(), query, Math.min(after, last), limit);
        // a reader behind others' events moves on with them: nothing of its own is between here and the last
        var next = newest || read.isEmpty() ? last : read.get(read.size() - 1).sequence();
        return new EventsJson(
                read.stream().map(event -> EventJson.of(event, words)).toList(), String.valueOf(next), last);
    }

    @GET
    @Path("/stream")
    @Produces("text/event-stream")
    @Needs(value = Action.EVENTS_READ, reach = Reach.LIST, isUse = false)
    @Doc(
            value = "Events as they come (text/event-stream): one Event a message, without its payload; the message's"
                    + " id is its sequence number. Ends after 25 seconds, and with the session; a client comes back with"
                    + " Last-Event-ID, as EventSource does by itself, and misses nothing. An account's eleventh stream"
                    + " ends its oldest; where 100 are open the answer is empty, and says by retry when to come back.",
            answer = String.class)
    public void streamEvents(
            @Context Asking asking,
            @Context HttpServletRequest request,
            @Suspended AsyncResponse suspended,
            @QueryParam("camera") @Limit(max = 12) String camera,
            @QueryParam("source") @Limit(max = 60) String source,
            @QueryParam("type") @Limit(max = 400, pattern = TYPES, about = "one or more, by commas") String type,
            @HeaderParam("Last-Event-ID")
                    @Limit(max = 19, pattern = "[0-9]*", about = "begins after this event; without it, now")
                    String lastEventId) {
        var log = services.need(EventLog.class);
        var query = query(camera, source, type);
        var last = log.last();
        // a number beyond it is of a journal that was there before this one was restored
        var after = Values.text(lastEventId).isPresent()
                ? Math.min(Values.sequence("Last-Event-ID", lastEventId), last)
                : last;
        var words = seesWords(asking);
        streams.open(
                asking.caller().account(),
                request.getAsyncContext(),
                new StillThere(services, asking, Action.EVENTS_READ, words),
                (from, limit) -> services.need(EventLog.class).read(asking.scope(), query, from, limit),
                event -> Json.bytes(EventJson.brief(event, words)),
                after);
    }

    private boolean seesWords(Asking asking) {
        return Discretion.towards(asking.caller(), services.need(AccessDecisions.class))
                .everything();
    }

    private static EventQuery query(String camera, String source, String type) {
        return new EventQuery(
                Values.text(camera).map(EventResource::camera),
                Values.source("source", source),
                Values.text(type).map(EventResource::types).orElse(Set.of()),
                Optional.empty(),
                Optional.empty());
    }

    private static EventQuery within(EventQuery query, Optional<Instant> from, Optional<Instant> to) {
        if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
            throw Values.invalid(
                    "to", "time.order", new Text("“to” phải sau “from”.", "\"to\" must be after \"from\"."));
        }
        return new EventQuery(query.camera(), query.source(), query.types(), from, to);
    }

    private static CameraId camera(String text) {
        if (!CameraId.isValid(text)) {
            throw Values.invalid(
                    "camera",
                    "camera.id",
                    new Text(
                            "Mã camera có dạng 80-0000123-C và chữ số kiểm tra phải đúng.",
                            "A camera id looks like 80-0000123-C and its check digit must be right."));
        }
        return new CameraId(text);
    }

    static Set<CameraEvent.Type> types(String text) {
        var types = EnumSet.noneOf(CameraEvent.Type.class);
        for (var word : text.split(",")) {
            types.add(Arrays.stream(CameraEvent.Type.values())
                    .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                    .findFirst()
                    .orElseThrow(() -> unknown(word)));
        }
        return types;
    }

    private static HubException unknown(String word) {
        var known = Arrays.stream(CameraEvent.Type.values())
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .toList();
        return Values.invalid(
                "type",
                "event.type",
                new Text(
                        "Không có loại sự kiện “" + word + "”. Các loại: " + String.join(", ", known) + ".",
                        "There is no type of event \"" + word + "\". Types: " + String.join(", ", known) + "."));
    }

    /**
     * A stretch of the journal.
     *
     * @param next sequence number to read on after, also when there is nothing more now
     * @param last the newest sequence number there is
     */
    public record EventsJson(
            @Limit(items = 1000, required = true) List<EventJson> items,
            @Limit(max = 20, required = true) String next,
            @Limit(required = true) long last) {}
}
