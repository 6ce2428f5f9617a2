package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.AccessDecisions;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.intake.CameraField;
import vn.matluoi.api.registry.Discretion;
import vn.matluoi.api.registry.StatedValue;
import vn.matluoi.api.registry.Truth;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Cameras of which different things are said. */
@Path("/conflicts")
@Produces(MediaType.APPLICATION_JSON)
public final class ConflictResource {

    private final Services services;

    public ConflictResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.LIST)
    @Doc("Cameras of which device, agencies and province say different things, with what they say.")
    public ListJson<ConflictJson> listConflicts(
            @Context Asking asking,
            @QueryParam("area") @Limit(max = 5, about = "area code: its whole subtree") String area,
            @QueryParam("limit") @DefaultValue("50") @Limit(least = 1, most = 200) int limit,
            @QueryParam("cursor") @Limit(max = 500) String cursor) {
        var discretion = Discretion.towards(asking.caller(), services.need(AccessDecisions.class));
        return ListJson.of(
                services.need(Truth.class)
                        .conflicts(
                                asking.scope(), Values.knownArea(services, "area", area), limit, Values.text(cursor)),
                conflict -> ConflictJson.of(conflict, discretion));
    }

    /** A camera, and what is said of each field in conflict; none where a field is not shown to the caller. */
    public record ConflictJson(
            @Limit(max = 12, required = true) String camera,
            @Limit(max = 1000) String name,
            @Limit(max = 5, required = true) String area,
            @Limit(items = 100, required = true) List<FieldJson> fields) {

        private static ConflictJson of(Truth.Conflict conflict, Discretion discretion) {
            return new ConflictJson(
                    conflict.camera().value(),
                    conflict.name().orElse(null),
                    conflict.area().value(),
                    FieldJson.of(conflict.fields(), discretion));
        }
    }

    /** One field, and all that is said of it. */
    public record FieldJson(
            @Limit(max = 40, required = true) String field,
            @Limit(items = 1000, required = true) List<CameraDetailJson.Stated> stated) {

        static List<FieldJson> of(Map<CameraField, List<StatedValue>> fields, Discretion discretion) {
            return new TreeMap<>(fields)
                    .entrySet().stream()
                            .filter(entry -> discretion.shows(entry.getKey()))
                            .map(entry -> new FieldJson(
                                    entry.getKey().key(),
                                    entry.getValue().stream()
                                            .map(value -> CameraDetailJson.Stated.of(value, discretion))
                                            .toList()))
                            .toList();
        }
    }
}
