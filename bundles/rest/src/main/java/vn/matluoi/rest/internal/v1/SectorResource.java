package vn.matluoi.rest.internal.v1;

import javax.ws.rs.GET;
import javax.ws.rs.Path;
import javax.ws.rs.Produces;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.MediaType;
import vn.matluoi.api.access.Action;
import vn.matluoi.api.registry.Units;
import vn.matluoi.rest.internal.Services;
import vn.matluoi.rest.internal.guard.Asking;
import vn.matluoi.rest.internal.guard.Needs;
import vn.matluoi.rest.internal.guard.Needs.Reach;
import vn.matluoi.rest.internal.json.Limit;
import vn.matluoi.rest.internal.openapi.Doc;

/** The fields of public work that cameras serve. */
@Path("/sectors")
@Produces(MediaType.APPLICATION_JSON)
public final class SectorResource {

    private final Services services;

    public SectorResource(Services services) {
        this.services = services;
    }

    @GET
    @Needs(value = Action.CATALOGUE_READ, reach = Reach.REFERENCE)
    @Doc("Lists sectors.")
    public ListJson<SectorJson> listSectors(@Context Asking asking) {
        return ListJson.whole(services.need(Units.class).sectors().stream()
                .map(sector -> new SectorJson(sector.code(), asking.say(sector.name())))
                .toList());
    }

    /** A sector, in the language asked for. */
    public record SectorJson(
            @Limit(max = 40, required = true) String code, @Limit(max = 200, required = true) String name) {}
}
