package vn.matluoi.rest.internal.v1;

import java.time.Instant;
import javax.ws.rs.Consumes;
import javax.ws.rs.DELETE;
import javax.ws.rs.GET;
import javax.ws.rs.POST;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.access.SourceKeys;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Keys by which agencies' programs speak for their sources. */
@Path("/keys")
@Produces(MediaType.APPLICATION_JSON)
public final class KeyResource {

    private static final int USUAL_DAYS = 365;

    private final Services services;

    public KeyResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.ACCOUNT_READ, reach = Reach.PROVINCE)
    @Doc("Lists keys of sources, newest first, without the keys themselves.")
    public ListJson<SourceKeyJson> listKeys(@QueryParam("source") @Limit(max = 60, about = "source id") String source) {
        return ListJson.whole(keys().list(Values.source("source", source)).stream()
                .map(SourceKeyJson::of)
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(value = Action.ACCOUNT_CHANGE, reach = Reach.PROVINCE)
    @Doc(
            value =
                    "Makes a key by which an agency's program hands in events and lists of one source, and nothing else; it is"
                            + " shown this once.",
            status = 201)
    public MadeKeyJson createSourceKey(@Context Asking asking, NewSourceKey key) {
        var made = keys().add(
                        asking.caller(),
                        Values.source("source", key.source()).orElseThrow(Values::notFound),
                        key.label(),
                        key.days() == null ? USUAL_DAYS : key.days());
        return new MadeKeyJson(made.secret(), SourceKeyJson.of(made.key()));
    }

    @DELETE
    @Path("/{id}")
    @Needs(value = Action.ACCOUNT_CHANGE, reach = Reach.PROVINCE)
    @Doc(value = "Removes a key; whoever has it is refused from now on.", status = 204)
    public void removeSourceKey(@Context Asking asking, @PathParam("id") @Limit(max = 12) String id) {
        keys().remove(asking.caller(), id);
    }

    private SourceKeys keys() {
        return services.need(SourceKeys.class);
    }

    /**
     * A key to make.
     *
     * @param label the program that is to have it
     * @param days how long it is good; 365 if absent
     */
    public record NewSourceKey(
            @Limit(max = 60, required = true) String source,
            @Limit(max = 100, required = true) String label,
            @Limit(least = 1, most = SourceKeys.MOST_DAYS) Integer days) {}

    /** A key, shown once. */
    public record MadeKeyJson(
            @Limit(max = 100, required = true) String key, @Limit(required = true) SourceKeyJson about) {}

    /** A key, without anything secret. */
    public record SourceKeyJson(
            @Limit(max = 12, required = true) String id,
            @Limit(max = 60, required = true) String source,
            @Limit(max = 100, required = true) String label,
            @Limit(max = 40, required = true) String created,
            @Limit(max = 40, required = true) String createdBy,
            @Limit(max = 40, required = true) String expires,
            @Limit(max = 40, about = "to the hour") String lastUsed) {

        static SourceKeyJson of(SourceKeys.SourceKey key) {
            return new SourceKeyJson(
                    key.id(),
                    key.source().value(),
                    key.label(),
                    key.created().toString(),
                    key.createdBy(),
                    key.expires().toString(),
                    key.lastUsed().map(Instant::toString).orElse(null));
        }
    }
}
