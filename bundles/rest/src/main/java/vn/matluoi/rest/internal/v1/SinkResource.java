package vn.matluoi.rest.internal.v1;

import java.time.Instant;
import java.util.Locale;
import java.util.OptionalDouble;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.forward.Sinks;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** What leaves the hub: how far each receiver has been brought. */
@Path("/sinks")
@Produces(MediaType.APPLICATION_JSON)
public final class SinkResource {

    private final Services services;

    public SinkResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.ROUTE_READ, reach = Reach.PROVINCE)
    @Doc("Lists sinks, what they are told by, and how far they are.")
    public ListJson<SinkJson> listSinks(@Context Asking asking) {
        return ListJson.whole(
                sinks().list().stream().map(sink -> SinkJson.of(sink, asking)).toList());
    }

    @POST
    @Path("/{name}/pause")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Pauses a sink until it is resumed; what comes is kept for it.")
    public SinkJson pauseSink(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        sinks().pause(asking.caller(), name);
        return sink(name, asking);
    }

    @POST
    @Path("/{name}/resume")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Goes on with a sink that is paused, or that waits.")
    public SinkJson resumeSink(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        sinks().resume(asking.caller(), name);
        return sink(name, asking);
    }

    @POST
    @Path("/{name}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Moves a sink to a place in its journal; what follows is sent again, with the same ids.")
    public SinkJson replaySink(
            @Context Asking asking, @PathParam("name") @Limit(max = 100) String name, ReplayBody body) {
        sinks().replay(asking.caller(), name, body.after());
        return sink(name, asking);
    }

    @GET
    @Path("/{name}/quarantine")
    @Needs(value = Action.ROUTE_READ, reach = Reach.PROVINCE)
    @Doc("Lists messages that a receiver rejects, oldest first.")
    public ListJson<QuarantinedJson> listQuarantine(
            @Context Asking asking,
            @PathParam("name") @Limit(max = 100) String name,
            @QueryParam("limit") @DefaultValue("100") @Limit(least = 1, most = 1000) int limit) {
        return ListJson.whole(sinks().quarantine(name, limit).stream()
                .map(one -> QuarantinedJson.of(one, asking))
                .toList());
    }

    @POST
    @Path("/{name}/quarantine/retry")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc("Sends what a receiver rejected once more.")
    public SinkJson retryQuarantine(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        sinks().retry(asking.caller(), name);
        return sink(name, asking);
    }

    @DELETE
    @Path("/{name}/quarantine")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Gives up what a receiver rejected.", status = 204)
    public void discardQuarantine(@Context Asking asking, @PathParam("name") @Limit(max = 100) String name) {
        sinks().discard(asking.caller(), name);
    }

    private Sinks sinks() {
        return services.need(Sinks.class);
    }

    private SinkJson sink(String name, Asking asking) {
        return sinks().list().stream()
                .filter(sink -> sink.name().equals(name))
                .findFirst()
                .map(sink -> SinkJson.of(sink, asking))
                .orElseThrow(Values::notFound);
    }

    /** @param after the entry of the journal after which the sink goes on; 0 for the first there is */
    public record ReplayBody(@Limit(least = 0, required = true) Long after) {}

    /**
     * One sink.
     *
     * @param problem what is in the way, and how to mend it
     * @param position the entry of its journal up to which everything is settled
     * @param last the newest entry of its journal
     * @param lag how many entries it has not passed
     * @param behind when the first of them was written
     * @param availability share of the last thirty days in which its receiver could be reached, of the time in which it was tried
     */
    public record SinkJson(
            @Limit(max = 100, required = true) String name,
            @Limit(max = 10, required = true, pattern = "events|changes") String content,
            @Limit(max = 300, required = true) String legalBasis,
            @Limit(max = 10, required = true, pattern = "running|waiting|paused|refused|stopped") String state,
            @Limit(max = 4000) String problem,
            @Limit(required = true) long position,
            @Limit(required = true) long last,
            @Limit(required = true) long lag,
            @Limit(max = 40) String behind,
            @Limit(required = true) long delivered,
            @Limit(required = true) long failures,
            @Limit(required = true) long quarantined,
            @Limit(required = true) long lost,
            @Limit(least = 0, most = 1) Double availability) {

        static SinkJson of(Sinks.Sink sink, Asking asking) {
            return new SinkJson(
                    sink.name(),
                    sink.content().name().toLowerCase(Locale.ROOT),
                    sink.legalBasis(),
                    sink.state().name().toLowerCase(Locale.ROOT),
                    sink.problem().map(asking::say).orElse(null),
                    sink.position(),
                    sink.last(),
                    sink.lag(),
                    sink.behind().map(Instant::toString).orElse(null),
                    sink.load().delivered(),
                    sink.load().failures(),
                    sink.load().quarantined(),
                    sink.load().lost(),
                    share(sink.load().link().availability()));
        }

        private static Double share(OptionalDouble share) {
            return share.isEmpty() ? null : Math.floor(share.getAsDouble() * 10_000) / 10_000;
        }
    }

    /** A message that a receiver rejects. @param reason in the receiver's words */
    public record QuarantinedJson(
            @Limit(required = true) long sequence,
            @Limit(max = 40, required = true) String id,
            @Limit(max = 100, required = true) String type,
            @Limit(max = 1000, required = true) String reason,
            @Limit(max = 40, required = true) String at) {

        static QuarantinedJson of(Sinks.Quarantined one, Asking asking) {
            return new QuarantinedJson(
                    one.sequence(),
                    one.id(),
                    one.type(),
                    asking.say(one.reason()),
                    one.at().toString());
        }
    }
}
