package vn.matluoi.rest.internal.v1;

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
import javax.ws.rs.core.Response;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.route.DeadLetter;
import vn.matluoi.api.route.DeadLetterDesk;
import vn.matluoi.api.route.Routes;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** What routes brought and the hub could not take. */
@Path("/routes/{name}/dead-letters")
@Produces(MediaType.APPLICATION_JSON)
public final class DeadLetterResource {

    private final Services services;

    public DeadLetterResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.ROUTE_READ, reach = Reach.PROVINCE)
    @Doc("Lists what a route brought and the hub could not take, newest first, with the reason.")
    public ListJson<LetterJson> listDeadLetters(
            @Context Asking asking,
            @PathParam("name") @Limit(max = 100) String name,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        var page = desk().list(name, limit, Values.text(cursor));
        if (page.total() == 0 && services.need(Routes.class).find(name).isEmpty()) {
            throw Values.notFound();
        }
        return ListJson.of(page, letter -> LetterJson.of(letter, asking));
    }

    @GET
    @Path("/{id}")
    @Needs(value = Action.ROUTE_READ, reach = Reach.PROVINCE)
    @Doc("One of them.")
    public LetterJson getDeadLetter(
            @Context Asking asking, @PathParam("name") @Limit(max = 100) String name, @PathParam("id") @Limit long id) {
        return LetterJson.of(Values.inPath(desk().find(name, id)), asking);
    }

    @GET
    @Path("/{id}/raw")
    @Produces(MediaType.APPLICATION_OCTET_STREAM)
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc(
            value = "Its bytes as they were brought; of what is not whole, the beginning. Who reads them is recorded.",
            answer = byte[].class)
    public Response getDeadLetterRaw(
            @Context Asking asking, @PathParam("name") @Limit(max = 100) String name, @PathParam("id") @Limit long id) {
        Values.inPath(desk().find(name, id));
        // never as what it says it is: it comes from outside
        return Response.ok(desk().raw(asking.caller(), name, id))
                .type(MediaType.APPLICATION_OCTET_STREAM)
                .header("Content-Disposition", "attachment; filename=\"letter-" + id + ".bin\"")
                .build();
    }

    @POST
    @Path("/{id}/replay")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc(
            "Hands it in again through its route; once taken, it is forgotten. A list that its source has outdated is not complete.")
    public ReplayJson replayDeadLetter(
            @Context Asking asking, @PathParam("name") @Limit(max = 100) String name, @PathParam("id") @Limit long id) {
        Values.inPath(desk().find(name, id));
        return new ReplayJson(
                true, desk().replay(asking.caller(), name, id).map(asking::say).orElse(null));
    }

    @DELETE
    @Path("/{id}")
    @Needs(value = Action.ROUTE_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Forgets it.", status = 204)
    public void dropDeadLetter(
            @Context Asking asking, @PathParam("name") @Limit(max = 100) String name, @PathParam("id") @Limit long id) {
        Values.inPath(desk().find(name, id));
        desk().drop(asking.caller(), name, id);
    }

    private DeadLetterDesk desk() {
        return services.need(DeadLetterDesk.class);
    }

    /**
     * What became of a letter that was handed in again.
     *
     * @param remark what to know of how it was taken; left out if nothing is
     */
    public record ReplayJson(@Limit(required = true) boolean taken, @Limit(max = 2000) String remark) {}

    /**
     * One letter.
     *
     * @param name what people call it: a file's name, a topic, an address
     * @param whole whether all its bytes are kept
     * @param why why it is not taken
     * @param times how often it was brought
     * @param replays how often it was handed in again, in vain
     */
    public record LetterJson(
            @Limit(required = true) long id,
            @Limit(max = 60, required = true) String route,
            @Limit(max = 200, required = true) String name,
            @Limit(max = 100, required = true) String mediaType,
            @Limit(required = true) long size,
            @Limit(required = true) boolean whole,
            @Limit(max = 60, required = true) String rule,
            @Limit(max = 2000, required = true) String why,
            @Limit(max = 40, required = true) String firstAt,
            @Limit(max = 40, required = true) String lastAt,
            @Limit(required = true) int times,
            @Limit(required = true) int replays) {

        static LetterJson of(DeadLetter letter, Asking asking) {
            return new LetterJson(
                    letter.id(),
                    letter.route(),
                    letter.name(),
                    letter.mediaType(),
                    letter.size(),
                    letter.whole(),
                    letter.rule(),
                    asking.say(letter.why()),
                    letter.firstAt().toString(),
                    letter.lastAt().toString(),
                    letter.times(),
                    letter.replays());
        }
    }
}
