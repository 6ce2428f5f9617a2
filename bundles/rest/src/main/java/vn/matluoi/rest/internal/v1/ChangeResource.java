package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Map;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.registry.Changes;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** What changed in the catalogue, in order. */
@Path("/changes")
@Produces(MediaType.APPLICATION_JSON)
public final class ChangeResource {

    private final Services services;

    public ChangeResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.CHANGES_READ, reach = Reach.LIST)
    @Doc("Changes within the caller's scope after a sequence number, oldest first.")
    public ChangesJson listChanges(
            @Context Asking asking,
            @QueryParam("after") @DefaultValue("0") @Limit long after,
            @QueryParam("limit") @DefaultValue("100") @Limit(least = 1, most = 1000) int limit) {
        var changes = services.need(Changes.class);
        var discretion = discretion(asking);
        var last = changes.last();
        var read = changes.read(asking.scope(), after, limit);
        var items =
                read.stream().map(change -> ChangeJson.of(change, discretion)).toList();
        // a reader behind others' changes moves on with them: nothing of its own is between here and the last
        var next = read.size() == limit
                ? read.get(read.size() - 1).sequence()
                : Math.max(
                        after,
                        read.isEmpty()
                                ? last
                                : Math.max(last, read.get(read.size() - 1).sequence()));
        return new ChangesJson(items, String.valueOf(next), last);
    }

    private Discretion discretion(Asking asking) {
        return Discretion.towards(asking.caller(), services.need(AccessDecisions.class));
    }

    /**
     * A stretch of the feed.
     *
     * @param next sequence number to read on after, also when there is nothing more now
     * @param last the newest sequence number there is
     */
    public record ChangesJson(
            @Limit(items = 1000, required = true) List<ChangeJson> items,
            @Limit(max = 20, required = true) String next,
            @Limit(required = true) long last) {}

    /**
     * One change.
     *
     * @param fields field key to new effective value
     * @param by who brought it; only for those who may read sources
     * @param importId the import that brought it; absent if none did
     */
    public record ChangeJson(
            @Limit(required = true) long sequence,
            @Limit(max = 40, required = true) String at,
            @Limit(max = 40, required = true) String kind,
            @Limit(max = 60, required = true) String subject,
            @Limit(max = 4000, items = 100, required = true) Map<String, String> fields,
            @Limit(max = 200) String by,
            Long importId) {

        static ChangeJson of(Changes.Change change, Discretion discretion) {
            return new ChangeJson(
                    change.sequence(),
                    change.at().toString(),
                    change.kind(),
                    change.subject(),
                    change.kind().startsWith("camera.") || discretion.everything()
                            ? discretion.shownByKey(change.fields())
                            : Map.of(),
                    discretion.everything() ? change.by() : null,
                    discretion.everything() && change.importId() != 0 ? change.importId() : null);
        }
    }
}
