package vn.matluoi.rest.internal.v1;

import java.util.List;
import java.util.Set;
import javax.ws.rs.DefaultValue;
import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.QueryParam;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.registry.Areas;
import vn.matluoi.api.registry.ChecksumTree;
import vn.matluoi.api.registry.Checksums;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** Checksums of the catalogue, by which two registries find quickly where they differ. */
@Path("/checksums")
@Produces(MediaType.APPLICATION_JSON)
public final class ChecksumResource {

    private final Services services;

    public ChecksumResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.LIST)
    @Doc(
            "The checksum of an area's cameras within the caller's scope, of the areas below it, and of each camera in the area itself.")
    public ChecksumJson getChecksums(
            @Context Asking asking,
            @QueryParam("area") @Limit(max = 5, about = "area code; all there is if absent") String area,
            @QueryParam("after") @Limit(max = 12, about = "camera id: next of the answer before") String after,
            @QueryParam("limit") @DefaultValue("1000") @Limit(least = 1, most = 5000) int limit) {
        var checksums = services.need(Checksums.class);
        var of = new Checksums.Of(asking.scope(), Set.of(), Checksums.SHAREABLE);
        var where = Values.area("area", area);
        var last = Values.text(after).map(Values::camera);
        return ChecksumJson.of(
                where,
                new ChecksumTree(checksums.byArea(of, where), services.need(Areas.class)),
                where.map(code -> checksums.in(of, code, last, limit)).orElse(List.of()),
                limit);
    }
}
