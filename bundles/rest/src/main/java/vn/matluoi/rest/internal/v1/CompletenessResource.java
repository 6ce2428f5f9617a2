package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Truth;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** How much of what is asked for (R2.1) agencies say of their cameras. */
@Path("/completeness")
@Produces(MediaType.APPLICATION_JSON)
public final class CompletenessResource {

    private final Services services;

    public CompletenessResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.LIST)
    @Doc("How complete what agencies say of their cameras is, the least complete first.")
    public ListJson<AgencyJson> listCompleteness(
            @Context Asking asking,
            @QueryParam("by") @DefaultValue("unit") @Limit(max = 10, pattern = "unit|source") String by,
            @QueryParam("area") @Limit(max = 5, about = "area code: its whole subtree") String area,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        var all = services.need(Truth.class)
                .completeness(
                        asking.scope(),
                        Values.knownArea(services, "area", area),
                        Truth.Agency.valueOf(Values.text(by).orElse("unit").toUpperCase(Locale.ROOT)));
        return ListJson.part(all, Values.sequence("cursor", cursor), limit, AgencyJson::of);
    }

    /**
     * One agency.
     *
     * @param agency code of the unit or id of the source; absent for cameras that no unit is said to manage
     * @param complete of how many cameras everything is said
     * @param score mean of the cameras', 0 to 100
     * @param missing field to how many cameras lack it
     */
    public record AgencyJson(
            @Limit(max = 60) String agency,
            @Limit(required = true) long cameras,
            @Limit(required = true) long complete,
            @Limit(most = 100, required = true) double score,
            @Limit(required = true, items = 100) Map<String, Long> missing) {

        private static AgencyJson of(Truth.AgencyCompleteness one) {
            return new AgencyJson(
                    one.agency().orElse(null), one.cameras(), one.complete(), one.score(), keys(one.missing()));
        }

        private static Map<String, Long> keys(Map<CameraField, Long> missing) {
            var keys = new TreeMap<String, Long>();
            missing.forEach((field, count) -> keys.put(field.key(), count));
            return keys;
        }
    }

    /** How much is said of one camera; {@code missing} names the fields that nobody said. */
    public record CompletenessJson(
            @Limit(most = 100, required = true) int score,
            @Limit(max = 40, items = 100, required = true) List<String> missing) {

        static CompletenessJson of(Truth.Completeness one) {
            return new CompletenessJson(
                    one.score(), one.missing().stream().map(CameraField::key).toList());
        }
    }
}
